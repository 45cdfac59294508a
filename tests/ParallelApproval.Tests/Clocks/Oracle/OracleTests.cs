using System.Collections.Concurrent;
using System.Globalization;
using ParallelApproval.Calendars;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Testing;

namespace ParallelApproval.Clocks.Oracle;

/// <summary>
/// Random histories of a case, told to the rules of the house and to <see cref="PlainLaw"/>: both must say the same of every limit at every moment.
/// A history that they disagree about is made as short as it can be, and its seed is told.
/// </summary>
public sealed class OracleTests
{
    private static readonly int Histories = LongForm.Times(always: 10_000, inLongForm: 100_000);
    private static readonly DateOnly First = new(2025, 12, 1);
    private static readonly DateOnly Last = new(2028, 12, 31);

    [Fact]
    public void House_and_law_agree_on_every_history()
    {
        var first = int.TryParse(Environment.GetEnvironmentVariable("ORACLE_SEED"), CultureInfo.InvariantCulture, out var given)
            ? given
            : 1;
        var found = new ConcurrentBag<int>();
        Parallel.For(
            first,
            first + Histories,
            // As many threads as it gets would leave none to the tests beside it, whose transactions are ended while they wait.
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            () => new RulesInMemory(),
            (seed, state, rules) =>
            {
                if (Differs(rules, History.Of(seed)) is null)
                    return rules;
                found.Add(seed);
                state.Break();
                return rules;
            },
            rules => rules.Dispose()
        );
        if (found.IsEmpty)
            return;
        using var alone = new RulesInMemory();
        var worst = History.Of(found.Min());
        var shortest = Shrink(alone, worst);
        Assert.Fail($"Seed {found.Min()}: {Differs(alone, worst)}\nAt its shortest: {Differs(alone, shortest)}\n{shortest}");
    }

    private static History Shrink(RulesInMemory rules, History history)
    {
        for (var i = history.Deeds.Count - 1; i >= 0; i--)
        {
            var without = history with { Deeds = [.. history.Deeds.Where((_, at) => at != i)] };
            if (Differs(rules, without) is not null)
                history = without;
        }

        return history;
    }

    private static string? Differs(RulesInMemory rules, History history)
    {
        rules.Hold(CalendarOf(history.Works[0]), history.Item);
        var law = new PlainLaw(history.Works[0], history.Complete, history.Item.PromisedDays, history.Item.LegalDays, history.Parts());
        var @case = rules.Receive(history.Item, At(history.Complete));
        law.GoTo(history.Accepted);
        @case.Accept(At(history.Complete), At(history.Accepted));
        law.Accept();
        var (late, calendar, current) = (new HashSet<(int, ClockKind, int)>(), 0, history.Works[0]);
        foreach (var deed in history.Deeds)
        {
            var at = At(deed.At);
            if (history.IsSweptAtOnce)
                while (@case.NextAt is { } next && next <= at)
                    @case.Sweep(next);
            else
                @case.Sweep(at);
            law.GoTo(deed.At);
            if (Compare(@case, law, at, late) is { } before)
                return $"before {deed}: {before}";
            if (law.IsDecided)
                return Unexplained(rules, @case);
            if (Do(rules, history, @case, law, deed, at, ref calendar, ref current) is { } undone)
                return $"{deed}: {undone}";
            if (Compare(@case, law, at, late) is { } after)
                return $"after {deed}: {after}";
        }

        return Unexplained(rules, @case);
    }

    // Every day from start to end of a limit has its reason, and every working day of the case its holder.
    private static string? Unexplained(RulesInMemory rules, BlankCase @case)
    {
        foreach (var clock in rules.Get<ExplainClocks>().Of(@case.File).Value)
        {
            var (day, counted) = (clock.StartedOn, 0);
            foreach (var days in clock.Days)
            {
                if (days.From != day || (days.FirstCounted is { } first && first != counted + 1))
                    return $"{clock.Branch} {clock.Kind}: explains {days} after {day} and {counted} days";
                (day, counted) = (days.To.AddDays(1), counted + (days.FirstCounted is null ? 0 : days.WorkingDays));
            }

            var due = @case.File.Clocks.Single(own => (own.Branch, own.Kind, own.Round) == (clock.Branch, clock.Kind, clock.Round)).DueOn;
            if (day != due.AddDays(1) || clock.Due != due)
                return $"{clock.Branch} {clock.Kind}: explained up to {day.AddDays(-1)}, due {due}";
        }

        return rules
            .Get<SplitDays>()
            .Of(@case.File)
            .Value.Where(days =>
                days.WorkingDays != rules.Get<CalendarRegister>().Current.WorkingDaysBetween(days.From, days.To).Value
                || Enum.GetValues<DayHolder>().Sum(days.Of) != days.WorkingDays
            )
            .Select(days => $"{days.Branch}: the days of its holders are not {days.WorkingDays}")
            .FirstOrDefault();
    }

