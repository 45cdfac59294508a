using ParallelApproval.Cases;
using ParallelApproval.Web.Languages;

namespace ParallelApproval.Web.Cases;

/// <summary>The columns of every table that says whose the working days were (时间去向): one for each holder, then the whole.</summary>
internal static class HolderColumns
{
    public static IReadOnlyList<DayHolder> Holders { get; } = Enum.GetValues<DayHolder>();

    /// <summary>What they are called, in the reader's language.</summary>
    public static IEnumerable<string> Heads => [.. Holders.Select(holder => Names.Of(holder)), Words.Word("held_whole")];

    public static IEnumerable<object?> Cells(HolderDays days) => [.. Holders.Select(holder => (object?)days.Of(holder)), days.Whole];
}
