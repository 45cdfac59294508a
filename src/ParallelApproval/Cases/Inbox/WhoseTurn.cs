using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Organisation;

namespace ParallelApproval.Cases;

/// <summary>
/// 轮到谁: who is told that the next act is his. The lists ask here (inbox, 等我办理, the receipts of a window), and so does whoever holds a
/// single file. Somebody who is not there on the day, because his account is closed or he is away, is nobody's only hope: then his
/// colleagues are told.
/// </summary>
public sealed class WhoseTurn(OfficerRegister officers, CatalogueRegister catalogue, Powers powers)
{
    private static readonly ClockKind[] Asking = [ClockKind.Confirmation, ClockKind.Recusal, ClockKind.FollowUp];

    /// <summary>Whether he is one of the heads of the centre.</summary>
    internal bool IsHead(Officer officer) => officers.Heads().Any(head => head.UserName == officer.UserName);

    /// <summary>Whether he watches over vacancies: a head, or a supervisor of the district.</summary>
    internal bool WatchesVacancies(Officer officer) =>
        IsHead(officer) || (officer.Is(Role.Supervisor) && officers.Department(officer.DepartmentCode) is { Tier: Tier.District });

    /// <summary>
    /// Whether an act of the department waits for him: he is an approver there, and nobody in particular is asked, or he is, or the one
    /// who is asked cannot come.
    /// </summary>
    /// <param name="asked">Account of the officer whose act it is first; null for any.</param>
    internal bool IsAsked(Officer officer, string? department, string? asked, DateOnly day) =>
        officer.Is(Role.Approver)
        && officer.DepartmentCode == department
        && (asked is null || asked == officer.UserName || !IsThere(asked, department, day));

    /// <summary>
    /// Whether the open case is among the receipts of his window: he received it, or, when that one is not there, he is a clerk of the
    /// same body; of a body without any clerk that day, a clerk of the body above it, and at last any clerk of the district.
    /// </summary>
    internal bool HasReceipt(Officer clerk, string receivedBy, string station, DateOnly day)
    {
        if (!clerk.Is(Role.Clerk))
            return false;
        return IsThere(receivedBy, null, day) && StillReaches(receivedBy, station)
            ? clerk.UserName == receivedBy
            : clerk.DepartmentCode is { } body && Mans(body, station, day);
    }

    /// <summary>
    /// Where a clerk's open receipts are looked for: the bodies whose window he mans that day, his own and those below it that are without
    /// a clerk, and the accounts that may not be there themselves. <see cref="HasReceipt"/> says which of them are his.
    /// </summary>
    internal (string[] Stations, string[] Receivers) ReceiptsFor(Officer clerk, DateOnly day) =>
        (
            [.. officers.Departments.Select(body => body.Code).Where(code => Mans(clerk.DepartmentCode!, code, day))],
            [
                .. officers
                    .All.Where(other => other.DepartmentCode != clerk.DepartmentCode || !IsThere(other.UserName, null, day))
                    .Select(other => other.UserName),
            ]
        );

    /// <summary>
    /// Whether the body mans the window of the station that day: it stands in its place, or is the first above it at which a clerk is
    /// there;
    /// where there is none up to the top, every body of the district does.
    /// </summary>
    internal bool Mans(string body, string station, DateOnly day)
    {
        var at = officers.Department(officers.InPlaceOf(station));
        while (at is not null && !officers.Of(at.Code).Any(other => other.Is(Role.Clerk) && officers.AbsenceOn(other.Id, day) is null))
            at = officers.Department(at.ParentCode);
        return at is null ? officers.Department(body) is { Tier: Tier.District } : at.Code == body;
    }

