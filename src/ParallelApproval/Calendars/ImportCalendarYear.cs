using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Refusals;

namespace ParallelApproval.Calendars;

/// <summary>An administrator enters the days of a year from the State Council's notice (导入节假日安排).</summary>
/// <param name="Year">The days as he reads them.</param>
public sealed record ImportCalendarYear(CalendarYear Year);

/// <summary>A person entered a year; in force when it was the second who entered the same.</summary>
public sealed record CalendarYearEntered(int Year, string? NoticeNumber, bool InForce) : HouseEvent;

/// <summary>What became of an entry.</summary>
/// <param name="InForce">False while a second person has yet to enter the same.</param>
/// <param name="EnteredBy">Who entered it first.</param>
public sealed record CalendarImport(int Year, bool InForce, string EnteredBy);

internal sealed class ImportCalendarYearValidator : AbstractValidator<ImportCalendarYear>
{
    public ImportCalendarYearValidator()
    {
        RuleFor(command => command.Year).RefusesAll((year, _) => year.Completed().Check().ErrorsOrEmptyList);
        RuleFor(command => command.Year.NoticeNumber).IsLine(TextLengths.Line).OverridePropertyName("noticeNumber");
        RuleFor(command => command.Year.Amends).IsLine(TextLengths.Line).OverridePropertyName("amends");
        RuleFor(command => command.Year.Holidays).HasAtMost(TextLengths.List).OverridePropertyName("holidays");
        RuleForEach(command => command.Year.Holidays)
            .ChildRules(holiday => holiday.RuleFor(day => day.Name).IsName())
            .OverridePropertyName("holidays");
        RuleFor(command => command.Year.MakeUpDays).HasAtMost(TextLengths.List).OverridePropertyName("makeUpDays");
    }
}

/// <summary>
/// A year comes into force when two persons have entered the same days, each from the paper: a wrong day would make every due date wrong.
/// Whoever enters something else takes the place of the first and waits for a second. A provisional year is completed by the days that are
/// free by law; a notice that does not name the whole year amends the one in force. Refuses what <see cref="CalendarYear.Check"/> refuses, a
/// published year that would become provisional again (<c>calendar_year_unpublished</c>), and other days under the number of a notice that
/// is in force unless it is said to amend it (<c>calendar_notice_differs</c>).
/// </summary>
public sealed class ImportCalendarYearHandler(HouseStore house) : Handler<ImportCalendarYear, CalendarImport>
{
    protected override Task<ErrorOr<CalendarImport>> CarryOutAsync(ImportCalendarYear command, Act act, CancellationToken cancellation) =>
        house.ActAsync(
            act,
            db => EnterAsync(db, command.Year with { ConfirmedBy = null }, act, cancellation),
            cancellation,
            oneAtATime: "calendar-years"
        );

    private static async Task<ErrorOr<Entry<CalendarImport>>> EnterAsync(
        ApprovalDbContext db,
        CalendarYear notice,
        Act act,
        CancellationToken cancellation
    )
    {
        var read = await CalendarOutlooks.OfAsync(db, notice, cancellation);
        if (read.IsError)
            return read.Errors;
        var outlook = read.Value;
        var year = outlook.Entered;
        if (outlook.IsInForce)
            return new Entry<CalendarImport>(new(year.Year, InForce: true, outlook.Held?.ConfirmedBy ?? act.UserName), []);
        var first = await db.Set<CalendarEntry>()
            .SingleOrDefaultAsync(row => row.Year == year.Year && row.Area == CalendarEntry.Country, cancellation);
        var import =
            first is not null && first.EnteredBy != act.UserName && first.Holds(year)
                ? await PutInForceAsync(db, outlook, first, act, cancellation)
                : Wait(db, year, first, act);
        return new Entry<CalendarImport>(import, new CalendarYearEntered(year.Year, year.NoticeNumber, import.InForce))
        {
            Registers = import.InForce ? [CalendarRegister.Name] : [],
        };
    }

    private static async Task<CalendarImport> PutInForceAsync(
        ApprovalDbContext db,
        CalendarOutlook outlook,
        CalendarEntry first,
        Act act,
        CancellationToken cancellation
    )
    {
        var year = outlook.Entered.Year;
        await KeepWhatCameWithTheProductAsync(db, year, cancellation);
        var sequence = await db.Set<CalendarNotice>().Where(row => row.Year == year).MaxAsync(row => (int?)row.Sequence, cancellation) ?? 0;
        var notice = CalendarNotice.Of(outlook.Entered with { ConfirmedBy = act.UserName }, sequence + 1, first.EnteredBy, act.At);
        db.Add(notice);
        db.Remove(first);
        foreach (var changed in outlook.Years)
        {
            var days = changed.Year == year ? changed with { ConfirmedBy = act.UserName } : changed;
            if (await db.Set<CalendarYear>().SingleOrDefaultAsync(row => row.Year == changed.Year, cancellation) is { } held)
                db.Entry(held).CurrentValues.SetValues(days);
            else
                db.Add(days);
            await CalendarRecount.AskAsync(db, changed.Year, outlook.Entered.NoticeNumber, act.At, cancellation);
        }

        return new(year, InForce: true, first.EnteredBy);
    }

    // A year that came with the product is its own first notice; it becomes a row before another one is laid over it.
    private static async Task KeepWhatCameWithTheProductAsync(ApprovalDbContext db, int year, CancellationToken cancellation)
    {
        var (notices, _) = await CalendarOutlooks.ReadAsync(db, year, cancellation);
        var held = await db.Set<CalendarNotice>().Where(row => row.Sequence == 0).Select(row => row.Year).ToListAsync(cancellation);
        db.AddRange(notices.Where(notice => notice.Sequence == 0 && !held.Contains(notice.Year)));
    }

    private static CalendarImport Wait(ApprovalDbContext db, CalendarYear year, CalendarEntry? former, Act act)
    {
        CalendarEntry.Put(db, former, CalendarEntry.Of(year, act));
        return new(year.Year, InForce: false, act.UserName);
    }
}
