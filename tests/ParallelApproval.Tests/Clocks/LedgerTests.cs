using ParallelApproval.Calendars;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Events;
using ParallelApproval.Testing;

namespace ParallelApproval.Clocks;

/// <summary>The law of time in a few histories that can be counted by hand; the oracle plays the many. All in March 2026, which starts on a
/// Sunday.</summary>
public sealed class LedgerTests : IDisposable
{
    private static readonly CalendarYear Plain = new()
    {
        Year = 2026,
        Status = CalendarYearStatus.Published,
        Holidays = [],
    };

    private static readonly ServiceItem Sample = (
        SampleDistrict.Items().First(item => item.Branches.Count >= 4) with
        {
            Materials = [],
        }
    ).ToItem(1, new Dictionary<string, Material>());

    private readonly RulesInMemory _rules = new();

    public void Dispose() => _rules.Dispose();

    [Fact]
    public void A_stop_or_an_extension_after_the_limit_is_refused_and_changes_nothing()
    {
        var @case = Accepted(Item(5, Part(1, 3, 4)));
        @case.Sweep(At(10, 9));
        var (promised, legal) = (Clock(@case, 1, ClockKind.Promised), Clock(@case, 1, ClockKind.Legal));

        @case.Stop(1, StopGround.Hearing, 20, At(10, 9)).FirstError.Code.ShouldBe("stop_too_late");
        @case.Extend(1, 10, At(10, 9)).FirstError.Code.ShouldBe("extension_too_late");

        @case.File.FindBranch(1)!.Status.ShouldBe(BranchStatus.InReview);
        (promised.DueOn, legal.DueOn).ShouldBe((March(5), March(6)));
        (promised.Ledger.Count, legal.Ledger.Count).ShouldBe((0, 0));
        promised.ColourAt(At(10, 9)).ShouldBe(ClockColour.Red);
    }

    [Fact]
    public void A_stop_touches_only_the_limit_that_still_runs()
    {
        var @case = Accepted(Item(9, Part(1, 3, 10)));
        @case.Stop(1, StopGround.Hearing, 5, At(6, 9)).IsError.ShouldBeFalse();
        Clock(@case, 1, ClockKind.Promised).DueOn.ShouldBe(March(5), "it had passed");
        Clock(@case, 1, ClockKind.Legal).DueOn.ShouldBe(March(23));
    }

    [Fact]
    public void What_is_left_stays_what_it_was_while_a_stop_is_open()
    {
        var @case = Accepted(Item(9, Part(1, 5, 20)));
        @case.Stop(1, StopGround.Hearing, 5, At(3, 9)).IsError.ShouldBeFalse();
        foreach (var day in (int[])[3, 5, 8, 10])
            @case
                .Read(Clock(@case, 1, ClockKind.Promised), At(day, 9))
                .ShouldSatisfyAllConditions(
                    reading => reading.RemainingDays.ShouldBe(4),
                    reading => reading.StopEndsOn.ShouldBe(March(10)),
                    reading => reading.Due.ShouldBe(March(16))
                );
    }

    [Fact]
    public void A_withdrawal_while_stopped_closes_the_stop_with_its_real_days()
    {
        var @case = Accepted(Item(9, Part(1, 5, 20), Part(2, 5, 20)));
        @case.Stop(1, StopGround.Hearing, 20, At(3, 9)).IsError.ShouldBeFalse();
        @case.Settle(1, BranchVerb.WithdrawBranch, BranchStatus.Withdrawn, At(5, 9));
        Clock(@case, 1, ClockKind.Promised)
            .ShouldSatisfyAllConditions(
                clock => clock.OpenStop.ShouldBeNull(),
                clock => clock.StoppedDays.ShouldBe(2),
                clock => clock.DueOn.ShouldBe(March(11)),
                clock => clock.IsLateAt(At(30, 9)).ShouldBeFalse()
            );
    }

    [Fact]
    public void A_signature_after_closing_on_the_last_day_is_late_by_every_clock()
    {
        var @case = Accepted(Item(5, Part(1, 5, 5)));
        @case.Settle(1, BranchVerb.DecideBranch, BranchStatus.Approved, At(9, 20));
        foreach (var clock in @case.File.Clocks)
            (clock.DueOn, clock.IsLateAt(At(9, 21))).ShouldBe(
                (clock.Branch == 0 && clock.Kind is ClockKind.Legal ? clock.DueOn : March(9), clock.DueOn == March(9))
            );
    }

