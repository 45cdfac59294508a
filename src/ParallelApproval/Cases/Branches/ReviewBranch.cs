using ErrorOr;
using FluentValidation;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Cases;

/// <summary>
/// 审查: an officer reviews the branch and proposes a decision, where the item wants two signatures. The task goes back to the department's
/// pool; another officer, with a letter of authorisation, signs.
/// </summary>
[Authority("Review and propose, where another officer signs", Role.Approver, Relation = Relation.OwnDepartment)]
public sealed record ReviewBranch(TaskNumber Task, Verdict Proposed, string Opinion);

/// <summary>Who reviewed.</summary>
public sealed record Reviewed(string Task, BranchStatus Status, string ReviewedBy);

internal sealed class ReviewBranchValidator : AbstractValidator<ReviewBranch>
{
    public ReviewBranchValidator() => RuleFor(command => command.Opinion).Given(BranchRefusals.OpinionMissing).IsOpinion();
}

/// <inheritdoc cref="ReviewBranch"/>
public sealed class ReviewBranchHandler(CaseActs acts) : Handler<ReviewBranch, Reviewed>
{
    protected override Task<ErrorOr<Reviewed>> CarryOutAsync(ReviewBranch command, Act act, CancellationToken cancellation) =>
        acts.DoAsync(BranchVerb.ReviewBranch, command.Task, act, (file, branch) => Review(file, branch, command), cancellation);

    private ErrorOr<Reviewed> Review(CaseFile file, Branch branch, ReviewBranch command)
    {
        file.Change(branch, reviewed => reviewed.ReviewedBy = file.Act.UserName);
        file.Hand(branch, null);
        file.Record(new BranchReviewed(branch.Number, branch.Round, command.Proposed, command.Opinion.Trim()));
        return new Reviewed(command.Task.ToString(), branch.Status, file.Act.UserName);
    }
}
