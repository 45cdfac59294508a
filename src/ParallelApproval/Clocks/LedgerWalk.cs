using ErrorOr;
using ParallelApproval.Calendars;

namespace ParallelApproval.Clocks;

/// <summary>
/// Walks the days of a clock as its ledger and a calendar have them. What begins after the limit has passed is never reached by the walk:
/// a stop or an extension that is too late changes nothing (行政许可法 art. 42 and 45 speak of a limit that runs).
/// </summary>
internal sealed class LedgerWalk
{
    private readonly Clock _clock;
    private readonly WorkingCalendar _calendar;
    private readonly IReadOnlyList<IdleDays> _idle;
    private readonly List<DaySpan> _spans = [];
    private readonly Queue<LedgerEntry> _extensions;

    private LedgerWalk(Clock clock, WorkingCalendar calendar, IReadOnlyList<IdleDays> idle, int after)
    {
        (_clock, _calendar, _idle) = (clock, calendar, idle);
        _extensions = new(clock.Ledger.Where(line => line.Kind is LedgerEntryKind.Extended && line.Sequence > after));
    }

    /// <summary>The walk from the start of the clock; refused as <c>calendar_year_missing</c> when the calendar does not reach far enough.</summary>
    /// <param name="isKept">Whether dates that were told in writing are kept, or budget, stops and calendar alone are asked.</param>
    public static ErrorOr<DayWalk> Of(Clock clock, WorkingCalendar calendar, bool isKept = true)
    {
        var idle = IdleDays.Of(calendar, clock.Ledger);
        if (idle.IsError)
            return idle.Errors;
        // Lines of old were kept as a number of days instead of a date.
        var kept = clock.Ledger.Where(line => line is { Kind: LedgerEntryKind.Recounted, DueThen: null }).Sum(line => line.Days);
        var walk = new LedgerWalk(clock, calendar, idle.Value, 0).Walk(clock.StartedOn, clock.BudgetDays + kept);
        if (walk.IsError)
            return walk.Errors;
        // Every recount tells the date that held then: the last of them speaks for all before.
        var last = clock.Ledger.LastOrDefault(line => line is { Kind: LedgerEntryKind.Recounted, DueThen: not null });
        foreach (var line in isKept ? clock.Ledger : [])
        {
            var later = line switch
            {
                { Kind: LedgerEntryKind.Recounted, DueThen: { } told } when line == last => Keep(
                    clock,
                    calendar,
                    idle.Value,
                    walk.Value,
                    line,
                    told
                ),
                { Kind: LedgerEntryKind.Passed, DueThen: { } passed } => EndAt(walk.Value, passed, line, calendar),
                _ => walk,
            };
            if (later.IsError)
                return later.Errors;
            walk = later;
            if (line.Kind is LedgerEntryKind.Passed)
                break;
        }

        return walk;
    }

    /// <summary>How many days count after <paramref name="from"/> up to <paramref name="to"/>, as the ledger had it before that line.</summary>
    private static ErrorOr<int> CountBetween(Clock clock, WorkingCalendar calendar, DateOnly from, DateOnly to, int before)
    {
        var idle = IdleDays.Of(calendar, [.. clock.Ledger.Where(line => line.Sequence < before)]);
        if (idle.IsError)
            return idle.Errors;
        var count = 0;
        for (var day = from.AddDays(1); day <= to; day = day.AddDays(1))
        {
            var works = calendar.IsWorkingDay(day);
            if (works.IsError)
                return works.Errors;
            if (works.Value && !idle.Value.Any(span => span.Covers(day)))
                count++;
        }

        return count;
    }

    // A date told in writing stands like a clock of its own: from the day of the recount it has as many days as were left until that date,
    // and what happens afterwards happens to it as well.
    private static ErrorOr<DayWalk> Keep(
        Clock clock,
        WorkingCalendar calendar,
        IReadOnlyList<IdleDays> idle,
        DayWalk walk,
        LedgerEntry line,
        DateOnly told
    )
    {
        var left = CountBetween(clock, calendar, line.On, told, line.Sequence);
        if (left.IsError)
            return left.Errors;
        // A told date that is free by the new calendar moves to the next working day, as any last day does.
        var works = calendar.IsWorkingDay(told);
        if (works.IsError)
            return works.Errors;
        var kept = new LedgerWalk(clock, calendar, idle, line.Sequence).Walk(line.On, left.Value + (works.Value ? 0 : 1));
        if (kept.IsError)
            return kept.Errors;
        if (kept.Value.Due < walk.Due || kept.Value.CountedAfter(line.On) <= walk.CountedAfter(line.On))
            return walk;
        var own = walk.Counted.LastOrDefault(walk.Start);
        var spans = walk
            .Spans.SelectMany(span => Part(span, walk.Start, line.On))
            .Concat(RunOut())
            .Concat(kept.Value.Spans.SelectMany(span => Part(span, line.On.AddDays(1), own > line.On ? own : line.On)))
            .Concat(
                kept.Value.Spans.SelectMany(span => Part(span, (own > line.On ? own : line.On).AddDays(1), kept.Value.Due))
                    .Select(span => span.Fate is DayFate.Counted ? span with { Fate = DayFate.Kept, Line = span.Line ?? line } : span)
            );
        return walk with { Due = kept.Value.Due, Spans = [.. spans], IsProvisional = walk.IsProvisional || kept.Value.IsProvisional };

        // By the new calendar the days had run out before it came into force.
        IEnumerable<DaySpan> RunOut()
        {
            if (walk.Due < line.On && calendar.WorkingDaysBetween(walk.Due, line.On) is { IsError: false } days)
                yield return new(walk.Due.AddDays(1), line.On, DayFate.LastDay, days.Value, null, line);
        }

        IEnumerable<DaySpan> Part(DaySpan span, DateOnly from, DateOnly to)
        {
            var (first, last) = (span.From > from ? span.From : from, span.To < to ? span.To : to);
            if (first > last)
                yield break;
            var days = calendar.WorkingDaysBetween(first.AddDays(-1), last);
            yield return span with
            {
                From = first,
                To = last,
                WorkingDays = span.Fate is DayFate.Start || days.IsError ? span.WorkingDays : days.Value,
            };
        }
    }

