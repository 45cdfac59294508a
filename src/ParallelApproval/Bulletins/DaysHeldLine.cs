using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Statistics;

namespace ParallelApproval.Bulletins;

/// <summary>
/// Whose the working days were (时间去向汇总), of the cases that were decided, or closed undecided, in the period of a bulletin.
/// </summary>
/// <param name="Department">Code of the department; null for the whole cases.</param>
/// <param name="Matters">How many cases, or branches of that department.</param>
public sealed record DaysHeldLine(string? Department, int Matters, HolderDays Days)
{
    /// <summary>The sums, the whole cases first, then by department; drills are not counted.</summary>
    internal static List<DaysHeldLine> Of(IEnumerable<DaysOfHolders> held, CatalogueRegister catalogue) =>
        [
            .. from part in held
            where !catalogue.Version(part.ItemCode, part.ItemVersion).IsDrill
            group part by part.Department into parts
            orderby parts.Key is not null, parts.Key
            select new DaysHeldLine(
                parts.Key,
                parts.Sum(part => part.Matters),
                parts.Aggregate(HolderDays.None, static (sum, part) => sum + part.Days)
            ),
        ];
}
