using ErrorOr;
using ParallelApproval.Calendars;
using ParallelApproval.Clocks;
using ParallelApproval.Database;

namespace ParallelApproval.Cases;

/// <summary>Who had the matter on a working day (当日责任方).</summary>
public enum DayHolder
{
    /// <summary>窗口: it was taken in and not yet copied to the departments.</summary>
    Window,

    /// <summary>申请人: papers or an answer were awaited.</summary>
    Applicant,

    /// <summary>部门: at least one department could have signed.</summary>
    Department,

    /// <summary>前置部门: the branch waited for another's result.</summary>
    Predecessor,

    /// <summary>特别程序: the clock stood still on a lawful ground.</summary>
    Stop,

    /// <summary>系统: the flow had asked nobody.</summary>
    System,
}

/// <summary>Days that follow each other and had the same holder.</summary>
/// <param name="From">The first of them, a working day.</param>
/// <param name="To">The last of them, a working day.</param>
/// <param name="WorkingDays">How many working days they are.</param>
/// <param name="Departments">Codes of the departments that had it; none for the others.</param>
/// <param name="Ground">Ground of the stop; null for the others.</param>
public sealed record HeldSpan(
    DayHolder Holder,
    DateOnly From,
    DateOnly To,
    int WorkingDays,
    IReadOnlyList<string> Departments,
    string? Ground = null
);

/// <summary>
/// Whose the working days were (时间去向), of a case or of one branch: every working day after <paramref name="From"/> up to
/// <paramref name="To"/> has one holder, so the days of all of them add up to the whole.
/// </summary>
/// <param name="Branch">0 for the whole case.</param>
/// <param name="From">The day of receipt, or of the copy; it counts for nobody.</param>
/// <param name="To">The day of the decision, or today while there is none.</param>
public sealed record HeldDays(int Branch, DateOnly From, DateOnly To, int WorkingDays, IReadOnlyList<HeldSpan> Spans)
{
    /// <summary>The working days of one holder.</summary>
    public int Of(DayHolder holder) => Spans.Where(span => span.Holder == holder).Sum(span => span.WorkingDays);
}

/// <summary>
/// Splits the working days of a case by who had it. The day on which somebody receives does not count for him (民法典 art. 201, by analogy):
/// it
/// is still the day of whoever had it before.
/// </summary>
public sealed class SplitDays(CalendarRegister calendars)
{
    /// <summary>
    /// The whole case first, from its receipt to its decision, then each branch that was copied, from its copy. Refused as
    /// <c>calendar_year_missing</c>.
    /// </summary>
    public ErrorOr<IReadOnlyList<HeldDays>> Of(CaseFile file)
    {
        var calendar = calendars.Current;
        var stops = new Dictionary<Clock, IReadOnlyList<IdleDays>>();
        foreach (var clock in file.Clocks.Where(clock => clock.Kind is ClockKind.Promised))
        {
            var idle = IdleDays.Of(calendar.In(clock.Area), clock.Ledger);
            if (idle.IsError)
                return idle.Errors;
            stops[clock] = [.. idle.Value.Where(span => span.Line.Kind is LedgerEntryKind.Stopped)];
        }

        var days = new Days(file, stops);
        var whole = Fold(Clock.OfCase, days.Received, days.Decided, calendar, days.HolderOfCase);
        if (whole.IsError)
            return whole.Errors;
        var split = new List<HeldDays> { whole.Value };
        foreach (var branch in file.Branches.Where(branch => branch.OpenedAt is not null))
        {
            var part = Fold(
                branch.Number,
                branch.OpenedAt!.Value.OfficialDate(),
                branch.SettledAt?.OfficialDate() ?? days.Decided,
                calendar.In(branch.Department),
                day => days.HolderOf(branch, day) ?? days.Nobody
            );
            if (part.IsError)
                return part.Errors;
            split.Add(part.Value);
        }

        return split;
    }

