using ParallelApproval.Cases;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Workbench;

namespace ParallelApproval.Web.Cases;

/// <summary>A line that somebody types about a paper: what is wrong, what is wanted instead.</summary>
public sealed class FaultLine
{
    public string Code { get; set; } = "";

    public string? Problem { get; set; }

    public string? Wanted { get; set; }

    private bool IsEmpty => Code.Length == 0 && string.IsNullOrWhiteSpace(Problem);

    private bool IsHalf => Code.Length == 0 || string.IsNullOrWhiteSpace(Problem) || string.IsNullOrWhiteSpace(Wanted);

    /// <summary>The lines that were filled in; null when one is filled in by half, which is told beside it.</summary>
    /// <param name="path">Of the list, as refusals name it.</param>
    internal static MaterialFault[]? Read(List<FaultLine> lines, Errand errand, string path)
    {
        var named = lines.FindAll(line => !line.IsEmpty);
        if (named.FindAll(line => line.IsHalf) is not { Count: > 0 } half)
            return [.. named.Select(line => new MaterialFault(line.Code, line.Problem!.Trim(), line.Wanted!.Trim()))];
        errand.Refuse([.. half.Select(line => FrontRefusals.HalfFault($"{path}[{lines.IndexOf(line)}].problem"))]);
        return null;
    }
}
