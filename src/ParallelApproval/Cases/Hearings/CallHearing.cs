using ErrorOr;
using FluentValidation;
using ParallelApproval.Calendars;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Cases;

/// <summary>
/// 听证通知: on request, or of its own accord (行政许可法 art. 46), the department calls a hearing: time and place are told seven working days
/// before at least, the chair is not the reviewing officer, and it is public unless there is a secret in it (art. 48). It is held within
/// twenty working days of the request; called so late that the seven days do not fit, on the first day on which they do. The branch's
/// clocks stand still from the delivery of the notice to the record (art. 45).
/// </summary>
/// <param name="Subject">What is to be heard; null for what was told with the right to it.</param>
/// <param name="Chair">Account of an officer who neither holds nor has reviewed the matter.</param>
/// <param name="Secrecy">Why it is not public; null when it is.</param>
/// <param name="NoticeDelivered">Those concerned have the notice in hand.</param>
[Authority("Call a hearing: time, place and chair, seven working days before", Role.Approver, Relation = Relation.OwnDepartment)]
public sealed record CallHearing(
    TaskNumber Task,
    DateTimeOffset At,
    string Place,
    string Chair,
    bool NoticeDelivered,
    Secrecy? Secrecy = null,
    string? Subject = null
);

/// <summary>When it is held, and what is due if it is recorded on its day.</summary>
public sealed record CalledHearing(string Task, int Round, DateTimeOffset At, string Place, BranchClocks Clocks);

internal sealed class CallHearingValidator : AbstractValidator<CallHearing>
{
    public CallHearingValidator()
    {
        RuleFor(command => command.Place).Given(HearingRefusals.PlaceMissing).IsLine(TextLengths.Address);
        RuleFor(command => command.Chair).Given(() => HearingRefusals.ChairUnknown("")).IsCode();
        RuleFor(command => command.Subject).IsOpinion();
        RuleFor(command => command.NoticeDelivered).Must(delivered => delivered, HearingRefusals.NoticeNotDelivered);
    }
}

/// <inheritdoc cref="CallHearing"/>
public sealed class CallHearingHandler(
    CaseActs acts,
    ClockRules clocks,
    CaseStandstill standstill,
    CalendarRegister calendars,
    OfficerRegister officers
) : Handler<CallHearing, CalledHearing>
{
    protected override Task<ErrorOr<CalledHearing>> CarryOutAsync(CallHearing command, Act act, CancellationToken cancellation) =>
        acts.DoAsync(BranchVerb.CallHearing, command.Task, act, (file, branch) => Call(file, branch, command), cancellation);

    private ErrorOr<CalledHearing> Call(CaseFile file, Branch branch, CallHearing command)
    {
        if (ChairFault(file, branch, command.Chair) is { } unfit)
            return unfit;
        var begun = Begin(file, branch, command);
        if (begun.IsError)
            return begun.Errors;
        var (told, at) = (begun.Value, command.At.InShanghai());
        var planned = PlannedDays(file, branch, at.OfficialDate());
        if (planned.IsError)
            return planned.Errors;

        foreach (var clock in file.ClocksOf(branch.Number).Where(clock => clock.Kind is ClockKind.Promised or ClockKind.Legal))
            if (clocks.Stop(file, clock, StopGround.Hearing, planned.Value) is { IsError: true } noCalendar)
                return noCalendar.Errors;
        file.Move(branch, BranchVerb.CallHearing);
        if (standstill.Follow(file) is { IsError: true } unknown)
            return unknown.Errors;
        var called = file.Section<HearingSection>()
            .Put(
                told with
                {
                    CalledAt = file.Act.At,
                    At = at,
                    Place = command.Place.Trim(),
                    Chair = command.Chair,
                    Secrecy = command.Secrecy,
                    Subject = string.IsNullOrWhiteSpace(command.Subject) ? told.Subject : command.Subject.Trim(),
                }
            );
        file.Record(new HearingCalled(branch.Number, at, called.Place!, called.Chair!, called.Secrecy, planned.Value));
        return new CalledHearing(command.Task.ToString(), called.Round, at, called.Place!, BranchClocksOf.Task(file, command.Task, branch));
    }

    // Of its own accord the department has its twenty days from the call; whoever could still ask for a hearing gets the one he could ask for.
    private ErrorOr<Hearing> Begin(CaseFile file, Branch branch, CallHearing command)
    {
        var known = file.HearingOf(branch);
        clocks.End(file, branch.Number, ClockKind.HearingRequest);
        if (
            known is not { Stage: HearingStage.Requested }
            && clocks.StartNext(file, branch.Number, ClockKind.Hearing, HearingRules.DaysToHold, branch.Department)
                is { IsError: true } noCalendar
        )
            return noCalendar.Errors;
        return known is { Stage: not HearingStage.Recorded }
            ? known
            : new Hearing
            {
                Branch = branch.Number,
                Round = file.Hearings.Count(other => other.Branch == branch.Number) + 1,
                Subject = branch.Result,
            };
    }

    private ErrorOr<int> PlannedDays(CaseFile file, Branch branch, DateOnly on)
    {
        var calendar = calendars.Current.In(branch.Department);
        var earliest = calendar.AddWorkingDays(file.Act.Today, HearingRules.DaysOfNotice);
        if (earliest.IsError)
            return earliest.Errors;
        if (on < earliest.Value.Due)
            return HearingRefusals.TooSoon(on, earliest.Value.Due);
        var latest = file.LatestClock(branch.Number, ClockKind.Hearing)!.DueOn;
        // Called late, it may still be held: the clock has told that it is late.
        if (latest < earliest.Value.Due)
            latest = earliest.Value.Due;
        return on > latest ? HearingRefusals.TooLate(on, latest) : calendar.WorkingDaysBetween(file.Act.Today, on);
    }

    private Error? ChairFault(CaseFile file, Branch branch, string chair)
    {
        if (officers.Find(chair) is not { IsEnabled: true })
            return HearingRefusals.ChairUnknown(chair);
        var hasHands =
            chair == branch.Holder
            || chair == branch.ReviewedBy
            || chair == file.Act.UserName
            || chair == file.Case.ReceivedBy
            || chair == branch.RecusalOf
            || branch.Excluded.Contains(chair);
        return hasHands ? HearingRefusals.ChairReviews(chair) : null;
    }
}
