using System.Text.Json;
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
        RuleFor(command => command.Year).RefusesAll((year, _) => year.Check().ErrorsOrEmptyList);
        RuleFor(command => command.Year.NoticeNumber).IsLine(TextLengths.Line).OverridePropertyName("noticeNumber");
        RuleFor(command => command.Year.Holidays).HasAtMost(TextLengths.List).OverridePropertyName("holidays");
        RuleForEach(command => command.Year.Holidays)
            .ChildRules(holiday => holiday.RuleFor(day => day.Name).IsName())
            .OverridePropertyName("holidays");
        RuleFor(command => command.Year.MakeUpDays).HasAtMost(TextLengths.List).OverridePropertyName("makeUpDays");
    }
}

/// <summary>
/// A year comes into force when two persons have entered the same days, each from the paper: a wrong day would make every due date wrong.
/// Whoever enters something else takes the place of the first and waits for a second. Refuses what <see cref="CalendarYear.Check"/>
/// refuses, and a published year that would become provisional again (<c>calendar_year_unpublished</c>).
/// </summary>
public sealed class ImportCalendarYearHandler(HouseStore house, TimeProvider time) : Handler<ImportCalendarYear, CalendarImport>
{
    protected override Task<ErrorOr<CalendarImport>> CarryOutAsync(ImportCalendarYear command, Act act, CancellationToken cancellation) =>
        house.ActAsync(
            act,
            db => EnterAsync(db, command.Year with { ConfirmedBy = null }, act, cancellation),
            cancellation,
            oneAtATime: "calendar-years"
        );

    private async Task<ErrorOr<Entry<CalendarImport>>> EnterAsync(
        ApprovalDbContext db,
        CalendarYear year,
        Act act,
        CancellationToken cancellation
    )
    {
        var held = await db.Set<CalendarYear>().SingleOrDefaultAsync(row => row.Year == year.Year, cancellation);
        if (held?.Status == CalendarYearStatus.Published && year.Status != CalendarYearStatus.Published)
            return Unpublished(year.Year);
        var first = await db.Set<CalendarEntry>().SingleOrDefaultAsync(row => row.Year == year.Year, cancellation);
        var import =
            first is not null && first.EnteredBy != act.UserName && first.Holds(year)
                ? await PutInForceAsync(db, year, held, first, act.UserName, cancellation)
                : Wait(db, year, first, act.UserName);
        return new Entry<CalendarImport>(import, new CalendarYearEntered(year.Year, year.NoticeNumber, import.InForce))
        {
            Registers = import.InForce ? [CalendarRegister.Name] : [],
        };
    }

    private async Task<CalendarImport> PutInForceAsync(
        ApprovalDbContext db,
        CalendarYear year,
        CalendarYear? held,
        CalendarEntry first,
        string userName,
        CancellationToken cancellation
    )
    {
        var confirmed = year with { ConfirmedBy = userName };
        if (held is null)
            db.Add(confirmed);
        else
            db.Entry(held).CurrentValues.SetValues(confirmed);
        db.Remove(first);
        if (await db.Set<CalendarRecount>().SingleOrDefaultAsync(row => row.Year == year.Year, cancellation) is { } waiting)
            (waiting.NoticeNumber, waiting.AskedAt) = (year.NoticeNumber, time.GetUtcNow());
        else
            db.Add(
                new CalendarRecount
                {
                    Year = year.Year,
                    NoticeNumber = year.NoticeNumber,
                    AskedAt = time.GetUtcNow(),
                }
            );
        return new(year.Year, InForce: true, first.EnteredBy);
    }

    private CalendarImport Wait(ApprovalDbContext db, CalendarYear year, CalendarEntry? former, string userName)
    {
        var entry = CalendarEntry.Of(year, userName, time.GetUtcNow());
        if (former is null)
            db.Add(entry);
        else
            db.Entry(former).CurrentValues.SetValues(entry);
        return new(year.Year, InForce: false, userName);
    }

    private static Error Unpublished(int year) => Refusal.Conflict(RefusalCode.CalendarYearUnpublished, ("year", year));
}

/// <summary>A year as one person entered it, until a second one enters the same.</summary>
internal sealed record CalendarEntry(int Year, string Content, string EnteredBy, DateTimeOffset EnteredAt)
{
    public static CalendarEntry Of(CalendarYear year, string userName, DateTimeOffset now) =>
        new(year.Year, JsonSerializer.Serialize(year, HouseJson.Options), userName, now);

    public bool Holds(CalendarYear year) => JsonSerializer.Deserialize<CalendarYear>(Content, HouseJson.Options)!.HasSameDaysAs(year);
}