    private static ErrorOr<HeldDays> Fold(int branch, DateOnly from, DateOnly to, WorkingCalendar calendar, Func<DateOnly, Held> holderOf)
    {
        var spans = new List<HeldSpan>();
        for (var day = from.AddDays(1); day <= to; day = day.AddDays(1))
        {
            var works = calendar.IsWorkingDay(day);
            if (works.IsError)
                return works.Errors;
            if (!works.Value)
                continue;
            var held = holderOf(day);
            if (
                spans is [.., var last]
                && last.Holder == held.Holder
                && last.Ground == held.Ground
                && last.Departments.SequenceEqual(held.Departments)
            )
                spans[^1] = last with { To = day, WorkingDays = last.WorkingDays + 1 };
            else
                spans.Add(new(held.Holder, day, day, 1, held.Departments, held.Ground));
        }

        return new HeldDays(branch, from, to, spans.Sum(span => span.WorkingDays), spans);
    }

    private sealed record Held(DayHolder Holder, IReadOnlyList<string> Departments, string? Ground = null);

    /// <summary>The facts of a file that decide whose a day was.</summary>
    private sealed record Days(CaseFile File, IReadOnlyDictionary<Clock, IReadOnlyList<IdleDays>> Stops)
    {
        private readonly DateOnly? _copied = File.Branches.Min(branch => branch.OpenedAt)?.OfficialDate();

        private readonly DateOnly _today = File.Act.Today;

        public Held Nobody { get; } = new(DayHolder.System, []);

        public DateOnly Received => File.Case.ReceivedAt.OfficialDate();

        public DateOnly Decided => (File.Case.DecidedAt ?? File.Case.ClosedAt)?.OfficialDate() ?? _today;

        public Held HolderOfCase(DateOnly day)
        {
            if (Awaits(Clock.OfCase, ClockKind.Supplement, day))
                return new(DayHolder.Applicant, []);
            if (_copied is null || day <= _copied)
                return new(DayHolder.Window, []);
            var holders = File.Branches.Select(branch => HolderOf(branch, day)).OfType<Held>().ToList();
            var busy = holders.Where(held => held.Holder is DayHolder.Department).SelectMany(held => held.Departments).Distinct().Order();
            if (busy.ToArray() is { Length: > 0 } departments)
                return new(DayHolder.Department, departments);
            return holders.Find(held => held.Holder is DayHolder.Applicant)
                ?? holders.Find(held => held.Holder is DayHolder.Stop)
                ?? Nobody;
        }

        /// <summary>Null while the branch is in nobody's hands: not yet copied, or settled.</summary>
        public Held? HolderOf(Branch branch, DateOnly day)
        {
            if (Awaits(branch.Number, ClockKind.Answer, day) || Awaits(branch.Number, ClockKind.Supplement, day))
                return new(DayHolder.Applicant, []);
            var clock = File.Clocks.LastOrDefault(clock =>
                clock.Branch == branch.Number && clock.Kind is ClockKind.Promised && Runs(clock, day)
            );
            if (clock is null)
                return null;
            if (Stops[clock].FirstOrDefault(stop => stop.Covers(day)) is { } stop)
                return new(DayHolder.Stop, [], stop.Line.Ground);
            return branch.HardDependencies.Any(number => File.FindBranch(number) is { } before && IsBusy(before, day))
                ? new(DayHolder.Predecessor, [])
                : new(DayHolder.Department, [branch.Department]);
        }

        private static bool IsBusy(Branch before, DateOnly day) => before.SettledAt is not { } settled || settled.OfficialDate() >= day;

        private bool Awaits(int branch, ClockKind kind, DateOnly day) =>
            File.Clocks.Any(clock => clock.Branch == branch && clock.Kind == kind && Runs(clock, day));

        private bool Runs(Clock clock, DateOnly day) => clock.StartedOn < day && day <= (clock.EndedOn ?? _today);
    }
}
