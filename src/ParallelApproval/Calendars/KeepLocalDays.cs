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
/// 地方性放假与特殊工作日: an administrator enters the days of one year that a body and all bodies below it keep differently from the country.
/// They take the place of those kept before; open due dates of these bodies are computed anew, by the same rules as for a new notice.
/// </summary>
/// <param name="Area">Code of a department, street or community, or <c>*</c> for the whole district.</param>
/// <param name="Basis">The document that orders it: its number.</param>
public sealed record KeepLocalDays(int Year, string Area, IReadOnlyList<LocalDayEntry> Days, string Basis);

/// <summary>A person entered local days; they are in force when a second one enters the same.</summary>
public sealed record LocalDaysProposed(int Year, string Area, LocalDayEntry[] Days, string Basis) : HouseEvent;

/// <summary>Local days took the place of those kept before: the second person entered the same.</summary>
public sealed record LocalDaysReplaced(int Year, string Area, DateOnly[] Days, string Basis) : HouseEvent;

/// <summary>One local day.</summary>
public sealed record LocalDayEntry(DateOnly Date, bool IsWorking, string Reason);

/// <summary>What became of local days that were entered.</summary>
/// <param name="Bodies">The bodies that keep them, or will once a second person has entered the same.</param>
/// <param name="InForce">False while a second person has yet to enter the same.</param>
/// <param name="EnteredBy">Who entered them first.</param>
public sealed record LocalDaysEntered(IReadOnlyList<string> Bodies, bool InForce, string EnteredBy);

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

/// <summary>
/// Local days come into force when two persons have entered the same days under the same document. Whoever enters something else takes the
/// place of the first and waits for a second. Refuses an unknown body, a day of another year, a day twice, a reason or basis that is
/// missing,
/// and what <see cref="LocalDaysOutlooks"/> refuses: the day is looked at again when the second person enters it.
/// </summary>
public sealed class KeepLocalDaysHandler(HouseStore house, IEnumerable<ICountDays> counts) : Handler<KeepLocalDays, LocalDaysEntered>
{
    protected override Task<ErrorOr<LocalDaysEntered>> CarryOutAsync(KeepLocalDays command, Act act, CancellationToken cancellation) =>
        house.ActAsync(act, db => EnterAsync(db, command, act, cancellation), cancellation, oneAtATime: "local-days");

    private async Task<ErrorOr<Entry<LocalDaysEntered>>> EnterAsync(
        ApprovalDbContext db,
        KeepLocalDays command,
        Act act,
        CancellationToken cancellation
    )
    {
        var read = await LocalDaysOutlooks.OfAsync(db, command, counts, act.At, cancellation);
        if (read.IsError)
            return read.Errors;
        var outlook = read.Value;
        var first = await db.Set<CalendarEntry>()
            .SingleOrDefaultAsync(row => row.Year == command.Year && row.Area == command.Area, cancellation);
        if (outlook.IsInForce && first is null)
            return new Entry<LocalDaysEntered>(new(outlook.Bodies, InForce: true, act.UserName), []);
        if (first is null || first.EnteredBy == act.UserName || !first.Holds(command))
        {
            CalendarEntry.Put(db, first, CalendarEntry.Of(command, act));
            return new Entry<LocalDaysEntered>(
                new(outlook.Bodies, InForce: false, act.UserName),
                new LocalDaysProposed(command.Year, command.Area, [.. command.Days], command.Basis.Trim())
            );
        }

        db.Remove(first);
        await ReplaceAsync(db, command, outlook.Bodies, cancellation);
        await CalendarRecount.AskAsync(db, command.Year, command.Basis.Trim(), act.At, cancellation);
        var happened = new LocalDaysReplaced(command.Year, command.Area, [.. command.Days.Select(day => day.Date)], command.Basis.Trim());
        return new Entry<LocalDaysEntered>(new(outlook.Bodies, InForce: true, first.EnteredBy), happened)
        {
            Registers = [CalendarRegister.Name],
        };
    }

    private static async Task ReplaceAsync(
        ApprovalDbContext db,
        KeepLocalDays command,
        IReadOnlyList<string> bodies,
        CancellationToken cancellation
    )
    {
        var (first, last) = (new DateOnly(command.Year, 1, 1), new DateOnly(command.Year, 12, 31));
        await db.Set<LocalDay>()
            .Where(day => bodies.Contains(day.Area) && day.Date >= first && day.Date <= last)
            .ExecuteDeleteAsync(cancellation);
        db.AddRange(bodies.SelectMany(body => command.Days.Select(day => new LocalDay(body, day.Date, day.IsWorking, day.Reason.Trim()))));
    }
}
