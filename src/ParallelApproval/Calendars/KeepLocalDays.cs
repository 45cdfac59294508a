using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;

namespace ParallelApproval.Calendars;

/// <summary>
/// 地方性放假与特殊工作日: the days of one year that a body and all bodies below it keep differently from the country. They take the place of those
/// kept before; open due dates of these bodies are computed anew, by the same rules as for a new notice.
/// </summary>
/// <param name="Area">Code of a department, street or community, or <c>*</c> for the whole district.</param>
/// <param name="Basis">The document that orders it: its number.</param>
public sealed record KeepLocalDays(int Year, string Area, IReadOnlyList<LocalDayEntry> Days, string Basis);

/// <summary>Local days took the place of those kept before.</summary>
public sealed record LocalDaysReplaced(int Year, string Area, DateOnly[] Days, string Basis) : HouseEvent;

/// <summary>One local day.</summary>
public sealed record LocalDayEntry(DateOnly Date, bool IsWorking, string Reason);

internal sealed class KeepLocalDaysValidator : AbstractValidator<KeepLocalDays>
{
    private const int MostDays = 366;
    private const int LongestReason = 100;

    public KeepLocalDaysValidator()
    {
        RuleFor(command => command.Area).IsCode();
        RuleFor(command => command.Basis).Refuses((basis, place) => IsSaid(basis) ? null : Missing(place.Field)).IsLine(LongestReason);
        RuleFor(command => command.Days).HasAtMost(MostDays);
        RuleFor(command => command).RefusesAll((command, _) => Days(command));
        RuleForEach(command => command.Days)
            .ChildRules(day =>
                day.RuleFor(one => one.Reason)
                    .Refuses((reason, place) => IsSaid(reason) ? null : Missing(place.Field))
                    .IsLine(LongestReason)
            );
    }

    private static bool IsSaid(string? text) => !string.IsNullOrWhiteSpace(text) && text.Length <= LongestReason;

    private static IEnumerable<Error> Days(KeepLocalDays command)
    {
        var seen = new HashSet<DateOnly>();
        foreach (var (at, day) in command.Days.Index())
        {
            if (day.Date.Year != command.Year)
                yield return OfOtherYear(at, command.Year, day.Date);
            if (!seen.Add(day.Date))
                yield return Twice(at, day.Date);
        }
    }

    private static Error OfOtherYear(int at, int year, DateOnly date) =>
        Refusal.Input($"days[{at}].date", RefusalCode.LocalDayOfOtherYear, ("year", year), ("date", date));

    private static Error Twice(int at, DateOnly date) => Refusal.Input($"days[{at}].date", RefusalCode.LocalDayTwice, ("date", date));

    private static Error Missing(string field) => Refusal.Input(field, RefusalCode.LocalDayWithoutReason, ("limit", LongestReason));
}

/// <inheritdoc cref="KeepLocalDays"/>
public sealed class KeepLocalDaysHandler(HouseStore house, TimeProvider time) : Handler<KeepLocalDays, IReadOnlyList<string>>
{
    /// <summary>Refuses an unknown body, a day of another year, a day twice, a change of a day before today, and a reason or basis that is missing.</summary>
    /// <returns>The bodies that now keep these days.</returns>
    protected override Task<ErrorOr<IReadOnlyList<string>>> CarryOutAsync(KeepLocalDays command, Act act, CancellationToken cancellation) =>
        house.ActAsync(act, db => KeepAsync(db, command, act.Today, cancellation), cancellation, oneAtATime: "local-days");

    private async Task<ErrorOr<Entry<IReadOnlyList<string>>>> KeepAsync(
        ApprovalDbContext db,
        KeepLocalDays command,
        DateOnly today,
        CancellationToken cancellation
    )
    {
        var bodies = await BodiesOfArea.ReadAsync(db, command.Area, cancellation);
        if (bodies.Count == 0)
            return UnknownArea(command.Area);
        if (await FirstPastChangeAsync(db, command, bodies, today, cancellation) is { } past)
            return Refusal.Input("days", RefusalCode.LocalDayPast, ("date", past), ("today", today));
        await ReplaceAsync(db, command, bodies, cancellation);
        await AskForRecountAsync(db, command, cancellation);
        var happened = new LocalDaysReplaced(command.Year, command.Area, [.. command.Days.Select(day => day.Date)], command.Basis.Trim());
        return new Entry<IReadOnlyList<string>>(bodies, happened) { Registers = [CalendarRegister.Name] };
    }

    // What has been counted stays counted: a past day that was kept may be stated again as it is, and nothing else.
    private static async Task<DateOnly?> FirstPastChangeAsync(
        ApprovalDbContext db,
        KeepLocalDays command,
        List<string> bodies,
        DateOnly today,
        CancellationToken cancellation
    )
    {
        var first = new DateOnly(command.Year, 1, 1);
        var held = await db.Set<LocalDay>()
            .AsNoTracking()
            .Where(day => bodies.Contains(day.Area) && day.Date >= first && day.Date < today && day.Date.Year == command.Year)
            .ToListAsync(cancellation);
        var wanted = command.Days.Where(day => day.Date < today).Select(day => (day.Date, day.IsWorking)).ToHashSet();
        return bodies
            .SelectMany(body =>
            {
                var changed = held.Where(day => day.Area == body).Select(day => (day.Date, day.IsWorking)).ToHashSet();
                changed.SymmetricExceptWith(wanted);
                return changed;
            })
            .Select(day => (DateOnly?)day.Date)
            .Min();
    }

    private static async Task ReplaceAsync(ApprovalDbContext db, KeepLocalDays command, List<string> bodies, CancellationToken cancellation)
    {
        var (first, last) = (new DateOnly(command.Year, 1, 1), new DateOnly(command.Year, 12, 31));
        await db.Set<LocalDay>()
            .Where(day => bodies.Contains(day.Area) && day.Date >= first && day.Date <= last)
            .ExecuteDeleteAsync(cancellation);
        db.AddRange(bodies.SelectMany(body => command.Days.Select(day => new LocalDay(body, day.Date, day.IsWorking, day.Reason.Trim()))));
    }

    private async Task AskForRecountAsync(ApprovalDbContext db, KeepLocalDays command, CancellationToken cancellation)
    {
        if (await db.Set<CalendarRecount>().SingleOrDefaultAsync(row => row.Year == command.Year, cancellation) is { } waiting)
            (waiting.NoticeNumber, waiting.AskedAt) = (command.Basis.Trim(), time.GetUtcNow());
        else
            db.Add(
                new CalendarRecount
                {
                    Year = command.Year,
                    NoticeNumber = command.Basis.Trim(),
                    AskedAt = time.GetUtcNow(),
                }
            );
    }

    private static Error UnknownArea(string area) => Refusal.Input("area", RefusalCode.AreaUnknown, ("area", area));
}
