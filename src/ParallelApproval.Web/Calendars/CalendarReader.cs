using ErrorOr;
using ParallelApproval.Calendars;
using ParallelApproval.Clocks;
using ParallelApproval.Database;

namespace ParallelApproval.Web.Calendars;

/// <summary>Entering days with all that belongs to it (日历登记): what they move is told, and what they have moved is computed anew.</summary>
internal sealed class CalendarReader(
    ImportCalendarYearHandler years,
    KeepLocalDaysHandler localDays,
    RecountPreview preview,
    RecountClocks recount
)
{
    public async Task<ErrorOr<CalendarEntered>> EnterAsync(CalendarYear entered, Act act, CancellationToken cancellation)
    {
        if (entered.Check() is { IsError: true } unsound)
            return unsound.Errors;
        var moves = await preview.OfAsync(entered, cancellation);
        var import = await years.HandleAsync(new(entered), act, cancellation);
        if (import.IsError)
            return import.Errors;
        if (import.Value.InForce)
            await recount.RunOnceAsync(cancellation);
        return new CalendarEntered(entered.Year, import.Value.InForce, import.Value.EnteredBy, moves);
    }

    public async Task<ErrorOr<LocalDaysKept>> KeepAsync(KeepLocalDays command, Act act, CancellationToken cancellation)
    {
        var kept = await localDays.HandleAsync(command, act, cancellation);
        if (kept.IsError)
            return kept.Errors;
        await recount.RunOnceAsync(cancellation);
        return new LocalDaysKept(command.Year, kept.Value);
    }
}
