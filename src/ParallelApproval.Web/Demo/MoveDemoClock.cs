using System.Diagnostics;
using ErrorOr;
using ParallelApproval.Calendars;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;
using ParallelApproval.Supervision;

namespace ParallelApproval.Web.Demo;

/// <summary>
/// Moves the demonstration's time forward (演示时钟): by working days, keeping the time of day, or to an instant. Give one of the two.
/// </summary>
/// <param name="AdvanceWorkingDays">1 to 250.</param>
/// <param name="To">An instant that lies ahead.</param>
[Authority("Move the time of the demonstration forward", Role.Administrator, InDistrictOnly = true)]
internal sealed record MoveDemoClock(int? AdvanceWorkingDays = null, DateTimeOffset? To = null);

/// <summary>What time it is now.</summary>
/// <param name="Now">With the offset of Asia/Shanghai.</param>
/// <param name="Today">The date there.</param>
internal sealed record DemoTime(DateTimeOffset Now, DateOnly Today);

internal sealed class MoveDemoClockHandler(
    DemoClock clock,
    CalendarRegister calendars,
    ClockSweep sweep,
    Relay relay,
    SupervisionSweep supervision,
    Patrol patrol
)
{
    private const int MostDays = 250;

    // What falls due by the move is there when the administrator looks. Under load there is always something under way: what is not there
    // by then comes by itself.
    private static readonly TimeSpan SettleLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenRounds = TimeSpan.FromMilliseconds(50);

    public async Task<ErrorOr<DemoTime>> HandleAsync(MoveDemoClock command, Act act, CancellationToken cancellation)
    {
        if (await clock.EarlierAnswerAsync(act, cancellation) is { } earlier)
            return earlier;
        var target = Target(command, clock.OfficialNow());
        if (target.IsError)
            return target.Errors;
        var moved = await clock.MoveToAsync(target.Value, act, cancellation);
        if (moved.IsError)
            return moved.Errors;
        await SweepAsync(cancellation);
        await relay.SettleAsync(SettleLimit, cancellation);
        await supervision.RunOnceAsync(cancellation);
        await patrol.RunOnceAsync(cancellation);
        return moved;
    }

    private async Task SweepAsync(CancellationToken cancellation)
    {
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < SettleLimit; )
        {
            if ((await sweep.RunOnceAsync(cancellation)).Busy == 0)
                return;
            await Task.Delay(BetweenRounds, TimeProvider.System, cancellation); // a case that another node holds gives no signal when it is free
        }
    }

    private ErrorOr<DateTimeOffset> Target(MoveDemoClock command, DateTimeOffset now) =>
        command switch
        {
            { AdvanceWorkingDays: { } days, To: null } when days is >= 1 and <= MostDays => After(days, now),
            { AdvanceWorkingDays: null, To: { } to } when to > now => to.InShanghai(),
            { AdvanceWorkingDays: null, To: { } to } => Refusal.Input("to", RefusalCode.ClockOnlyForward, ("now", now), ("to", to)),
            _ => Refusal.Input("advanceWorkingDays", RefusalCode.ClockMoveMalformed, ("most", MostDays)),
        };

    private ErrorOr<DateTimeOffset> After(int days, DateTimeOffset now) =>
        calendars.Current.AddWorkingDays(now.OfficialDate(), days).Then(due => due.Due.At(TimeOnly.FromTimeSpan(now.TimeOfDay)));
}