    /// <summary>The walk of a clock that ended by an earlier calendar: its last day stays the one that was in force then.</summary>
    public static ErrorOr<DayWalk> OfEnded(Clock clock, WorkingCalendar calendar) =>
        Of(clock, calendar).Then(walk => walk.Due == clock.DueOn ? walk : EndAt(walk, clock.DueOn, null, calendar));

    // The limit had passed when the calendar changed, or its matter was settled: it stays the day that it was.
    private static ErrorOr<DayWalk> EndAt(DayWalk walk, DateOnly passed, LedgerEntry? line, WorkingCalendar calendar)
    {
        var spans = walk
            .Spans.Where(span => span.From <= passed)
            .Select(span =>
                span.To <= passed
                    ? span
                    : span with
                    {
                        To = passed,
                        WorkingDays = Math.Min(span.WorkingDays, passed.DayNumber - span.From.DayNumber + 1),
                    }
            )
            .ToList();
        if (walk.Due < passed)
        {
            var days = calendar.WorkingDaysBetween(walk.Due, passed);
            if (days.IsError)
                return days.Errors;
            spans.Add(new(walk.Due.AddDays(1), passed, DayFate.LastDay, days.Value, null, line));
        }

        return walk with
        {
            Due = passed,
            Spans = spans,
        };
    }

    private ErrorOr<DayWalk> Walk(DateOnly start, int budget)
    {
        var (day, left, isStart) = (start, budget, true);
        LedgerEntry? grant = null;
        Add(start, DayFate.Start, works: false, null, null);
        while (true)
        {
            while (left > 0)
            {
                day = day.AddDays(1);
                var counted = Pass(day, grant);
                if (counted.IsError)
                    return counted.Errors;
                if (counted.Value)
                    left--;
                isStart = false;
            }

            if (_extensions.TryPeek(out var extension) && (extension.On <= day || IsOnRecord(extension)) && IsInTime(extension, day))
            {
                _extensions.Dequeue();
                // Entered in time as the limit stood then, though by the calendar of today it had run out some days before.
                if (extension.On > day && SkipTo(extension.On, ref day, extension) is { IsError: true } unknown)
                    return unknown.Errors;
                (left, grant) = (extension.Days, extension);
                continue;
            }

            if (
                _idle.FirstOrDefault(span => span.After <= day && day < span.Last && (span.After < day || IsInTime(span.Line, day))) is
                { } idle
            )
            {
                while (day < idle.Last)
                {
                    day = day.AddDays(1);
                    if (Pass(day, null) is { IsError: true } unknown)
                        return unknown.Errors;
                }

                continue;
            }

            // It ended when the office had closed: its last day gave nobody the time to act.
            if (_idle.Any(span => span.EndsAfterClosing && span.Last == day && (span.After < day || IsInTime(span.Line, day))))
            {
                if (RollOn(ref day) is { IsError: true } closed)
                    return closed.Errors;
                continue;
            }

            var works = _calendar.IsWorkingDay(day);
            if (works.IsError)
                return works.Errors;
            if (!works.Value)
            {
                if (RollOn(ref day) is { IsError: true } unknown)
                    return unknown.Errors;
                isStart = false;
                continue;
            }

            if (_idle.Where(span => span.After > day && IsOnRecord(span.Line)).MinBy(span => span.After) is { } later)
            {
                if (SkipTo(later.After, ref day, later.Line) is { IsError: true } unknown)
                    return unknown.Errors;
                continue;
            }

            var isProvisional = false;
            for (var year = isStart ? day.Year : start.AddDays(1).Year; year <= day.Year; year++)
                isProvisional |= _calendar.StatusOf(year) is CalendarYearStatus.Provisional;
            return new DayWalk(start, day, _spans, isProvisional);
        }
    }