    [Fact]
    public void A_legal_clock_that_begins_while_its_branch_is_stopped_begins_stopped()
    {
        var @case = Accepted(Item(9, Part(1, 5, 20), Part(2, 5, 5, after: 1)));
        @case.Stop(2, StopGround.Hearing, 6, At(3, 9)).IsError.ShouldBeFalse();
        @case.Settle(1, BranchVerb.DecideBranch, BranchStatus.Approved, At(5, 9));
        Clock(@case, 2, ClockKind.Legal)
            .ShouldSatisfyAllConditions(clock => clock.StopEndsOn.ShouldBe(March(11)), clock => clock.DueOn.ShouldBe(March(18)));
    }

    [Fact]
    public void The_case_keeps_its_legal_clock_running_while_a_branch_is_stopped_on_a_ground_that_the_law_does_not_name()
    {
        var @case = Accepted(Item(9, Part(1, 5, 20), Part(2, 5, 20, after: 1)));
        var due = Clock(@case, 0, ClockKind.Legal).DueOn;
        @case.Stop(1, StopGround.Hearing, 5, At(3, 9)).IsError.ShouldBeFalse();
        @case.Stop(2, StopGround.Payment, 5, At(3, 10)).IsError.ShouldBeFalse();
        Clock(@case, 0, ClockKind.Legal).DueOn.ShouldBe(due);
    }

    [Fact]
    public void A_stop_of_a_predecessor_moves_the_promises_that_wait_for_it_and_the_cases_and_no_other()
    {
        var @case = Accepted(Item(9, Part(1, 5, 20), Part(2, 6, 20, after: 1), Part(3, 7, 20, after: 2), Part(4, 5, 20)));
        @case.Stop(1, StopGround.Testing, 5, At(3, 9)).IsError.ShouldBeFalse();
        Dues(@case).ShouldBe([March(20), March(16), March(17), March(18), March(9)]);
        Moved(@case)[^1].Moves.Select(move => move.Branch).Order().ShouldBe([0, 2, 3]);

        @case.Resume(1, At(5, 9)).IsError.ShouldBeFalse();
        Dues(@case).ShouldBe([March(17), March(11), March(12), March(13), March(9)], "back to the two days that it lasted");
        Moved(@case)[^1].Moves.ShouldContain(new PromiseMove(0, March(20), March(17)));
        Clock(@case, 2, ClockKind.Promised).StoppedDays.ShouldBe(2);
    }

    [Fact]
    public void A_predecessor_and_its_dependant_that_stand_still_together_leave_out_each_day_once()
    {
        var @case = Accepted(Item(9, Part(1, 5, 20), Part(2, 5, 20, after: 1)));
        @case.Stop(2, StopGround.Hearing, 5, At(3, 9)).IsError.ShouldBeFalse();
        @case.Stop(1, StopGround.Hearing, 5, At(5, 9)).IsError.ShouldBeFalse();
        Clock(@case, 2, ClockKind.Promised).DueOn.ShouldBe(March(18), "from the 4th to the 12th: seven days");
    }

    [Fact]
    public void A_day_made_free_after_the_limit_has_passed_does_not_bring_it_back()
    {
        var @case = Accepted(Item(9, Part(1, 3, 4)));
        @case.Sweep(At(9, 9));
        _rules.Hold(new([Plain with { Holidays = [new("节", "Day", March(4), March(4))] }]));
        @case.Recount(At(9, 10));
        foreach (var kind in (ClockKind[])[ClockKind.Promised, ClockKind.Legal])
            Clock(@case, 1, kind)
                .ShouldSatisfyAllConditions(
                    clock => clock.DueOn.ShouldBe(kind is ClockKind.Legal ? March(6) : March(5)),
                    clock => clock.IsLateAt(At(9, 10)).ShouldBeTrue(),
                    clock => _rules.Get<ClockRules>().Explain(clock).Value.Due.ShouldBe(clock.DueOn)
                );
    }

