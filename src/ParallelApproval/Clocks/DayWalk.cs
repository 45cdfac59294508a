using ParallelApproval.Calendars;

namespace ParallelApproval.Clocks;

/// <summary>What becomes of a day of a limit: it is counted, or left out, and why.</summary>
public enum DayFate
{
    /// <summary>The day on which the clock was started; it does not count (民法典 art. 201, by analogy).</summary>
    Start,

    /// <summary>计入: a working day of the budget, or of an extension.</summary>
    Counted,

    /// <summary>周末.</summary>
    Weekend,

    /// <summary>法定节假日或调休放假.</summary>
    Holiday,

    /// <summary>地方性假日: a day that the area itself keeps free.</summary>
    LocalDay,

    /// <summary>停止计时: a special procedure ran, or another lawful ground.</summary>
    Stopped,

    /// <summary>前置停止: a branch whose result is waited for stood still on a lawful ground.</summary>
    HeldUp,

    /// <summary>保留原告知日期: a working day that only counts because a date told in writing never moves earlier.</summary>
    Kept,

    /// <summary>The days had run out when a stop began, or when the limit fell onto a free day: the limit ends with this day.</summary>
    LastDay,
}

/// <summary>Days that follow each other and share one fate.</summary>
/// <param name="From">The first of them.</param>
/// <param name="To">The last of them, included.</param>
/// <param name="WorkingDays">How many of them are working days of the clock's calendar.</param>
/// <param name="Name">The Chinese name of the holiday, or the reason of the local day; null for the others.</param>
/// <param name="Line">
/// The line of the ledger by which it is so: the stop with its ground, the extension that grants these days, the recount that keeps them;
/// null where budget and calendar alone say so.
/// </param>
public sealed record DaySpan(DateOnly From, DateOnly To, DayFate Fate, int WorkingDays, string? Name = null, LedgerEntry? Line = null)
{
    /// <summary>Whether these are days that somebody had for the matter.</summary>
    public bool IsCounted => Fate is DayFate.Counted or DayFate.Kept;
}

/// <summary>
/// The days of a clock, one after another, from its start to the day on which its limit ends (逐日计算): each is counted, or left out with its
/// reason. The due day, what is left, the warnings and every explanation are read from this one walk.
/// </summary>
/// <param name="Start">The day on which the clock was started.</param>
/// <param name="Due">The last day in time.</param>
/// <param name="Spans">All days from <paramref name="Start"/> to <paramref name="Due"/>, without gap.</param>
/// <param name="IsProvisional">暂定: a day of a year was asked whose holiday notice is not out.</param>
public sealed record DayWalk(DateOnly Start, DateOnly Due, IReadOnlyList<DaySpan> Spans, bool IsProvisional)
{
    /// <summary>The days that count, oldest first; all of them are working days.</summary>
    public IEnumerable<DateOnly> Counted =>
        Spans
            .Where(span => span.IsCounted)
            .SelectMany(span => Enumerable.Range(0, span.To.DayNumber - span.From.DayNumber + 1).Select(span.From.AddDays));

    /// <summary>How many days count after that one: what is left when it has ended, as long as the limit has not passed.</summary>
    public int CountedAfter(DateOnly day) =>
        Spans
            .Where(span => span.IsCounted && span.To > day)
            .Sum(span => span.To.DayNumber - Math.Max(span.From.DayNumber - 1, day.DayNumber));
}
