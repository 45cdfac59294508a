using ErrorOr;
using FluentValidation;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Cases;

/// <summary>
/// 退回下级: the tier above sends the matter back to the one below, which reviews it once more. No clock starts anew: the lower tier goes on with the days it had, the
/// upper tier's days run on.
/// </summary>
/// <param name="Task">The task of the tier above.</param>
[Authority("Send the case back to the tier below; no clock starts anew", Role.Approver, Relation = Relation.OwnDepartment)]
public sealed record SendDown(TaskNumber Task, string Reason);

/// <summary>Where the matter lies now.</summary>
public sealed record SentBackTo(string Task, BranchStatus Status, string Below, string Department, DateOnly? PromisedDue);

internal sealed class SendDownValidator : AbstractValidator<SendDown>
{
    public SendDownValidator() =>
        RuleFor(command => command.Reason).Given(CaseRefusals.ReasonMissing).IsOpinion();
}

/// <inheritdoc cref="SendDown"/>
public sealed class SendDownHandler(InterestCheck interests, ClockRules clocks, OfficerRegister officers) : Handler<SendDown, SentBackTo>
{
    protected override Task<ErrorOr<SentBackTo>> CarryOutAsync(SendDown command, Act act, CancellationToken cancellation) =>
        interests.WorkOnAsync(command.Task, act, file => Send(file, command), cancellation);

    private ErrorOr<SentBackTo> Send(CaseFile file, SendDown command)
    {
        var taken = TaskRules.TakeUp(file, command.Task, officers);
        if (taken.IsError) return taken.Errors;
        var branch = taken.Value;
        if (branch.Status is BranchStatus.Stopped or BranchStatus.CorrectionRequested) return BranchRefusals.NotOpen(file, branch);
        if (Referrals.Below(file, branch) is not { } below) return BranchRefusals.NothingBelow(file, branch);

        file.Change(below, again =>
        {
            again.Round++;
            (again.Status, again.Holder, again.SettledAt) = (BranchStatus.InReview, null, null);
        });
        foreach (var kind in (ClockKind[])[ClockKind.Promised, ClockKind.Legal])
            if (file.LatestClock(below.Number, kind) is { IsEnded: true } ended && clocks.Reopen(file, ended) is { IsError: true } noCalendar) return noCalendar.Errors;
        file.Change(branch, waiting => (waiting.Status, waiting.Holder, waiting.AwaitsResults) = (BranchStatus.SentBack, null, [below.Number]));
        file.Record(new SentDown(branch.Number, below.Number, below.Round, below.Department, command.Reason.Trim()));
        return new SentBackTo(command.Task.ToString(), branch.Status, below.TaskOf(file.Number).ToString(), below.Department, file.LatestClock(below.Number, ClockKind.Promised)?.DueOn);
    }
}