    // 补正、答复、容缺、听证、利害关系人: whatever was told to somebody outside of the house.
    [Theory]
    [InlineData(ClockKind.Promised)]
    [InlineData(ClockKind.Supplement)]
    [InlineData(ClockKind.Answer)]
    [InlineData(ClockKind.Deferral)]
    [InlineData(ClockKind.HearingRequest)]
    [InlineData(ClockKind.InterestedParty)]
    public void No_date_that_was_told_moves_earlier_by_a_calendar_and_each_moves_later(ClockKind kind)
    {
        var @case = Accepted(Item(9, Part(1, 3, 4)));
        var told = _rules.Get<ClockRules>().Start(@case.File, 4, kind, 8, March(2), "XZSP").Value;
        told.DueOn.ShouldBe(March(12));
        _rules.Hold(new([Plain with { MakeUpDays = [March(7)] }]));
        @case.Recount(At(3, 9));
        told.DueOn.ShouldBe(March(12), "by the new calendar it would be the 11th");
        _rules.Hold(new([Plain with { Holidays = [new("节", "Day", March(4), March(5))] }]));
        @case.Recount(At(3, 10));
        told.DueOn.ShouldBeGreaterThan(March(12));
        _rules.Get<ClockRules>().Explain(told).Value.Due.ShouldBe(told.DueOn);
    }

    [Fact]
    public void A_limit_of_an_office_that_nobody_was_told_takes_the_new_calendar()
    {
        var @case = Accepted(Item(9, Part(1, 3, 4)));
        var own = _rules.Get<ClockRules>().Start(@case.File, 4, ClockKind.Recusal, 8, March(2), "XZSP").Value;
        _rules.Hold(new([Plain with { MakeUpDays = [March(7)] }]));
        @case.Recount(At(3, 9));
        own.DueOn.ShouldBe(March(11));
    }

    [Fact]
    public void Every_day_of_a_limit_is_explained_without_gap()
    {
        var @case = Accepted(Item(9, Part(1, 5, 20)));
        @case.Stop(1, StopGround.Hearing, 5, At(3, 9)).IsError.ShouldBeFalse();
        var walk = _rules.Get<ClockRules>().Explain(Clock(@case, 1, ClockKind.Promised)).Value;
        walk.Spans.Select(span => (span.From.Day, span.To.Day, span.Fate, span.WorkingDays))
            .ShouldBe([
                (2, 2, DayFate.Start, 0),
                (3, 3, DayFate.Counted, 1),
                (4, 10, DayFate.Stopped, 5),
                (11, 13, DayFate.Counted, 3),
                (14, 15, DayFate.Weekend, 0),
                (16, 16, DayFate.Counted, 1),
            ]);
        walk.Spans[2].Line!.Ground.ShouldBe(nameof(StopGround.Hearing));
    }

    private BlankCase Accepted(ServiceItem item)
    {
        _rules.Hold(new([Plain]), item);
        var @case = _rules.Receive(item, At(2, 9));
        @case.Accept(At(2, 9), At(2, 9));
        return @case;
    }

    private static ServiceItem Item(int promised, params BranchDefinition[] parts) =>
        Sample with
        {
            PromisedDays = promised,
            LegalDays = 45,
            Branches = parts,
            Warnings = null,
        };

    private static BranchDefinition Part(int number, int promised, int legal, int after = 0) =>
        Sample.Branches[number - 1] with
        {
            Number = number,
            PromisedDay = promised,
            LegalDays = legal,
            OnTimeout = OnTimeout.EscalateOnly,
            DependsOn = after == 0 ? [] : [new(after, DependencyKind.Hard)],
        };

    private static Clock Clock(BlankCase @case, int branch, ClockKind kind) => @case.File.LatestClock(branch, kind)!;

    private static IEnumerable<DateOnly> Dues(BlankCase @case) =>
        Enumerable.Range(0, @case.File.Branches.Count + 1).Select(branch => Clock(@case, branch, ClockKind.Promised).DueOn);

    private static List<PromisesMoved> Moved(BlankCase @case) => [.. @case.Happened<PromisesMoved>()];

    private static DateOnly March(int day) => new(2026, 3, day);

    private static DateTimeOffset At(int day, int hour) => March(day).At(new(hour, 0));
}
