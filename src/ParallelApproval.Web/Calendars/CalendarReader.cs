using ErrorOr;
using ParallelApproval.Calendars;
using ParallelApproval.Clocks;
using ParallelApproval.Database;

namespace ParallelApproval.Web.Calendars;

/// <summary>Entering days with all that belongs to it (日历登记): what they move is told, and what they have moved is computed anew.</summary>
internal sealed class CalendarReader(
    ImportCalendarYearHandler years,
    KeepLocalDaysHandler localDays,
    CalendarOutlooks outlooks,
    CalendarRegister register,
    RecountPreview preview,
    RecountClocks recount,
    CalendarEntries entries
)
{
    /// <summary>Every entry that waits for a second person, with what it would change; oldest year first.</summary>
    public async Task<IReadOnlyList<WaitingSheet>> WaitingAsync(CancellationToken cancellation)
    {
        var sheets = new List<WaitingSheet>();
        foreach (var waiting in await entries.WaitingAsync(cancellation))
            sheets.Add(WaitingSheet.Of(waiting, await outlooks.OfAsync(waiting.Days, cancellation)));
        return sheets;
    }

    public async Task<ErrorOr<CalendarEntered>> EnterAsync(CalendarYear entered, Act act, CancellationToken cancellation)
    {
        var outlook = await outlooks.OfAsync(entered, cancellation);
        if (outlook.IsError)
            return outlook.Errors;
        var moves = await preview.OfAsync(outlook.Value.Years, cancellation);
        var import = await years.HandleAsync(new(entered), act, cancellation);
        if (import.IsError)
            return import.Errors;
        if (import.Value.InForce)
            await recount.RunOnceAsync(cancellation);
        var warnings = outlook.Value.Warnings.Select(WarningSheet.Of);
        return new CalendarEntered(entered.Year, import.Value.InForce, import.Value.EnteredBy, moves, [.. warnings]);
    }

    /// <summary>Reads a notice in words and says what it would come to. Refuses what entering it would be refused for.</summary>
    public async Task<ErrorOr<NoticeUnderstood>> ReadAsync(string text, int year, CancellationToken cancellation)
    {
        var held = register.Current.Years.FirstOrDefault(other => other.Year == year);
        var reading = NoticeText.Read(text, year, held);
        if (reading.Days is not { } days)
            return new NoticeUnderstood(null, null, null, [.. reading.Warnings.Select(WarningSheet.Of)]);
        var outlook = await outlooks.OfAsync(days, cancellation);
        if (outlook.IsError)
            return outlook.Errors;
        return new NoticeUnderstood(
            days,
            outlook.Value.Year.WorkingDays(),
            CalendarDifference.Between(outlook.Value.Held, outlook.Value.Year),
            [.. reading.Warnings.Concat(outlook.Value.Warnings).Select(WarningSheet.Of)]
        );
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
