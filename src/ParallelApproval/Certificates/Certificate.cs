using System.Globalization;
using ParallelApproval.Identities;

namespace ParallelApproval.Certificates;

/// <summary>
/// A certificate (证照) that a branch has granted: made when the department has signed, handed over within ten working days of the decision
/// (行政许可法 art. 44).
/// </summary>
/// <param name="Number">Case number and branch, so that it can be traced to its decision at sight.</param>
/// <param name="Name">E.g. 营业执照.</param>
/// <param name="Document">What is printed, e.g. 营业执照正副本.</param>
public sealed record Certificate(
    CaseNumber Case,
    int Branch,
    string Number,
    string Name,
    string Document,
    string Department,
    DateTimeOffset IssuedAt
)
{
    public static string NumberOf(CaseNumber @case, int branch) => FormattableString.Invariant($"{@case}-{branch:00}");

    /// <summary>Reads what <see cref="NumberOf"/> wrote.</summary>
    public static bool TryParse(string? number, out CaseNumber @case, out int branch)
    {
        branch = 0;
        @case = default;
        return number?.Split('-') is [var first, { Length: 2 or 3 } last]
            && CaseNumber.TryParse(first, out @case)
            && int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out branch);
    }
}
