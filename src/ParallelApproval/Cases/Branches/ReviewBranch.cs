using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;

namespace ParallelApproval.Cases;

/// <summary>
/// 审查: an officer reviews the branch and proposes a decision, where the item wants two signatures. The task goes back to the department's pool; another officer,
/// with a letter of authorisation, signs.
/// </summary>
public sealed record ReviewBranch(TaskNumber Task, Verdict Proposed, string Opinion);

/// <summary>Who reviewed.</summary>
public sealed record Reviewed(string Task, BranchStatus Status, string ReviewedBy);

/// <inheritdoc cref="ReviewBranch"/>
public sealed class ReviewBranchHandler(CaseActs acts)
{
    public Task<ErrorOr<Reviewed>> HandleAsync(ReviewBranch command, Act act, CancellationToken cancellation) =>
        acts.DoAsync(BranchVerb.ReviewBranch, command.Task, act, (file, branch) => Review(file, branch, command), cancellation);

    private ErrorOr<Reviewed> Review(CaseFile file, Branch branch, ReviewBranch command)
    {
        if (string.IsNullOrWhiteSpace(command.Opinion)) return BranchRefusals.OpinionMissing();
        file.Change(branch, reviewed => (reviewed.ReviewedBy, reviewed.Holder) = (file.Act.UserName, null));
        file.Record(new BranchReviewed(branch.Number, branch.Round, command.Proposed, command.Opinion.Trim()));
        return new Reviewed(command.Task.ToString(), branch.Status, file.Act.UserName);
    }
}
