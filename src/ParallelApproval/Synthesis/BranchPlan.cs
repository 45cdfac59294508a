using ParallelApproval.Calendars;
using ParallelApproval.Cases;

namespace ParallelApproval.Synthesis;

/// <summary>What a department is going to do with a branch (仿真办理计划); what has been done is struck out.</summary>
internal sealed class BranchPlan
{
    public required DateTimeOffset FirstAt { get; init; }

    public required DateTimeOffset DecidesAt { get; set; }

    public required bool Claims { get; init; }

    public required bool Corrects { get; set; }

    public required StopGround? Ground { get; set; }

    public required int StopDays { get; init; }

    public required bool Refuses { get; init; }

    /// <summary>Sends the matter back to the tier below first.</summary>
    public required bool SendsDown { get; set; }

    /// <summary>Somebody else reviews first.</summary>
    public required bool NeedsReview { get; set; }

    /// <summary>What the decision says.</summary>
    public (Verdict Verdict, string Opinion, string? Reasons) Words =>
        Refuses
            ? (Verdict.Refuse, "经审查，不符合法定条件。", "现场条件与申报材料不符。")
            : (Verdict.Approve, "经审查，符合法定条件，准予许可。", null);
}
