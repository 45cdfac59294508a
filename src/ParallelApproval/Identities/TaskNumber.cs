using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ParallelApproval.Identities;

/// <summary>
/// The number of an approval task (审批任务): case number, branch, round. A branch has a second round when it is worked on anew,
/// for example after a correction that the flow loops back. The number itself says where the task is kept.
/// </summary>
public readonly record struct TaskNumber(CaseNumber Case, int Branch, int Round)
{
    public static bool TryParse([NotNullWhen(true)] string? text, out TaskNumber number)
    {
        number = default;
        if (text is null || text.Length > CaseNumber.Length + 8)
            return false;
        var parts = text.Split('-');
        if (parts.Length != 3 || !CaseNumber.TryParse(parts[0], out var @case))
            return false;
        if (!int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var branch) || branch is < 1 or > 99)
            return false;
        if (!int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var round) || round is < 1 or > 999)
            return false;
        number = new(@case, branch, round);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Case}-{Branch:00}-{Round}");
}
