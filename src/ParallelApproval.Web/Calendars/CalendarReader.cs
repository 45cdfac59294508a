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
    LocalDaysOutlooks localOutlooks,
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

    /// <summary>All local days that wait for a second person; oldest year first.</summary>
    public async Task<IReadOnlyList<WaitingLocalDaysSheet>> WaitingLocalDaysAsync(CancellationToken cancellation) =>
        [.. (await entries.WaitingLocalDaysAsync(cancellation)).Select(WaitingLocalDaysSheet.Of)];

    /// <summary>Says what local days would move. Refuses what entering them would be refused for; enters nothing.</summary>
    public async Task<ErrorOr<LocalDaysKept>> LookAsync(KeepLocalDays days, CancellationToken cancellation)
    {
        var outlook = await localOutlooks.OfAsync(days, cancellation);
        if (outlook.IsError)
            return outlook.Errors;
        var moves = await preview.OfAsync(days, outlook.Value.Bodies, cancellation);
        return new LocalDaysKept(days.Year, outlook.Value.Bodies, outlook.Value.IsInForce, null, moves);
    }

    public async Task<ErrorOr<LocalDaysKept>> KeepAsync(KeepLocalDays days, Act act, CancellationToken cancellation)
    {
        var look = await LookAsync(days, cancellation);
        if (look.IsError)
            return look.Errors;
        var entered = await localDays.HandleAsync(days, act, cancellation);
        if (entered.IsError)
            return entered.Errors;
        if (entered.Value.InForce)
            await recount.RunOnceAsync(cancellation);
        return look.Value with { Areas = entered.Value.Bodies, InForce = entered.Value.InForce, EnteredBy = entered.Value.EnteredBy };
    }
}
