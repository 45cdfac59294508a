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
/// 退回下级: the tier above sends the matter back to the one below, which reviews it once more. No clock starts anew: the lower tier goes on
/// with the days it had, the upper tier's days run on.
/// </summary>
/// <param name="Task">The task of the tier above.</param>
[Authority("Send the case back to the tier below; no clock starts anew", Role.Approver, Relation = Relation.OwnDepartment)]
public sealed record SendDown(TaskNumber Task, string Reason);

/// <summary>Where the matter lies now.</summary>
public sealed record SentBackTo(string Task, BranchStatus Status, string Below, string Department, DateOnly? PromisedDue);

internal sealed class SendDownValidator : AbstractValidator<SendDown>
{
    public SendDownValidator() => RuleFor(command => command.Reason).Given(CaseRefusals.ReasonMissing).IsOpinion();
}

/// <inheritdoc cref="SendDown"/>
public sealed class SendDownHandler(CaseActs acts, ClockRules clocks) : Handler<SendDown, SentBackTo>
{
    protected override Task<ErrorOr<SentBackTo>> CarryOutAsync(SendDown command, Act act, CancellationToken cancellation) =>
        acts.DoAsync(BranchVerb.SendDown, command.Task, act, (file, branch) => Send(file, branch, command), cancellation);

    private ErrorOr<SentBackTo> Send(CaseFile file, Branch branch, SendDown command)
    {
        var below = Referrals.Below(file, branch)!;

        file.Move(below, BranchVerb.ReviewAgain);
        file.Change(below, again => again.Round++);
        file.Hand(below, null);
        foreach (var kind in (ClockKind[])[ClockKind.Promised, ClockKind.Legal])
            if (
                file.LatestClock(below.Number, kind) is { IsEnded: true } ended
                && clocks.Reopen(file, ended) is { IsError: true } noCalendar
            )
                return noCalendar.Errors;
        file.Move(branch, BranchVerb.SendDown);
        file.Change(branch, waiting => waiting.AwaitsResults = [below.Number]);
        file.Hand(branch, null);
        file.Record(new SentDown(branch.Number, below.Number, below.Round, below.Department, command.Reason.Trim()));
        return new SentBackTo(
            command.Task.ToString(),
            branch.Status,
            below.TaskOf(file.Number).ToString(),
            below.Department,
            file.LatestClock(below.Number, ClockKind.Promised)?.DueOn
        );
    }
}
