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
/// 材料变更确认: a department that decided on a paper which was replaced since says whether its decision stands. When it does not, the branch is
/// worked on anew, with new clocks, as long as the flow still waits for it.
/// </summary>
[Authority("Say whether the decision stands on a paper that was replaced", Role.Approver, Relation = Relation.OwnDepartment)]
public sealed record ConfirmDecision(TaskNumber Task, bool Stands, string Note);

/// <summary>Where the branch stands after it.</summary>
public sealed record ConfirmedDecision(string Task, BranchStatus Status, bool Stands);

internal sealed class ConfirmDecisionValidator : AbstractValidator<ConfirmDecision>
{
    public ConfirmDecisionValidator() => RuleFor(command => command.Note).Given(BranchRefusals.OpinionMissing).IsOpinion();
}

/// <inheritdoc cref="ConfirmDecision"/>
public sealed class ConfirmDecisionHandler(CaseActs acts, ClockRules clocks, BranchCourse course)
    : Handler<ConfirmDecision, ConfirmedDecision>
{
    protected override Task<ErrorOr<ConfirmedDecision>> CarryOutAsync(ConfirmDecision command, Act act, CancellationToken cancellation) =>
        acts.DoAsync(BranchVerb.ConfirmDecision, command.Task, act, (file, branch) => Confirm(file, branch, command), cancellation);

    private ErrorOr<ConfirmedDecision> Confirm(CaseFile file, Branch branch, ConfirmDecision command)
    {
        if (!command.Stands && branch.Bookmark is null)
            return BranchRefusals.PassedOn(file, branch);
        clocks.End(file, branch.Number, ClockKind.Confirmation);
        file.Record(new DecisionConfirmed(branch.Number, branch.Round, command.Stands, command.Note.Trim()));
        if (!command.Stands && course.Reapply(file, branch) is { IsError: true } stuck)
            return stuck.Errors;
        return new ConfirmedDecision(branch.TaskOf(file.Number).ToString(), branch.Status, command.Stands);
    }
}
