using ErrorOr;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Organisation;

namespace ParallelApproval.Cases;

/// <summary>The power under which somebody signs (审批权限).</summary>
/// <param name="Letter">Number of the letter; null where none is needed.</param>
/// <param name="For">代: the absent officer for whom he signs; null when he signs in his own name.</param>
internal sealed record Power(string? Letter, string? For);

/// <summary>An open step of a department (待办环节), with what keeps officers off it.</summary>
/// <param name="ReceivedBy">Who received the case, and so does not decide it.</param>
/// <param name="Chair">Who chairs its hearing, and so does not decide it either; null for nobody.</param>
internal sealed record OpenStep(
    string Department,
    BranchKind Kind,
    string[] Excluded,
    string? ReviewedBy,
    string ReceivedBy,
    string? Chair,
    ServiceItem Item,
    int Branch
)
{
    public bool WantsReview => NeedsTwoSignatures && ReviewedBy is null;

    public bool NeedsTwoSignatures => Item.Branches.Any(part => part.Number == Branch && part.NeedsTwoSignatures);
}

/// <summary>
/// Who may sign what (审批权限): a letter of authorisation of the branch's department that covers the item on that day, his own or that of an
/// absent officer whose deputy he is. What bars the absent officer bars his deputy too (公务员法 art. 76), and nobody signs, for himself or for
/// another, on a day on which he is away. Read from the register in memory, under the lock of the case.
/// </summary>
public sealed class Powers(OfficerRegister officers, CatalogueRegister catalogue, InterestCheck interests)
{
    /// <summary>
    /// The power to give that verdict; refused as <c>signer_absent</c> on a day on which the officer is away, and as <c>not_authorised</c>
    /// when no letter gives it.
    /// </summary>
    internal ErrorOr<Power> Of(CaseFile file, Branch branch, Verdict verdict)
    {
        if (branch.Kind is BranchKind.Referral)
            return new Power(null, null);
        if (officers.Find(file.Act.UserName) is not { IsEnabled: true } officer)
            return BranchRefusals.NotAuthorised(file, branch);
        if (officers.AbsenceOn(officer.Id, file.Act.Today) is { } away)
            return BranchRefusals.SignerAbsent(officer.UserName, away);
        return Find(file, branch, officer, verdict) is { } power ? power : BranchRefusals.NotAuthorised(file, branch);
    }

    /// <summary>
    /// 代: account of the absent officer in whose place the acting officer would sign; null when he signs in his own name, or may not sign.
    /// </summary>
    public string? SignsFor(CaseFile file, Branch branch) =>
        Of(file, branch, Verdict.Approve) is { IsError: false } power ? power.Value.For : null;

    /// <summary>
    /// The power that the officer has on that day whatever the case, his own or as the deputy of an absent officer; null when he has none.
    /// </summary>
    internal Power? OnDay(Officer officer, string department, string itemCode, DateOnly day, Verdict verdict = Verdict.Approve) =>
        officer.IsEnabled && officers.AbsenceOn(officer.Id, day) is null
            ? Find(new(department, itemCode, day, verdict), officer, null, absent => absent.IsEnabled)
            : null;

    /// <summary>Everybody who holds a letter of the department, past ones too, and whoever stands in for one of them at any time.</summary>
    internal IReadOnlyList<Officer> Candidates(string department) =>
        [
            .. officers
                .LettersOf(department)
                .Select(letter => letter.OfficerId)
                .Distinct()
                .SelectMany(holder => officers.AbsencesOf(holder).Select(absence => absence.DeputyId).Prepend(holder))
                .Distinct()
                .Select(officers.Find)
                .OfType<Officer>()
                .OrderBy(officer => officer.UserName, StringComparer.Ordinal),
        ];

    private sealed record Matter(string Department, string ItemCode, DateOnly Day, Verdict Verdict);

    private Power? Find(CaseFile file, Branch branch, Officer officer, Verdict verdict) =>
        Find(new(branch.Department, file.Case.ItemCode, file.Act.Today, verdict), officer, branch.Holder, absent =>
            MayBeRepresented(file, branch, absent)
        );

    private Power? Find(Matter matter, Officer officer, string? heldBy, Func<Officer, bool> mayBeRepresented)
    {
        Authorisation? Letter(Officer holds) => LetterOf(holds, matter.Department, matter.ItemCode, matter.Day, matter.Verdict);

        var represented = officers.ActsFor(officer.Id, matter.Day).Where(mayBeRepresented).ToList();
        // A task that an absent officer holds is signed for him, under his letter or the deputy's own.
        var holder = represented.Find(absent => absent.UserName == heldBy);
        if (holder is not null && Letter(holder) is { } his)
            return new Power(his.Number, holder.UserName);
        if (Letter(officer) is { } own)
            return new Power(own.Number, holder?.UserName);
        foreach (var absent in represented)
            if (Letter(absent) is { } letter)
                return new Power(letter.Number, absent.UserName);
        return null;
    }

    private Authorisation? LetterOf(Officer holds, string department, string itemCode, DateOnly day, Verdict verdict) =>
        officers
            .LettersOf(holds.Id)
            .FirstOrDefault(letter =>
                letter.DepartmentCode == department && letter.Covers(itemCode, day) && (letter.MayRefuse || verdict is not Verdict.Refuse)
            );

