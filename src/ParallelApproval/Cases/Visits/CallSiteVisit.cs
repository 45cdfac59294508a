using ErrorOr;
using FluentValidation;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Cases;

/// <summary>
/// 联合踏勘: the lead department calls all that must look at the place, for one appointment on a working day within two working days of the
/// acceptance; once, and once more for what had defects. Where one department alone must look, it may call the visit itself.
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
public sealed class CallSiteVisitHandler(CaseActs acts, VisitRules rules) : Handler<CallSiteVisit, CalledVisit>
{
    protected override Task<ErrorOr<CalledVisit>> CarryOutAsync(CallSiteVisit command, Act act, CancellationToken cancellation) =>
        acts.DoAsync(CaseVerb.CallSiteVisit, command.Case, act, file => Call(file, command), cancellation);

    private ErrorOr<CalledVisit> Call(CaseFile file, CallSiteVisit command)
    {
        var (called, latest) = (rules.Participants(file), rules.LatestAppointment(file));
        if (called.IsError)
            return called.Errors;
        if (latest.IsError)
            return latest.Errors;
        var at = command.At.InShanghai();
        if (at < file.Act.At || at.OfficialDate() > latest.Value)
            return VisitRefusals.TimeOutOfRange(at.OfficialDate(), latest.Value);
        if (rules.DayOff(file, at.OfficialDate()) is { } dayOff)
            return dayOff;
        var visit = new SiteVisit
        {
            Round = file.SiteVisits.Count + 1,
            IsRevisit = called.Value.All(branch => VisitRules.Latest(file, branch) is not null),
            CalledBy = file.Act.UserName,
            At = at,
            Place = command.Place.Trim(),
            Participants = called.Value,
        };
        file.Section<VisitSection>().Put(visit);
        file.Record(new SiteVisitCalled(visit.Round, visit.At, visit.Place, visit.Participants));
        return new CalledVisit(file.Number.ToString(), visit.Round, visit.At, visit.Place, visit.Participants);
    }
}
