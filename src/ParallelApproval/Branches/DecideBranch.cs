using ErrorOr;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Organisation;

namespace ParallelApproval.Branches;

/// <summary>
/// 决定: a department signs its branch. A branch that depends on others may be reviewed from the first day, but signed only when they have
/// signed. A refusal needs its reasons, and tells the remedies (行政许可法 art. 38).
/// </summary>
/// <param name="Opinion">The reviewing opinion in words.</param>
/// <param name="Remedies">Null for the usual instruction: reconsideration within 60 calendar days, suit within 6 months.</param>
public sealed record DecideBranch(TaskNumber Task, Verdict Verdict, string Opinion, string? Reasons = null, string? Remedies = null)
{
    /// <summary>行政复议法 art. 20, 行政诉讼法 art. 46.</summary>
    public const string UsualRemedies = "如不服本决定，可自收到之日起六十日内申请行政复议，或者六个月内提起行政诉讼。";
}

/// <summary>The decision as recorded, and where branch and case stand after it.</summary>
public sealed record Decided(string Task, Verdict Verdict, DateTimeOffset SignedAt, BranchStatus BranchStatus, CaseStatus CaseStatus);

/// <inheritdoc cref="DecideBranch"/>
public sealed class DecideBranchHandler(CaseCabinet cabinet, BranchCourse course, OfficerBook officers)
{
    public Task<ErrorOr<Decided>> HandleAsync(DecideBranch command, Act act, CancellationToken cancellation) =>
        cabinet.WorkOnAsync(command.Task.Case, act, file => Decide(file, command), cancellation);

    internal ErrorOr<Decided> Decide(CaseFile file, DecideBranch command)
    {
        var taken = TaskDesk.TakeUp(file, command.Task, officers);
        if (taken.IsError) return taken.Errors;
        var branch = taken.Value;
        if (MaySign(file, branch, command) is { } refusal) return refusal;

        var isRefusal = command.Verdict is Verdict.Refuse;
        var decision = new Decision(command.Task, command.Verdict, command.Opinion.Trim(), isRefusal ? command.Reasons!.Trim() : null,
            isRefusal ? command.Remedies ?? DecideBranch.UsualRemedies : null, branch.Department, file.Act.UserName, file.Act.At,
            TaskDesk.OnBehalfOf(file, branch, officers));
        file.Drawer<DecisionDrawer>().Put(decision);
        file.Record(new BranchDecided(branch.Number, branch.Round, decision.Verdict, decision.Opinion, decision.Reasons, decision.Remedies, decision.OnBehalfOf));
        if (course.Settle(file, branch, isRefusal ? BranchStatus.Refused : BranchStatus.Approved) is { IsError: true } stuck) return stuck.Errors;
        return new Decided(command.Task.ToString(), decision.Verdict, decision.SignedAt, branch.Status, file.Case.Status);
    }

    private static Error? MaySign(CaseFile file, Branch branch, DecideBranch command)
    {
        if (branch.Status is BranchStatus.Stopped or BranchStatus.CorrectionRequested) return BranchRefusals.NotOpen(file, branch);
        if (file.BlockersOf(branch).ToArray() is { Length: > 0 } blockers) return BranchRefusals.WaitsFor(file, branch, blockers);
        if (string.IsNullOrWhiteSpace(command.Opinion)) return BranchRefusals.OpinionMissing();
        if (command.Verdict is Verdict.Refuse && string.IsNullOrWhiteSpace(command.Reasons)) return BranchRefusals.ReasonsMissing();
        return null;
    }
}
