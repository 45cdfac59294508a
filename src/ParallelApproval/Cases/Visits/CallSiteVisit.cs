using ErrorOr;
using FluentValidation;
using ParallelApproval.Calendars;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Cases;

/// <summary>
/// 联合踏勘: the lead department calls all that must look at the place, for one appointment within two working days of the acceptance; once,
/// and once more for what had defects.
/// </summary>
/// <param name="At">The appointment; between now and the end of the second working day.</param>
[Authority("The lead calls all departments to one joint visit", Role.Approver, Relation = Relation.OwnDepartment)]
public sealed record CallSiteVisit(CaseNumber Case, DateTimeOffset At, string Place);

/// <summary>Who comes when.</summary>
public sealed record CalledVisit(string CaseNumber, int Round, DateTimeOffset At, string Place, int[] Participants);

internal sealed class CallSiteVisitValidator : AbstractValidator<CallSiteVisit>
{
    public CallSiteVisitValidator() => RuleFor(command => command.Place).Given(VisitRefusals.PlaceMissing).IsLine(TextLengths.Address);
}

/// <inheritdoc cref="CallSiteVisit"/>
public sealed class CallSiteVisitHandler(CaseActs acts, CatalogueRegister catalogue, CalendarRegister calendars)
    : Handler<CallSiteVisit, CalledVisit>
{
    private const int MostDays = 2;
    private const int LeastParticipants = 2;

    protected override Task<ErrorOr<CalledVisit>> CarryOutAsync(CallSiteVisit command, Act act, CancellationToken cancellation) =>
        acts.DoAsync(CaseVerb.CallSiteVisit, command.Case, act, file => Call(file, command), cancellation, Contents.Everything);

    private ErrorOr<CalledVisit> Call(CaseFile file, CallSiteVisit command)
    {
        var item = catalogue.ItemOf(file);
        var (last, called) = (file.SiteVisits.LastOrDefault(), Participants(file, item));
        if (called.IsError)
            return called.Errors;
        var participants = called.Value;

        var (at, from) = (
            command.At.InShanghai(),
            last is null ? DateOnly.FromDateTime(file.Case.AcceptedAt!.Value.DateTime) : file.Act.Today
        );
        var latest = calendars.Current.In(item.LeadDepartmentCode).AddWorkingDays(from, MostDays);
        if (latest.IsError)
            return latest.Errors;
        // Called late, it is at the latest today: nobody is told to go into the past.
        var by = latest.Value.Due > file.Act.Today ? latest.Value.Due : file.Act.Today;
        if (at < file.Act.At || at.OfficialDate() > by)
            return VisitRefusals.TimeOutOfRange(at.OfficialDate(), by);
        var visit = new SiteVisit
        {
            Round = (last?.Round ?? 0) + 1,
            CalledBy = file.Act.UserName,
            At = at,
            Place = command.Place.Trim(),
            Participants = participants,
        };
        file.Section<VisitSection>().Put(visit);
        file.Record(new SiteVisitCalled(visit.Round, visit.At, visit.Place, participants));
        return new CalledVisit(file.Number.ToString(), visit.Round, visit.At, visit.Place, participants);
    }

    /// <summary>The branches whose departments must look at the place now; a refusal when there is no visit to be called.</summary>
    internal static ErrorOr<int[]> Participants(CaseFile file, ServiceItem item)
    {
        var last = file.SiteVisits.LastOrDefault();
        if (last is { ClosedAt: null } or { Round: > 1 } || (last is not null && !last.Defects.Any()))
            return VisitRefusals.CalledAlready(file);
        int[] participants = last is null
            ? Looking(file, item)
            :
            [
                .. last
                    .Defects.Select(defect => defect.Branch)
                    .Distinct()
                    .Where(number => file.FindBranch(number) is { } branch && !branch.Status.IsSettled()),
            ];
        if (last is null && participants.Length < LeastParticipants)
            return VisitRefusals.NotJoint(file);
        return participants.Length == 0 ? VisitRefusals.CalledAlready(file) : participants;
    }

    private static int[] Looking(CaseFile file, ServiceItem item) =>
        [
            .. file
                .Branches.Where(branch =>
                    !branch.Status.IsSettled() && item.Branches.Any(part => part.Number == branch.Number && part.NeedsSiteInspection)
                )
                .Select(branch => branch.Number),
        ];
}