    // Told by the line itself: the limit had not passed when it was entered, whatever calendar holds today.
    private bool IsOnRecord(LedgerEntry line) => line.DueThen is { } then && line.EnteredAt <= _clock.EndOf(then);

    private bool IsInTime(LedgerEntry line, DateOnly due) => line.DueThen is null ? line.EnteredAt <= _clock.EndOf(due) : IsOnRecord(line);

    private ErrorOr<Success> SkipTo(DateOnly to, ref DateOnly day, LedgerEntry line)
    {
        var days = _calendar.WorkingDaysBetween(day, to);
        if (days.IsError)
            return days.Errors;
        _spans.Add(new(day.AddDays(1), to, DayFate.LastDay, days.Value, null, line));
        day = to;
        return Result.Success;
    }

    // The limit would end on a day on which nobody can act any more: it ends with the next working day, unless something has begun meanwhile.
    private ErrorOr<Success> RollOn(ref DateOnly day)
    {
        day = day.AddDays(1);
        var works = _calendar.IsWorkingDay(day);
        if (works.IsError)
            return works.Errors;
        if (works.Value && !_idle.Any(Covers(day)))
        {
            Add(day, DayFate.LastDay, works: true, null, null);
            return Result.Success;
        }

        var passed = Pass(day, null);
        return passed.IsError ? passed.Errors : Result.Success;
    }

    private static Func<IdleDays, bool> Covers(DateOnly day) => span => span.Covers(day);

    /// <summary>Notes what becomes of the day; true when it counts.</summary>
    private ErrorOr<bool> Pass(DateOnly day, LedgerEntry? grant)
    {
        var works = _calendar.IsWorkingDay(day);
        if (works.IsError)
            return works.Errors;
        if (_idle.FirstOrDefault(Covers(day)) is { } idle)
        {
            Add(day, idle.Line.Kind is LedgerEntryKind.HeldUp ? DayFate.HeldUp : DayFate.Stopped, works.Value, null, idle.Line);
            return false;
        }

        if (works.Value)
        {
            Add(day, DayFate.Counted, works: true, null, grant);
            return true;
        }

        var reason = _calendar.AddWorkingDays(day, 0);
        if (reason.IsError)
            return reason.Errors;
        var left = reason.Value.LeftOut[0];
        Add(
            day,
            left.Reason switch
            {
                LeftOutReason.Weekend => DayFate.Weekend,
                LeftOutReason.Local => DayFate.LocalDay,
                _ => DayFate.Holiday,
            },
            works: false,
            left.Name,
            null
        );
        return false;
    }

    private void Add(DateOnly day, DayFate fate, bool works, string? name, LedgerEntry? line)
    {
        var more = works ? 1 : 0;
        if (_spans is [.., var last] && last.Fate == fate && last.Fate is not DayFate.Start && last.Name == name && last.Line == line)
            _spans[^1] = last with { To = day, WorkingDays = last.WorkingDays + more };
        else
            _spans.Add(new(day, day, fate, more, name, line));
    }
}

/// <summary>Days on which a clock does not count, because it is stopped or held up.</summary>
/// <param name="After">The day on which it began: the last that counted.</param>
/// <param name="Last">The last day left out: the day of its end, or, while it is open, the planned one.</param>
/// <param name="Line">The line of the ledger with which it began.</param>
/// <param name="IsOpen">It has not ended.</param>
/// <param name="EndsAfterClosing">It was ended before its time, on a day on which the office had closed.</param>
internal sealed record IdleDays(DateOnly After, DateOnly Last, LedgerEntry Line, bool IsOpen, bool EndsAfterClosing)
{
    public bool Covers(DateOnly day) => After < day && day <= Last;

    /// <summary>The stops and hold-ups that these lines tell of, in the order in which they began.</summary>
    public static ErrorOr<IReadOnlyList<IdleDays>> Of(WorkingCalendar calendar, IReadOnlyList<LedgerEntry> ledger)
    {
        List<IdleDays>? idle = null;
        foreach (var line in ledger)
        {
            if (EndOf(line.Kind) is not { } end)
                continue;
            var close = ledger.FirstOrDefault(later => later.Sequence > line.Sequence && later.Kind == end);
            var planned = calendar.AddWorkingDays(line.On, line.Days);
            if (planned.IsError)
                return planned.Errors;
            var last = close?.On ?? planned.Value.Due;
            (idle ??= []).Add(
                new(line.On, last, line, close is null, last < planned.Value.Due && close!.EnteredAt >= OfficeHours.Standard.Close(last))
            );
        }

        return idle ?? (ErrorOr<IReadOnlyList<IdleDays>>)Array.Empty<IdleDays>();
    }

    private static LedgerEntryKind? EndOf(LedgerEntryKind kind) =>
        kind switch
        {
            LedgerEntryKind.Stopped => LedgerEntryKind.Resumed,
            LedgerEntryKind.HeldUp => LedgerEntryKind.Released,
            _ => null,
        };
}
