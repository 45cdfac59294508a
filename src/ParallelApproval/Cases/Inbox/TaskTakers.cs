using ErrorOr;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Organisation;

namespace ParallelApproval.Cases;

/// <summary>
/// To whom a task may be given (承办人): an approver of the department who has not withdrawn from it and could sign it, by his own letter or
/// as deputy of an absent officer. Whoever only reviews, where another one signs, needs no letter.
/// </summary>
public sealed class TaskTakers(OfficerRegister officers, CatalogueRegister catalogue)
{
    /// <summary>Why the task may not be given to that account; null when it may.</summary>
    internal Error? Refusal(CaseFile file, Branch branch, string userName)
    {
        if (
            officers.Find(userName) is not { IsEnabled: true } taker
            || taker.DepartmentCode != branch.Department
            || !taker.Is(Role.Approver)
        )
            return BranchRefusals.NotAnApprover(userName, branch.Department);
        if (branch.Excluded.Contains(taker.UserName) || branch.RecusalOf == taker.UserName)
            return BranchRefusals.TakerRecused(taker.UserName);
        if (file.HearingOf(branch)?.Chair == taker.UserName)
            return BranchRefusals.TakerChairs(taker.UserName);
        return branch.Kind is BranchKind.Referral || MayReview(file, branch) || HasLetter(file, branch, taker)
            ? null
            : BranchRefusals.TakerHasNoLetter(file, taker.UserName);
    }

    private bool MayReview(CaseFile file, Branch branch) =>
        branch.ReviewedBy is null && catalogue.ItemOf(file).Branches.Any(part => part.Number == branch.Number && part.NeedsTwoSignatures);

    private bool HasLetter(CaseFile file, Branch branch, Officer taker) =>
        officers
            .ActsFor(taker.Id, file.Act.Today)
            .Append(taker)
            .Any(holder =>
                officers
                    .LettersOf(holder.Id)
                    .Any(letter => letter.DepartmentCode == branch.Department && letter.Covers(file.Case.ItemCode, file.Act.Today))
            );
}
