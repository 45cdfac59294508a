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
/// 材料变更确认: a department that decided on a paper which was replaced since says whether its decision stands. When it does not, the decision
/// is withdrawn (撤回) with what rests on it, and these branches are worked on anew, with new clocks.
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

    internal ErrorOr<ConfirmedDecision> Confirm(CaseFile file, Branch branch, ConfirmDecision command)
    {
        var (round, note) = (branch.Round, command.Note.Trim());
        clocks.End(file, branch.Number, ClockKind.Confirmation);
        file.Record(new DecisionConfirmed(branch.Number, round, command.Stands, note));
        var followed = command.Stands ? course.GoOnConfirmed(file) : course.WithdrawDecision(file, branch, note);
        if (followed.IsError)
            return followed.Errors;
        return new ConfirmedDecision(branch.TaskOf(file.Number).ToString(), branch.Status, command.Stands);
    }
}