    private static string? Do(
        RulesInMemory rules,
        History history,
        BlankCase @case,
        PlainLaw law,
        Deed deed,
        DateTimeOffset at,
        ref int calendar,
        ref DateOnly[] current
    )
    {
        var branch = deed.Branch;
        switch (deed.Kind)
        {
            case DeedKind.Stop or DeedKind.StopLocally:
                var isLegal = deed.Kind is DeedKind.Stop;
                var stopped = @case.Stop(branch, isLegal ? StopGround.Hearing : StopGround.PublicNotice, deed.Days, at);
                return Same(law.Stop(branch, isLegal, deed.Days), stopped.IsError ? stopped.FirstError.Code : null);
            case DeedKind.Resume:
                var resumed = @case.Resume(branch, at);
                return Same(law.Resume(branch), resumed.IsError ? resumed.FirstError.Code : null);
            case DeedKind.Extend:
                var extended = @case.Extend(branch, deed.Days, at);
                return Same(law.Extend(branch, deed.Days), extended.IsError ? extended.FirstError.Code : null);
            case DeedKind.ExtendCase:
                var longer = @case.ExtendCase(deed.Days, at);
                return Same(law.Extend(0, deed.Days), longer.IsError ? longer.FirstError.Code : null);
            case DeedKind.Sign when law.MaySign(branch):
                @case.Settle(branch, BranchVerb.DecideBranch, BranchStatus.Approved, at);
                law.Sign(branch);
                return null;
            case DeedKind.Withdraw when !law.Parts[branch - 1].IsSettled:
                @case.Settle(branch, BranchVerb.WithdrawBranch, BranchStatus.Withdrawn, at);
                law.Withdraw(branch);
                return null;
            case DeedKind.ChangeCalendar:
                calendar++;
                var today = DateOnly.FromDateTime(deed.At);
                DateOnly[] works =
                [
                    .. current.Where(day => day <= today),
                    .. history.Works[calendar % history.Works.Length].Where(day => day > today),
                ];
                current = works;
                rules.Hold(CalendarOf(works));
                @case.Recount(at);
                law.ChangeCalendar(works);
                return null;
            default:
                return null;
        }
    }

    private static string? Same(bool isLawful, string? refused) =>
        isLawful == refused is null ? null
        : isLawful ? $"the house refuses with {refused}"
        : "the house does it, the law does not";

    private static string? Compare(BlankCase @case, PlainLaw law, DateTimeOffset at, HashSet<(int, ClockKind, int)> late)
    {
        foreach (var ((branch, limit), due) in law.Named.Zip(law.Dues()))
        {
            var kind = limit.IsLegal ? ClockKind.Legal : ClockKind.Promised;
            if (@case.File.LatestClock(branch, kind) is not { } clock)
                return $"{branch} {kind}: the house has no such clock";
            var reading = @case.Read(clock, at);
            var mine = (
                clock.DueOn,
                clock.IsLateAt(at),
                reading.RemainingDays,
                (int)(reading.Colour > ClockColour.Red ? ClockColour.Red : reading.Colour)
            );
            // What an ended limit had left is told by the calendar of today, which it did not live to see.
            var its = (due, limit.IsLate, limit.IsEnded ? reading.RemainingDays : law.RemainingOf(limit), law.ColourOf(limit));
            if (mine != its)
                return $"{branch} {kind}: house {mine}, law {its}; ledger {string.Join("; ", clock.Ledger.Select(line => $"{line.Kind} {line.On:MM-dd} {line.Days} {line.Ground} @{line.EnteredAt:MM-dd HH:mm} then {line.DueThen:MM-dd}"))}";
            var key = (branch, kind, clock.Round);
            if (mine.Item2)
                late.Add(key);
            else if (late.Contains(key))
                return $"{branch} {kind}: was late and is not";
        }

        return @case.File.Clocks.Count(clock => clock.Kind is ClockKind.Promised or ClockKind.Legal) == law.Named.Count()
            ? null
            : "the house has clocks that the law does not know";
    }

    private static DateTimeOffset At(DateTime time) => new(time, ShanghaiTime.Offset);

    private static WorkingCalendar CalendarOf(IReadOnlyCollection<DateOnly> works)
    {
        var set = works.ToHashSet();
        var days = Enumerable.Range(0, Last.DayNumber - First.DayNumber + 1).Select(First.AddDays).ToList();
        return new(
            days.GroupBy(day => day.Year)
                .Select(year => new CalendarYear
                {
                    Year = year.Key,
                    Status = CalendarYearStatus.Published,
                    Holidays =
                    [
                        .. year.Where(day => History.IsWeekday(day) && !set.Contains(day))
                            .Select(day => new Holiday("节", "Day", day, day)),
                    ],
                    MakeUpDays = [.. year.Where(day => !History.IsWeekday(day) && set.Contains(day))],
                })
        );
    }