    /// <summary>
    /// Whether a review that the body must send up waits for him though he signs nothing: he is a clerk there, and no approver of the body
    /// who is not kept off it is there that day.
    /// </summary>
    /// <param name="excluded">Accounts of those who are kept off the case.</param>
    internal bool SendsUp(Officer officer, string department, string[] excluded, DateOnly day) =>
        officer.Is(Role.Clerk)
        && officer.DepartmentCode == department
        && !excluded.Contains(officer.UserName)
        && !officers
            .Of(department)
            .Any(other => other.Is(Role.Approver) && !excluded.Contains(other.UserName) && officers.AbsenceOn(other.Id, day) is null);

    /// <summary>What of the file waits for the officer beside the tasks of his inbox and the receipts of his window.</summary>
    /// <param name="signerOf">Who signed the newest decision of a branch, for decisions are not read with a file; null for nobody.</param>
    internal IEnumerable<(WaitingKind Kind, int? Branch)> Of(CaseFile file, Officer officer, Func<int, string?> signerOf)
    {
        var (day, item) = (file.Act.Today, catalogue.ItemOf(file));
        foreach (var clock in file.Clocks.Where(clock => !clock.IsEnded && Asking.Contains(clock.Kind)))
        {
            var branch = file.FindBranch(clock.Branch);
            if (clock.Kind is ClockKind.Recusal && IsHead(officer) && branch?.RecusalOf != officer.UserName)
                yield return (WaitingKind.Recusal, clock.Branch);
            if (clock.Kind is ClockKind.FollowUp && IsAsked(officer, item.LeadDepartmentCode, null, day))
                yield return (WaitingKind.FollowUp, null);
            if (
                clock.Kind is ClockKind.Confirmation
                && branch is not null
                && IsAsked(officer, branch.Department, signerOf(branch.Number), day)
            )
                yield return (WaitingKind.Confirmation, clock.Branch);
        }

        foreach (var branch in file.Branches)
        {
            if (branch.ExtensionAsked is not null && IsHead(officer))
                yield return (WaitingKind.BranchExtension, branch.Number);
            if (
                branch is { Kind: BranchKind.Referral }
                && branch.Status.IsOpen()
                && SendsUp(officer, branch.Department, branch.Excluded, day)
            )
                yield return (WaitingKind.Review, branch.Number);
            if (branch.Status.IsOpen() && WatchesVacancies(officer) && powers.IsVacant(file, branch))
                yield return (WaitingKind.Vacancy, branch.Number);
        }

        if (!file.Case.Status.IsClosed() && VisitRules.Open(file) is { } visit)
        {
            foreach (var branch in file.Branches.Where(branch => visit.Participants.Contains(branch.Number)))
                if (visit.ConclusionOf(branch.Number) is null && IsAsked(officer, branch.Department, branch.Holder, day))
                    yield return (WaitingKind.VisitConclusion, branch.Number);
            if (ClosesVisit(officer, visit, item.LeadDepartmentCode, file.Act.At, day))
                yield return (WaitingKind.VisitClosing, null);
        }

        if (
            file.Case is { Status: CaseStatus.CorrectionRequested, SecondCorrectionAskedAt: not null }
            && officer.Is(Role.Supervisor)
            && officers.Department(officer.DepartmentCode) is { Tier: Tier.District }
        )
            yield return (WaitingKind.SecondCorrection, null);
    }

    /// <summary>Whether the closing of the visit waits for him: everybody has noted what he found, or the appointment has passed.</summary>
    internal bool ClosesVisit(Officer officer, SiteVisit visit, string lead, DateTimeOffset now, DateOnly day) =>
        (visit.Participants.All(branch => visit.ConclusionOf(branch) is not null) || visit.At <= now) && IsAsked(officer, lead, null, day);

    private bool StillReaches(string receivedBy, string station) =>
        officers.Find(receivedBy)?.DepartmentCode is { } body && officers.StationsUnder(body).Contains(station);

    // In the department, where one is named.
    private bool IsThere(string userName, string? department, DateOnly day) =>
        officers.Find(userName) is { IsEnabled: true } officer
        && (department is null || officer.DepartmentCode == department)
        && officers.AbsenceOn(officer.Id, day) is null;
}
