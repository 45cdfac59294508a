using ErrorOr;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Refusals;
using ParallelApproval.Testing;

namespace ParallelApproval.Clocks;

/// <summary>Whatever happens to a sweep, each step is fired once and none is lost.</summary>
public sealed class SweepFaultTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static readonly string[] Yellows =
    [
        "2 Yellow",
        "3 Yellow",
        "1 Blue",
        "1 Yellow",
        "1 Red",
        "0 Yellow",
        "4 Yellow",
        "5 Yellow",
        "6 Yellow",
    ];

    [Fact]
    public async Task Two_nodes_that_sweep_at_once_fire_each_step_once()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await using var second = await TestHouse.SecondNodeAsync(house.Database, Cancellation);
        var cases = await ReceiveAsync(house, 12);
        foreach (var node in (TestHouse[])[house, second])
            node.GoTo(3, 6, 0);

        var sweeps = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(i => Task.Run(() => (i % 2 == 0 ? house : second).SweepAsync(Cancellation)))
        );
        (await house.SweepAsync(Cancellation)).Busy.ShouldBe(0);
        sweeps.Sum(report => report.PutOff).ShouldBe(0);
        foreach (var number in cases)
            (await house.TurnedAsync(number, Cancellation)).ShouldBe(Yellows);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task A_sweep_that_is_killed_between_two_cases_leaves_the_rest_due(int after)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var cases = await ReceiveAsync(house, 8);
        house.GoTo(3, 6, 0);
        using var kill = new CancellationTokenSource();
        var heard = 0;
        var sweep = SweepOf(
            house,
            new Listener(() =>
            {
                if (Interlocked.Increment(ref heard) == after * Yellows.Length)
                    kill.Cancel();
            })
        );
        await Should.ThrowAsync<OperationCanceledException>(() => sweep.RunOnceAsync(kill.Token));

        await house.SweepAsync(Cancellation);
        foreach (var number in cases)
            (await house.TurnedAsync(number, Cancellation)).ShouldBe(Yellows);
    }

    [Fact]
    public async Task A_step_that_fails_leaves_its_case_as_it_was_and_the_others_go_on()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var cases = await ReceiveAsync(house, 4);
        house.GoTo(3, 6, 0);
        var sweep = SweepOf(
            house,
            new Listener(file =>
            {
                if (file.Number == cases[0])
                    throw new InvalidOperationException("A rule that is broken.");
            })
        );
        (await sweep.RunOnceAsync(Cancellation)).PutOff.ShouldBe(1);
        (await house.TurnedAsync(cases[0], Cancellation)).ShouldBeEmpty();
        foreach (var number in cases[1..])
            (await house.TurnedAsync(number, Cancellation)).ShouldBe(Yellows);

        (await house.SweepAsync(Cancellation)).Fired.ShouldBe(0, "it has a respite");
        house.Clock.Advance(ClockSweep.Respite);
        await house.SweepAsync(Cancellation);
        (await house.TurnedAsync(cases[0], Cancellation)).ShouldBe(Yellows);
    }

    [Fact]
    public async Task A_case_on_somebodys_desk_is_left_for_the_next_round_and_nobody_waits()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var cases = await ReceiveAsync(house, 2);
        house.GoTo(3, 6, 0);
        await using (var connection = await house.Database.Source.OpenConnectionAsync(Cancellation))
        {
            await using var transaction = await connection.BeginTransactionAsync(Cancellation);
            await using var take = new NpgsqlCommand(
                $"SELECT FROM case_files WHERE case_key = {cases[0].Key} FOR UPDATE",
                connection,
                transaction
            );
            await take.ExecuteNonQueryAsync(Cancellation);
            (await house.SweepAsync(Cancellation)).ShouldSatisfyAllConditions(
                report => report.Busy.ShouldBe(1),
                report => report.Fired.ShouldBe(Yellows.Length),
                report => report.Next!.Value.ShouldBeLessThan(report.Now)
            );
        }

        await house.SweepAsync(Cancellation);
        (await house.TurnedAsync(cases[0], Cancellation)).ShouldBe(Yellows);
    }

    [Fact]
    public async Task A_case_in_somebodys_hands_is_busy_one_that_is_not_there_is_absent_and_a_duty_that_is_refused_is_neither()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = (await ReceiveAsync(house, 1))[0];
        var store = house.Get<CaseStore>();
        Task<ErrorOr<IfFree>> TryAsync(CaseNumber of, ErrorOr<Success> outcome) =>
            store.WorkOnIfFreeAsync(of, Act.OfSystem(house.Get<TimeProvider>()), _ => outcome, Cancellation);

        await using (var connection = await house.Database.Source.OpenConnectionAsync(Cancellation))
        {
            await using var transaction = await connection.BeginTransactionAsync(Cancellation);
            await using var take = new NpgsqlCommand(
                $"SELECT FROM case_files WHERE case_key = {number.Key} FOR UPDATE",
                connection,
                transaction
            );
            await take.ExecuteNonQueryAsync(Cancellation);
            (await TryAsync(number, Result.Success)).Value.ShouldBe(IfFree.Busy);
        }

        (await TryAsync(number, Result.Success)).Value.ShouldBe(IfFree.Done);
        (await TryAsync(new CaseNumber(number.Key + 1), Result.Success)).Value.ShouldBe(IfFree.Absent);
        (await TryAsync(number, Refusal.NotFound(RefusalCode.CaseNotFound, ("case", number)))).FirstError.Code.ShouldBe("case_not_found");
    }

    [Fact]
    public async Task A_clock_that_is_set_back_fires_nothing_twice()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = (await ReceiveAsync(house, 1))[0];
        house.GoTo(3, 6, 0);
        await house.SweepAsync(Cancellation);
        await using var slow = await TestHouse.SecondNodeAsync(house.Database, Cancellation);
        slow.GoTo(3, 4, 12);
        (await slow.SweepAsync(Cancellation)).Fired.ShouldBe(0);
        slow.GoTo(3, 6, 1);
        (await slow.SweepAsync(Cancellation)).Fired.ShouldBe(0);
        (await house.TurnedAsync(number, Cancellation)).ShouldBe(Yellows);
    }

    [Fact]
    public async Task A_node_whose_clock_is_fast_fires_nothing_before_the_databases_clock()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = (await ReceiveAsync(house, 1))[0];
        var database = await house.Database.AskAsync<DateTime>("SELECT now()", Cancellation);
        // The step falls due a minute from now; this node believes that it is an hour later.
        await DoAsync(
            house,
            "UPDATE clocks SET due_on = '9999-12-30', due_at = '9999-12-30', blue_at = '9999-12-30', yellow_at = '9999-12-30', "
                + "next_at = CASE WHEN branch = 1 AND kind = 'Promised' THEN now() + interval '1 minute' END "
                + $"WHERE case_key = {number.Key}"
        );
        var fast = new FakeTimeProvider(new DateTimeOffset(database, TimeSpan.Zero).AddHours(1));
        var sweep = SweepOf(house, clock: new DatabaseClock(new DatabaseTime(fast)));
        var report = await sweep.RunOnceAsync(Cancellation);
        report.Now.ShouldBeLessThan(fast.GetUtcNow().AddMinutes(-58));
        report.Next!.Value.ShouldBeGreaterThan(report.Now);
        (
            await house.Database.AskAsync<bool>(
                $"SELECT bool_or(next_at IS NOT NULL) FROM clocks WHERE case_key = {number.Key}",
                Cancellation
            )
        ).ShouldBeTrue("nobody has touched it");
    }

    [Fact]
    public async Task A_database_that_was_gone_for_a_while_loses_nothing()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var cases = await ReceiveAsync(house, 6);
        house.GoTo(3, 6, 0);
        var heard = 0;
        var backend = SweepOf(
            house,
            new Listener(_ =>
            {
                // In the middle of the batch every connection of this database is cut off, also the one that fires.
                if (Interlocked.Increment(ref heard) != 2 * Yellows.Length + 3)
                    return;
                using var other = new NpgsqlConnection(house.Database.ConnectionString + ";Pooling=false");
                other.Open();
                using var cut = new NpgsqlCommand(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
                    other
                );
                cut.ExecuteNonQuery();
            })
        );
        await Should.ThrowAsync<NpgsqlException>(() => backend.RunOnceAsync(Cancellation));
        NpgsqlConnection.ClearAllPools();
        house.Clock.Advance(TimeSpan.FromMinutes(10));
        await house.SweepAsync(Cancellation);
        await house.SweepAsync(Cancellation);
        foreach (var number in cases)
            (await house.TurnedAsync(number, Cancellation)).ShouldBe(Yellows);
        (await house.Get<AuditQueries>().VerifyAsync(Cancellation)).Holds.ShouldBeTrue();
    }

    private static async Task<CaseNumber[]> ReceiveAsync(TestHouse house, int count)
    {
        var received = new CaseNumber[count];
        for (var i = 0; i < count; i++)
            received[i] = await house.ReceiveAsync();
        return received;
    }

    private static async Task DoAsync(TestHouse house, string statement)
    {
        await using var command = house.Database.Source.CreateCommand(statement);
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    /// <summary>The sweep of the house with one more listener.</summary>
    private static ClockSweep SweepOf(TestHouse house, IHearClocks? listener = null, DatabaseClock? clock = null)
    {
        var hearers = house.Services.GetServices<IHearClocks>();
        var turns = new ClockTurns(house.Get<ClockRules>(), listener is null ? hearers : hearers.Append(listener));
        return new(
            house.Get<CaseStore>(),
            house.Database.Source,
            clock ?? house.Get<DatabaseClock>(),
            [turns],
            NullLogger<ClockSweep>.Instance
        );
    }

    private sealed class Listener(Action<CaseFile> hear) : IHearClocks
    {
        public Listener(Action hear)
            : this(_ => hear()) { }

        public ErrorOr.ErrorOr<ErrorOr.Success> Hear(CaseFile file, Clock clock, ClockStep step)
        {
            hear(file);
            return ErrorOr.Result.Success;
        }
    }
}
