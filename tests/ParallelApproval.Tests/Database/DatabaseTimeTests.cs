using Microsoft.Extensions.Time.Testing;
using ParallelApproval.Calendars;
using ParallelApproval.Cases;
using ParallelApproval.Clocks;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Testing;

namespace ParallelApproval.Database;

/// <summary>What is dated, is dated by the database, whatever the machine of the node believes.</summary>
public sealed class DatabaseTimeTests(TestCluster cluster)
{
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(9)]
    [InlineData(-9)]
    public async Task A_node_whose_machine_is_days_off_dates_everything_by_the_database(int days)
    {
        await using var database = await cluster.BorrowAsync(Template.District, Cancellation);
        await using var node = await OffAsync(database, days);
        var before = await NowAsync(database);
        var number = await node.ReceiveAsync(Catering.Drill);
        (
            await node.Get<ClaimTaskHandler>().HandleAsync(new(new(number, 1, 1)), node.Approver("SYJ"), Cancellation)
        ).IsError.ShouldBeFalse();
        var after = await NowAsync(database);

        number.ToString()[6..14].ShouldBe(before.InShanghai().ToString("yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture));
        var trail = await node.Get<AuditQueries>().OfCaseAsync(number, Cancellation);
        trail.Count.ShouldBeGreaterThan(2);
        trail.ShouldAllBe(line => line.At >= before - Margin && line.At <= after + Margin);
        (await database.AskAsync<DateOnly>($"SELECT min(started_on) FROM clocks WHERE case_key = {number.Key}", Cancellation)).ShouldBe(
            before.OfficialDate()
        );
        (await node.Get<AuditQueries>().VerifyAsync(Cancellation)).Holds.ShouldBeTrue();
    }

    [Fact]
    public async Task Acts_outside_of_cases_and_the_sweep_go_by_it_too()
    {
        await using var database = await cluster.BorrowAsync(Template.District, Cancellation);
        await using var node = await OffAsync(database, 9);
        var before = await NowAsync(database);
        var today = before.OfficialDate();
        var handler = new KeepLocalDaysHandler(node.Get<HouseStore>(), []);
        var day = new LocalDayEntry(today.AddDays(2), IsWorking: false, "停电");
        (await handler.HandleAsync(new(day.Date.Year, "SYJ", [day], "文"), node.By("admin", "XZSP"), Cancellation)).IsError.ShouldBeFalse(
            "by the machine that day would be past"
        );
        var entry = (await node.Get<AuditQueries>().OfHouseAsync(null, 1, Cancellation)).ShouldHaveSingleItem();
        entry.At.ShouldBeInRange(before - Margin, before + Margin);
        (await node.Get<ClockSweep>().RunOnceAsync(Cancellation)).Now.ShouldBeInRange(before - Margin, before + Margin);
    }

    [Theory]
    [InlineData(9)]
    [InlineData(-9)]
    public async Task What_runs_away_after_the_start_is_caught_under_the_lock_of_the_first_act(int days)
    {
        await using var database = await cluster.BorrowAsync(Template.District, Cancellation);
        var machine = new RunawayTime();
        await using var node = await NodeAsync(database, new DatabaseTime(machine));
        var before = await NowAsync(database);

        machine.RunAway(TimeSpan.FromDays(days));
        var number = await node.ReceiveAsync(Catering.Drill);
        (await node.FileAsync(number, Cancellation)).Case.ReceivedAt.ShouldBeInRange(before - Margin, before + Margin);
        number
            .ToString()[6..14]
            .ShouldBe(before.InShanghai().ToString("yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture), "the day in the number");

        // An act of the house that waits for nobody, and so asks nothing before it decides.
        machine.RunAway(TimeSpan.FromDays(days));
        (
            await node.Get<KeepViewHandler>().HandleAsync(new("本周到期", "colour=yellow"), node.Approver("SYJ"), Cancellation)
        ).ErrorsOrEmptyList.ShouldBeEmpty();
        (await node.Get<AuditQueries>().OfHouseAsync(null, 1, Cancellation))
            .ShouldHaveSingleItem()
            .At.ShouldBeInRange(before - Margin, before + Margin);
        (await node.Get<AuditQueries>().VerifyAsync(Cancellation)).Holds.ShouldBeTrue();
    }

    /// <summary>A machine whose counter of elapsed time jumps, as after a night's sleep or a fault.</summary>
    private sealed class RunawayTime : TimeProvider
    {
        private TimeSpan _away;

        public void RunAway(TimeSpan by) => _away += by;

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _away;

        public override long GetTimestamp() => System.GetTimestamp() + (long)(_away.TotalSeconds * TimestampFrequency);
    }

    [Theory]
    [InlineData(9, true)]
    [InlineData(-9, true)]
    [InlineData(0, false)]
    public async Task A_node_knows_whether_its_machine_is_off(int days, bool isOff)
    {
        await using var database = await cluster.BorrowAsync(Template.District, Cancellation);
        await using var node = await OffAsync(database, days);
        var time = (DatabaseTime)node.Get<TimeProvider>();
        time.IsOff.ShouldBe(isOff);
        time.Off.TotalDays.ShouldBe(days, 0.01);
    }

    [Fact]
    public async Task The_demonstration_that_one_node_moves_is_moved_on_all_in_the_very_next_command()
    {
        await using var database = await cluster.CopyAsync(Template.District, Cancellation);
        await using var here = await NodeAsync(database, new DatabaseTime(TimeProvider.System, isMovable: true));
        await using var there = await NodeAsync(database, new DatabaseTime(TimeProvider.System, isMovable: true));
        var first = await there.ReceiveAsync(Catering.Drill);
        var target = (await NowAsync(database)).AddDays(2);

        await here.Get<DemoDistance>()
            .MoveToAsync((DatabaseTime)here.Get<TimeProvider>(), target, here.Clerk(), answer: "moved", Cancellation);
        (
            await there.Get<ClaimTaskHandler>().HandleAsync(new(new(first, 1, 1)), there.Approver("SYJ"), Cancellation)
        ).IsError.ShouldBeFalse();
        (await there.Get<AuditQueries>().OfCaseAsync(first, Cancellation))[^1].At.ShouldBeInRange(target - Margin, target + Margin);
        (await there.FileAsync(await there.ReceiveAsync(Catering.Drill), Cancellation)).Case.ReceivedAt.ShouldBeInRange(
            target - Margin,
            target + Margin
        );
        var received = await here.ReceiveAsync(Catering.Drill);
        (await here.FileAsync(received, Cancellation)).Case.ReceivedAt.ShouldBeInRange(target - Margin, target + Margin);
    }

    private static async Task<DateTimeOffset> NowAsync(TestDatabase database) =>
        new(await database.AskAsync<DateTime>("SELECT clock_timestamp()", Cancellation), TimeSpan.Zero);

    private static async Task<TestHouse> OffAsync(TestDatabase database, int days) =>
        await NodeAsync(database, new DatabaseTime(new FakeTimeProvider((await NowAsync(database)).AddDays(days))));

    private static Task<TestHouse> NodeAsync(TestDatabase database, DatabaseTime time) =>
        TestHouse.SecondNodeAsync(database, Cancellation, time: time);
}
