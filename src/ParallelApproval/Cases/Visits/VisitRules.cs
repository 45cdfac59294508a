using ErrorOr;
using ParallelApproval.Calendars;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;

namespace ParallelApproval.Cases;

/// <summary>
/// When a place must be looked at and by whom (踏勘规则): a branch whose item wants it is looked at once, together with the others that must,
/// and once more for what had defects. Nobody grants before his conclusion is in the file, and nobody signs between a called visit and its
/// record.
/// </summary>
public sealed class VisitRules(CatalogueRegister catalogue, CalendarRegister calendars)
{
    private const int DaysToMeet = 2;
    private const int LeastTogether = 2;
    private const int MostVisits = 2;

    /// <summary>The visit that is called and not closed; null when there is none.</summary>
    internal static SiteVisit? Open(CaseFile file) => file.SiteVisits.FirstOrDefault(visit => visit.ClosedAt is null);

    /// <summary>The open visit of which the branch has still to note its conclusion; null when it has none to note.</summary>
    internal static SiteVisit? Unrecorded(CaseFile file, Branch branch) =>
        Open(file) is { } visit && visit.Participants.Contains(branch.Number) && visit.ConclusionOf(branch.Number) is null ? visit : null;

    /// <summary>What the branch found last; null when it has not looked.</summary>
    internal static VisitConclusion? Latest(CaseFile file, int branch) =>
        file.SiteVisits.Select(visit => visit.ConclusionOf(branch)).LastOrDefault(known => known is not null);

    /// <summary>Whether the branch may not be granted for want of a look at the place. What is granted on a promise is checked after it.</summary>
    internal bool IsMissing(CaseFile file, Branch branch) =>
        !file.Case.IsByCommitment && Wants(file, branch) && Latest(file, branch.Number) is null;

    /// <summary>The branches that must look now; a refusal when there is no visit to be called.</summary>
    internal ErrorOr<int[]> Participants(CaseFile file)
    {
        if (Open(file) is not null)
            return VisitRefusals.CalledAlready(file);
        if (Looking(file) is { Length: > 0 } first)
            return first;
        if (ToLookAgain(file) is { Length: > 0 } again)
            return again;
        return file.SiteVisits.Count > 0 ? VisitRefusals.CalledAlready(file) : VisitRefusals.NotJoint(file);
    }

    /// <summary>The branches that found defects and have not been there again.</summary>
    internal static int[] ToLookAgain(CaseFile file) =>
        [
            .. file
                .Branches.Where(branch =>
                    !branch.Status.IsSettled()
                    && Latest(file, branch.Number) is { IsAbsent: false, Defects.Length: > 0 }
                    && file.SiteVisits.Count(visit => visit.ConclusionOf(branch.Number) is not null) < MostVisits
                )
                .Select(branch => branch.Number),
        ];

    /// <summary>
    /// Why the branch may not look at the place on its own: others must look, too, and can still be called together; null when it may.
    /// </summary>
    internal Error? AloneRefusal(CaseFile file, Branch branch)
    {
        if (branch.Status.IsSettled() || file.Case.AcceptedAt is null)
            return VisitRefusals.NoneOpen(file);
        int[] looking = [.. Looking(file), .. ToLookAgain(file)];
        if (!looking.Contains(branch.Number))
            return Open(file) is null ? VisitRefusals.NoneOpen(file) : VisitRefusals.NoPart(file, branch.Number);
        if (looking.Length < LeastTogether)
            return null;
        var last = LastDay(file);
        if (last.IsError)
            return last.FirstError;
        // The lead has not called in time: no department waits for it any longer.
        return file.Act.Today > last.Value && Open(file) is null ? null : VisitRefusals.Together(file, last.Value);
    }

    /// <summary>The last day for which all may be called: two working days after the acceptance, or after the defects were found.</summary>
    internal ErrorOr<DateOnly> LastDay(CaseFile file)
    {
        var from = file.SiteVisits.Select(visit => visit.ClosedAt).LastOrDefault(closed => closed is not null)
            ?? file.Case.AcceptedAt!.Value;
        return CalendarOf(file).AddWorkingDays(from.OfficialDate(), DaysToMeet).Then(due => due.Due);
    }

    /// <summary>
    /// The last day of an appointment: two working days after the acceptance; called late, the next working day, for nobody is told to go
    /// into the past.
    /// </summary>
    internal ErrorOr<DateOnly> LatestAppointment(CaseFile file)
    {
        if (file.SiteVisits.Count > 0)
            return CalendarOf(file).AddWorkingDays(file.Act.Today, DaysToMeet).Then(due => due.Due);
        var (last, next) = (LastDay(file), CalendarOf(file).AddWorkingDays(file.Act.Today, 1));
        if (last.IsError || next.IsError)
            return last.IsError ? last.Errors : next.Errors;
        return last.Value > file.Act.Today ? last.Value : next.Value.Due;
    }

    /// <summary>No office goes to look on a day off.</summary>
    internal Error? DayOff(CaseFile file, DateOnly day)
    {
        var isWorked = CalendarOf(file).IsWorkingDay(day);
        return isWorked.IsError ? isWorked.FirstError
            : isWorked.Value ? null
            : VisitRefusals.DayOff(day);
    }

    /// <summary>Whether the acting officer's department leads the visit: the lead's, or the only one that must look.</summary>
    internal bool Leads(CaseFile file)
    {
        if (catalogue.ItemOf(file).LeadDepartmentCode == file.Act.Department)
            return true;
        int[] called = Open(file)?.Participants ?? (Participants(file) is { IsError: false } may ? may.Value : []);
        return called is [var only] && file.FindBranch(only)?.Department == file.Act.Department;
    }

    private int[] Looking(CaseFile file) =>
        [
            .. file
                .Branches.Where(branch => !branch.Status.IsSettled() && IsMissing(file, branch) && Unrecorded(file, branch) is null)
                .Select(branch => branch.Number),
        ];

    private bool Wants(CaseFile file, Branch branch) =>
        catalogue.ItemOf(file).Branches.Any(part => part.Number == branch.Number && part.NeedsSiteInspection);

    private WorkingCalendar CalendarOf(CaseFile file) => calendars.Current.In(catalogue.ItemOf(file).LeadDepartmentCode);
}