    private enum DeedKind
    {
        Stop,
        StopLocally,
        Resume,
        Extend,
        ExtendCase,
        Sign,
        Withdraw,
        ChangeCalendar,
        Look,
    }

    private sealed record Deed(DateTime At, DeedKind Kind, int Branch, int Days)
    {
        public override string ToString() =>
            string.Create(CultureInfo.InvariantCulture, $"{At:yyyy-MM-dd ddd HH:mm} {Kind} branch {Branch} days {Days}");
    }

    private sealed record History(
        ServiceItem Item,
        DateTime Complete,
        DateTime Accepted,
        bool IsSweptAtOnce,
        DateOnly[][] Works,
        List<Deed> Deeds
    )
    {
        private static readonly ServiceItem Sample = (
            SampleDistrict.Items().First(item => item.Branches.Count >= 4) with
            {
                Materials = [],
            }
        ).ToItem(1, new Dictionary<string, Material>());

        public static bool IsWeekday(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

        public IEnumerable<PartOfLaw> Parts() =>
            Item.Branches.Select(part => new PartOfLaw(part.Number, [.. part.HardPredecessors()], part.PromisedDay, part.LegalDays));

        public static History Of(int seed)
        {
            var random = new Random(seed);
            var parts = Enumerable
                .Range(1, random.Next(1, 5))
                .Select(number =>
                    Sample.Branches[number - 1] with
                    {
                        Number = number,
                        PromisedDay = random.Next(1, 8),
                        LegalDays = random.Next(3, 21),
                        OnTimeout = OnTimeout.EscalateOnly,
                        DependsOn =
                        [
                            .. Enumerable
                                .Range(1, number - 1)
                                .Where(_ => random.Next(10) < 4)
                                .Select(other => new BranchDependency(other, DependencyKind.Hard)),
                        ],
                    }
                )
                .ToList();
            var item = Sample with { PromisedDays = random.Next(1, 10), LegalDays = random.Next(5, 46), Branches = parts, Warnings = null };
            var complete = Hour(random, new DateOnly(2026, 1, 1).AddDays(random.Next(365)).ToDateTime(TimeOnly.MinValue));
            var accepted = random.Next(3) > 0 ? complete : Hour(random, complete.Date.AddDays(random.Next(1, 7)));
            var (now, deeds) = (accepted, new List<Deed>());
            for (var i = random.Next(2, 18); i > 0; i--)
            {
                var next = Hour(random, now.Date.AddDays(random.Next(6) is 5 ? random.Next(20) : random.Next(4)));
                now = next > now ? next : now.AddMinutes(1);
                deeds.Add(new(now, Pick(random), random.Next(1, parts.Count + 1), random.Next(1, 10)));
            }

            deeds.Add(new(now.AddDays(random.Next(1, 60)), DeedKind.Look, 1, 1));
            return new(item, complete, accepted, random.Next(2) == 0, [Days(random), Days(random), Days(random)], deeds);
        }

        public override string ToString() =>
            $"complete {Complete:yyyy-MM-dd ddd HH:mm}, accepted {Accepted:yyyy-MM-dd ddd HH:mm}, swept {(IsSweptAtOnce ? "at once" : "late")}, case {Item.PromisedDays}/{Item.LegalDays}; "
            + string.Join(
                ", ",
                Item.Branches.Select(part =>
                    $"{part.Number}: {part.PromisedDay}/{part.LegalDays} after [{string.Join(' ', part.HardPredecessors())}]"
                )
            )
            + "\n"
            + string.Join("\n", Deeds);

        private static DeedKind Pick(Random random) =>
            random.Next(20) switch
            {
                < 5 => DeedKind.Stop,
                < 7 => DeedKind.StopLocally,
                < 10 => DeedKind.Resume,
                10 => DeedKind.Extend,
                11 => DeedKind.ExtendCase,
                < 15 => DeedKind.Sign,
                15 => DeedKind.Withdraw,
                < 18 => DeedKind.ChangeCalendar,
                _ => DeedKind.Look,
            };

        private static DateTime Hour(Random random, DateTime day) =>
            day.Date
            + (
                random.Next(6) switch
                {
                    0 => new TimeSpan(16, 59, 0),
                    1 => new TimeSpan(17, 1, 0),
                    2 => new TimeSpan(20, 30, 0),
                    _ => new TimeSpan(random.Next(7, 22), random.Next(1, 59), 0),
                }
            );

        private static DateOnly[] Days(Random random) =>
            [
                .. Enumerable
                    .Range(0, Last.DayNumber - First.DayNumber + 1)
                    .Select(First.AddDays)
                    .Where(day => IsWeekday(day) ? random.Next(25) > 0 : random.Next(25) == 0),
            ];
    }
}
