using ErrorOr;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Organisation;

namespace ParallelApproval.Branches;

/// <summary>The power under which somebody signs (审批权限).</summary>
/// <param name="Letter">Number of the letter; null where none is needed.</param>
/// <param name="For">代: the absent officer for whom he signs; null when the letter is his own.</param>
internal sealed record Power(string? Letter, string? For);

/// <summary>
/// Who may sign what (审批权限): a letter of authorisation of the branch's department that covers the item on that day, his own or that of an absent officer whose deputy
/// he is. Read from the book in memory, under the lock of the case.
/// </summary>
public sealed class Powers(OfficerBook officers, CatalogueBook catalogue)
{
    /// <summary>The power to give that verdict; refused as <c>not_authorised</c> when no letter gives it.</summary>
    internal ErrorOr<Power> Of(CaseFile file, Branch branch, Verdict verdict)
    {
        if (branch.Kind is BranchKind.Referral) return new Power(null, null);
        if (officers.Find(file.Act.UserName) is not { IsEnabled: true } officer) return BranchRefusals.NotAuthorised(file, branch);
        // A task that an absent officer holds is signed for him, under his letter or the deputy's own.
        var holder = TaskDesk.OnBehalfOf(file, branch, officers);
        if (holder is not null && LetterOf(file, branch, officers.Find(holder)!, verdict) is { } his) return new Power(his.Number, holder);
        if (LetterOf(file, branch, officer, verdict) is { } own) return new Power(own.Number, holder);
        foreach (var absent in officers.ActsFor(officer.Id, file.Act.Today))
            if (LetterOf(file, branch, absent, verdict) is { } letter) return new Power(letter.Number, absent.UserName);
        return BranchRefusals.NotAuthorised(file, branch);
    }

    /// <summary>Whether anybody at all could sign for the department on that day.</summary>
    internal bool AnybodyFor(string department, string itemCode, DateOnly day) => officers.LettersOf(department).Any(letter => letter.Covers(itemCode, day) && IsThere(letter, day));

    internal BranchDefinition? DefinitionOf(CaseFile file, Branch branch) =>
        catalogue.Version(file.Case.ItemCode, file.Case.ItemVersion).Branches.FirstOrDefault(part => part.Number == branch.Number);

    private Authorisation? LetterOf(CaseFile file, Branch branch, Officer officer, Verdict verdict) => officers.LettersOf(officer.Id).FirstOrDefault(letter =>
        letter.DepartmentCode == branch.Department && letter.Covers(file.Case.ItemCode, file.Act.Today) && (letter.MayRefuse || verdict is not Verdict.Refuse));

    // An absent officer with a deputy is there through him; one whose account was closed is not.
    private bool IsThere(Authorisation letter, DateOnly day) => officers.Find(letter.OfficerId) is { IsEnabled: true };
}