    // A deputy may do in his name what the absent officer might do himself, and nothing more.
    private bool MayBeRepresented(CaseFile file, Branch branch, Officer absent) =>
        absent.IsEnabled
        && !branch.Excluded.Contains(absent.UserName)
        && branch.RecusalOf != absent.UserName
        && interests.Common(file, absent) is null
        && (absent.UserName != file.Case.ReceivedBy || catalogue.ItemOf(file).IsDecidedByOne)
        && (absent.UserName != branch.ReviewedBy || DefinitionOf(file, branch) is not { NeedsTwoSignatures: true });

    /// <summary>
    /// Whether the officer who holds the branch could go on with it today: review it, where another is to sign, or sign it. His account is
    /// open, he is there or has a deputy, a letter covers the item where he is to sign, his own or that of an officer for whom he stands
    /// in,
    /// and he does not chair its hearing. False while nobody holds it.
    /// </summary>
    internal bool HolderCanSign(CaseFile file, Branch branch)
    {
        if (branch.Holder is not { } holder || file.HearingOf(branch)?.Chair == holder)
            return false;
        var (needsTwo, today) = (DefinitionOf(file, branch) is { NeedsTwoSignatures: true }, file.Act.Today);
        return needsTwo && branch.ReviewedBy is null
            ? CanSign(holder, branch.Department, file.Case.ItemCode, today, BranchKind.Referral)
            : (!needsTwo || branch.ReviewedBy != holder) && CanSign(holder, branch.Department, file.Case.ItemCode, today, branch.Kind);
    }

    /// <summary>The same for any officer and day.</summary>
    internal bool CanSign(string userName, string department, string itemCode, DateOnly day, BranchKind kind) =>
        officers.Find(userName) is { IsEnabled: true } officer
        && officer.DepartmentCode == department
        && !officers.IsAwayWithoutDeputy(officer.Id, day)
        && (
            kind is BranchKind.Referral
            || officers
                .ActsFor(officer.Id, day)
                .Where(absent => absent.IsEnabled)
                .Prepend(officer)
                .Any(holds => LetterOf(holds, department, itemCode, day, Verdict.Approve) is not null)
        );

    /// <summary>Whether anybody at all could sign for the department on that day.</summary>
    internal bool AnybodyFor(string department, string itemCode, DateOnly day) =>
        officers.LettersOf(department).Any(letter => letter.Covers(itemCode, day) && SomebodyUses(letter, day));

    /// <summary>
    /// Whether anybody at all could do the step on that day: sign it, or, where the body only reviews for the tier above, send it up.
    /// </summary>
    internal bool AnybodyFor(string department, string itemCode, DateOnly day, BranchKind kind) =>
        kind is BranchKind.Referral
            ? officers
                .Of(department)
                .Any(officer => (officer.Is(Role.Approver) || officer.Is(Role.Clerk)) && !officers.IsAwayWithoutDeputy(officer.Id, day))
            : AnybodyFor(department, itemCode, day);

    /// <summary>
    /// 无人可办: whether nobody of the department could do the step on that day, though it is open: no letter covers the item, or everybody who
    /// holds one is kept off this case. Whose recusal is asked for counts as there until the head has decided.
    /// </summary>
    internal bool IsVacant(CaseFile file, Branch branch) =>
        IsVacant(
            new(
                branch.Department,
                branch.Kind,
                branch.Excluded,
                branch.ReviewedBy,
                file.Case.ReceivedBy,
                file.HearingOf(branch)?.Chair,
                catalogue.ItemOf(file),
                branch.Number
            ),
            file.Act.Today
        );

    /// <summary>The same of a step as it is stored.</summary>
    internal bool IsVacant(OpenStep step, DateOnly day)
    {
        if (step.Kind is BranchKind.Referral)
            return !officers
                .Of(step.Department)
                .Any(officer =>
                    (officer.Is(Role.Approver) || officer.Is(Role.Clerk))
                    && !step.Excluded.Contains(officer.UserName)
                    && !officers.IsAwayWithoutDeputy(officer.Id, day)
                );
        var matter = new Matter(step.Department, step.Item.ItemCode, day, Verdict.Approve);
        bool IsKeptOff(Officer officer) =>
            step.Excluded.Contains(officer.UserName)
            || (officer.UserName == step.ReceivedBy && !step.Item.IsDecidedByOne)
            || officer.UserName == step.Chair
            || (officer.UserName == step.ReviewedBy && step.NeedsTwoSignatures);
        bool IsThere(Officer officer) => officer.IsEnabled && !IsKeptOff(officer) && officers.AbsenceOn(officer.Id, day) is null;
        var signers = Candidates(step.Department)
            .Where(officer =>
                IsThere(officer)
                && (step.Item.IsDecidedByOne || officer.DepartmentCode == step.Department)
                && Find(matter, officer, null, absent => absent.IsEnabled && !IsKeptOff(absent)) is not null
            );
        // Whoever reviews leaves the signature to another.
        return !signers.Any(signer =>
            !step.WantsReview
            || officers.Of(step.Department).Any(other => other.UserName != signer.UserName && other.Is(Role.Approver) && IsThere(other))
        );
    }

    internal BranchDefinition? DefinitionOf(CaseFile file, Branch branch) =>
        catalogue.ItemOf(file).Branches.FirstOrDefault(part => part.Number == branch.Number);

    // One whose account was closed is not there, and neither is an absent one unless through his deputy.
    private bool SomebodyUses(Authorisation letter, DateOnly day) =>
        officers.Find(letter.OfficerId) is { IsEnabled: true } holds && !officers.IsAwayWithoutDeputy(holds.Id, day);
}
