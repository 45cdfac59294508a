using ErrorOr;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Organisation;

namespace ParallelApproval.Cases;

/// <summary>The power under which somebody signs (审批权限).</summary>
/// <param name="Letter">Number of the letter; null where none is needed.</param>
/// <param name="For">代: the absent officer for whom he signs; null when the letter is his own.</param>
internal sealed record Power(string? Letter, string? For);

/// <summary>
/// Who may sign what (审批权限): a letter of authorisation of the branch's department that covers the item on that day, his own or that of an
/// absent officer whose deputy he is. Read from the book in memory, under the lock of the case.
/// </summary>
public sealed class Powers(OfficerRegister officers, CatalogueRegister catalogue)
{
    /// <summary>The power to give that verdict; refused as <c>not_authorised</c> when no letter gives it.</summary>
    internal ErrorOr<Power> Of(CaseFile file, Branch branch, Verdict verdict)
    {
        if (branch.Kind is BranchKind.Referral)
            return new Power(null, null);
        return Find(file.Act.UserName, branch.Department, branch.Holder, file.Case.ItemCode, file.Act.Today, verdict) is { } power
            ? power
            : BranchRefusals.NotAuthorised(file, branch);
    }

    /// <summary>
    /// 代: account of the absent officer in whose place he would sign; null when he signs in his own name, or may not sign.
    /// </summary>
    /// <param name="holder">Account of who has claimed the task; null for nobody.</param>
    public string? SignsFor(string userName, string department, string? holder, string itemCode, DateOnly day) =>
        Find(userName, department, holder, itemCode, day, Verdict.Approve)?.For;

    private Power? Find(string userName, string department, string? holder, string itemCode, DateOnly day, Verdict verdict)
    {
        if (officers.Find(userName) is not { IsEnabled: true } officer)
            return null;
        Authorisation? LetterOf(Officer holds) =>
            officers
                .LettersOf(holds.Id)
                .FirstOrDefault(letter =>
                    letter.DepartmentCode == department
                    && letter.Covers(itemCode, day)
                    && (letter.MayRefuse || verdict is not Verdict.Refuse)
                );

        // A task that an absent officer holds is signed for him, under his letter or the deputy's own.
        var absentHolder = holder is not null && officers.Deputises(userName, holder, day) ? holder : null;
        if (absentHolder is not null && LetterOf(officers.Find(absentHolder)!) is { } his)
            return new Power(his.Number, absentHolder);
        if (LetterOf(officer) is { } own)
            return new Power(own.Number, absentHolder);
        foreach (var absent in officers.ActsFor(officer.Id, day))
            if (LetterOf(absent) is { } letter)
                return new Power(letter.Number, absent.UserName);
        return null;
    }

    /// <summary>
    /// Whether the officer who holds the branch could sign it today: his account is open, a letter covers the item, his own or that of an
    /// officer for whom he stands in, and he is there or has a deputy. False while nobody holds it.
    /// </summary>
    internal bool HolderCanSign(CaseFile file, Branch branch) =>
        branch.Holder is { } holder && CanSign(holder, branch.Department, file.Case.ItemCode, file.Act.Today, branch.Kind);

    /// <summary>The same for any officer and day.</summary>
    internal bool CanSign(string userName, string department, string itemCode, DateOnly day, BranchKind kind) =>
        officers.Find(userName) is { IsEnabled: true } officer
        && officer.DepartmentCode == department
        && !officers.IsAwayWithoutDeputy(officer.Id, day)
        && (kind is BranchKind.Referral || Find(userName, department, null, itemCode, day, Verdict.Approve) is not null);

    /// <summary>Whether anybody at all could sign for the department on that day.</summary>
    internal bool AnybodyFor(string department, string itemCode, DateOnly day) =>
        officers.LettersOf(department).Any(letter => letter.Covers(itemCode, day) && IsThere(letter));

    internal BranchDefinition? DefinitionOf(CaseFile file, Branch branch) =>
        catalogue.ItemOf(file).Branches.FirstOrDefault(part => part.Number == branch.Number);

    // An absent officer with a deputy is there through him; one whose account was closed is not.
    private bool IsThere(Authorisation letter) => officers.Find(letter.OfficerId) is { IsEnabled: true };
}
