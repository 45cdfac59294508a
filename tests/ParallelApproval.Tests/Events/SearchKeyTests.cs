using System.Globalization;
using System.Text.Json.Nodes;
using ErrorOr;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Identities;
using ParallelApproval.Testing;

namespace ParallelApproval.Events;

/// <summary>The key of marks is changed while two nodes work (检索密钥轮换): nothing is lost from sight, and nothing is received twice.</summary>
public sealed class SearchKeyTests(TestCluster cluster)
{
    private const string Sought = "13800001234";
    private const string NumberOnTheList = "610104189001010021";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Marks_of_two_keys_meet_during_the_change_and_the_old_key_is_gone_after_it()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await using var other = await TestHouse.SecondNodeAsync(house.Database, Cancellation);
        var before = await house.ReceiveAsync(Catering.Drill);
        (await BlockAsync(house)).IsError.ShouldBeFalse();
        var keys = other.Get<RotateSearchKey>();
        (await keys.MakeKeyAsync(Cancellation)).ShouldBe("s2");
        (await keys.MakeKeyAsync(Cancellation)).ShouldBe("s2", "one change at a time");
        await HearAsync(house);

        var during = await other.ReceiveAsync(Catering.Drill);
        foreach (var node in (TestHouse[])[house, other])
            (await FoundAsync(node)).ShouldBe([during.ToString(), before.ToString()], ignoreOrder: true);
        (await house.Get<BlockQueries>().NewestAsync(NumberOnTheList, Cancellation)).ShouldHaveSingleItem();
        (await house.Get<AuditQueries>().VerifyAsync(Cancellation)).Holds.ShouldBeTrue();
        // A case that bears marks of the old key is worked on as any other.
        (await house.DecideAsync(before, 1)).IsError.ShouldBeFalse();

        await keys.MarkAsync(null, Cancellation);
        (await keys.RetireAsync(Cancellation)).ShouldBe(["s1"]);
        await HearAsync(house);
        foreach (var node in (TestHouse[])[house, other])
        {
            (await FoundAsync(node)).ShouldBe([during.ToString(), before.ToString()], ignoreOrder: true);
            (await node.Get<BlockQueries>().NewestAsync(NumberOnTheList, Cancellation)).ShouldHaveSingleItem();
        }

        (await house.Database.AskAsync<string>("SELECT use || length(wrapped) FROM data_keys WHERE id = 's1'", Cancellation)).ShouldBe(
            "Retired0"
        );
        (await house.Get<AuditQueries>().VerifyAsync(Cancellation)).Holds.ShouldBeTrue();
        (await keys.RetireAsync(Cancellation)).ShouldBeEmpty("there is one alone");
        // The next start opens it, and the change after it is as good as the first.
        await using var next = TestHouse.BeforeItsStart(house.Database);
        await next.Get<TrailSetup>().EstablishAsync(Cancellation);
        (await next.Get<RotateSearchKey>().MakeKeyAsync(Cancellation)).ShouldBe("s3");
    }

    [Fact]
    public async Task A_second_application_is_refused_at_every_moment_of_the_change()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await using var other = await TestHouse.SecondNodeAsync(house.Database, Cancellation);
        var first = (await AtAsync(house, "长安路1号")).Value;
        async Task IsRefusedAsync(string when)
        {
            foreach (var node in (TestHouse[])[house, other])
                (await AtAsync(node, "长安路 1 号"))
                    .ErrorsOrEmptyList.Select(fault => fault.Code)
                    .ShouldBe(["application_open_already"], when);
        }

        var keys = other.Get<RotateSearchKey>();
        await keys.MakeKeyAsync(Cancellation);
        await IsRefusedAsync("the first is held under the old key alone, and one node has not heard of the new one");
        await HearAsync(house);
        await IsRefusedAsync("both have heard");
        var during = (await AtAsync(house, "长安路2号")).Value;
        (await HeldAsync(house, Catering.Number(during))).ShouldBe(2);
        await keys.MarkAsync(null, Cancellation);
        (await HeldAsync(house, Catering.Number(first))).ShouldBe(2);
        await IsRefusedAsync("it is held under both");
        await keys.RetireAsync(Cancellation);
        await IsRefusedAsync("the old key is gone, and one node has not heard of it");
        await HearAsync(house);
        await IsRefusedAsync("the old key is gone");
        (await HeldAsync(house, Catering.Number(first))).ShouldBe(1);
        (await HeldAsync(house, Catering.Number(during))).ShouldBe(1);

        (
            await house.Get<DeclineCaseHandler>().HandleAsync(new(Catering.Number(first), "无需许可"), house.Clerk(), Cancellation)
        ).IsError.ShouldBeFalse();
        (await AtAsync(other, "长安路1号")).IsError.ShouldBeFalse("the first is closed: neither key holds it");
        (await house.Get<AuditQueries>().VerifyAsync(Cancellation)).Holds.ShouldBeTrue();
    }

    [Fact]
    public async Task Windows_go_on_receiving_and_closing_while_marks_are_made_anew()
    {
        const int Places = 12;
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await using var other = await TestHouse.SecondNodeAsync(house.Database, Cancellation);
        var early = new List<CaseNumberAt>();
        for (var at = 0; at < Places; at++)
            early.Add(new(at, Catering.Number(await AtAsync(house, Place(at)))));
        var keys = other.Get<RotateSearchKey>();
        await keys.MakeKeyAsync(Cancellation);

        // Every place is asked for at both nodes, every second of the early ones is closed, and the marks are made anew, all at once.
        var received = Enumerable
            .Range(0, 2 * Places)
            .SelectMany(_ => (TestHouse[])[house, other], async (at, node) => (At: at, Outcome: await AtAsync(node, Place(at))))
            .ToList();
        var closed = early
            .Where(one => one.At % 2 == 0)
            .Select(one => house.Get<DeclineCaseHandler>().HandleAsync(new(one.Number, "无需许可"), house.Clerk(), Cancellation))
            .ToList();
        await keys.MarkAsync(null, Cancellation);
        var outcomes = await Task.WhenAll(received);
        (await Task.WhenAll(closed)).ShouldAllBe(one => !one.IsError);
        outcomes.SelectMany(one => one.Outcome.ErrorsOrEmptyList).ShouldAllBe(fault => fault.Code == "application_open_already");
        var second = outcomes.Where(one => !one.Outcome.IsError).ToLookup(one => one.At);
        for (var at = 0; at < 2 * Places; at++)
            second[at].Count().ShouldBeInRange(at < Places ? 0 : 1, at < Places && at % 2 == 1 ? 0 : 1, Place(at));
        await keys.MarkAsync(null, Cancellation);
        await keys.RetireAsync(Cancellation);
        await HearAsync(house);

        // Whatever is open is held once, and no place twice.
        (
            await house.Database.AskAsync<long>(
                "SELECT count(*) FROM open_applications o "
                    + "FULL JOIN (SELECT case_key FROM cases WHERE closed_at IS NULL AND open_key IS NOT NULL) c USING (case_key) "
                    + "WHERE o.case_key IS NULL OR c.case_key IS NULL",
                Cancellation
            )
        ).ShouldBe(0);
    }

    [Fact]
    public async Task A_change_that_was_broken_off_goes_on_when_it_is_started_again()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        (await BlockAsync(house)).IsError.ShouldBeFalse();
        (await AtAsync(house, "长安路1号")).IsError.ShouldBeFalse();
        await house.Get<RotateSearchKey>().MakeKeyAsync(Cancellation);
        using (var broken = CancellationTokenSource.CreateLinkedTokenSource(Cancellation))
            await Should.ThrowAsync<OperationCanceledException>(() =>
                house.Get<RotateSearchKey>().MarkAsync((_, _) => broken.Cancel(), broken.Token)
            );
        (await FoundAsync(house)).ShouldContain(number.ToString());

        await using var next = TestHouse.BeforeItsStart(house.Database);
        await next.Get<TrailSetup>().EstablishAsync(Cancellation);
        await HearAsync(next);
        var keys = next.Get<RotateSearchKey>();
        (await keys.MakeKeyAsync(Cancellation)).ShouldBe("s2");
        var told = new List<string>();
        await keys.MarkAsync((table, _) => told.Add(table), Cancellation);
        told.ShouldNotBeEmpty();
        (await keys.RetireAsync(Cancellation)).ShouldBe(["s1"]);
        (await FoundAsync(next)).ShouldContain(number.ToString());
        (await AtAsync(next, "长安路1号")).FirstError.Code.ShouldBe("application_open_already");
        (await next.Get<AuditQueries>().VerifyAsync(Cancellation)).Holds.ShouldBeTrue();
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    public async Task An_applicant_whom_nobody_can_read_stops_no_change_of_keys(string lies)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var damaged = (await AtAsync(house, "长安路1号")).Value.CaseNumber;
        var sound = await house.ReceiveAsync(Catering.Drill);
        CaseNumber.TryParse(damaged, out var number).ShouldBeTrue();
        await house.Database.DoAsync($"UPDATE case_applications SET applicant = '{lies}' WHERE case_key = {number.Key}", Cancellation);
        var keys = house.Get<RotateSearchKey>();
        await keys.MakeKeyAsync(Cancellation);
        await keys.MarkAsync(null, Cancellation);
        (await keys.RetireAsync(Cancellation)).ShouldBe(["s1"]);
        await HearAsync(house);
        (await FoundAsync(house)).ShouldBe([sound.ToString()]);
        (await house.Get<AuditQueries>().VerifyAsync(Cancellation)).Altered.ShouldBe([new(damaged, AlteredState.RowsChanged)]);
    }

    [Fact]
    public async Task Marks_that_do_not_fit_their_applicant_are_found_by_the_verification()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        foreach (var marks in (string[])["'{}'", "marks || 7::bigint", "marks[2:]"])
        {
            await house.Database.DoAsync(
                FormattableString.Invariant($"CREATE TABLE kept AS SELECT marks FROM case_applications WHERE case_key = {number.Key}"),
                Cancellation
            );
            await house.Database.DoAsync(
                FormattableString.Invariant($"UPDATE case_applications SET marks = {marks} WHERE case_key = {number.Key}"),
                Cancellation
            );
            (await house.Get<AuditQueries>().VerifyAsync(Cancellation)).Holds.ShouldBeFalse(marks);
            await house.Database.DoAsync(
                FormattableString.Invariant(
                    $"UPDATE case_applications SET marks = (SELECT marks FROM kept) WHERE case_key = {number.Key}; DROP TABLE kept"
                ),
                Cancellation
            );
        }

        (await house.Get<AuditQueries>().VerifyAsync(Cancellation)).Holds.ShouldBeTrue();
    }

    private sealed record CaseNumberAt(int At, Identities.CaseNumber Number);

    private static string Place(int at) => string.Create(CultureInfo.InvariantCulture, $"长安路{at + 100}号");

    private static Task HearAsync(TestHouse node) => node.Get<RegisterCache>().RefreshAsync(Cancellation);

    private static Task<long> HeldAsync(TestHouse house, Identities.CaseNumber number) =>
        house.Database.AskAsync<long>(
            FormattableString.Invariant($"SELECT count(*) FROM open_applications WHERE case_key = {number.Key}"),
            Cancellation
        );

    private static async Task<ErrorOr<Receipt>> AtAsync(TestHouse node, string place) =>
        await node.Get<ReceiveCaseHandler>()
            .HandleAsync(
                new(node.Application() with { Form = new JsonObject { ["premisesAddress"] = place } }),
                node.Clerk(),
                Cancellation
            );

    private static Task<ErrorOr<Block>> BlockAsync(TestHouse house) =>
        house
            .Get<BlockApplicantHandler>()
            .HandleAsync(new(NumberOnTheList, Catering.Drill, BlockGround.Fraud, "骗取许可"), house.By("supervisor", "JC"), Cancellation);

    private static async Task<string[]> FoundAsync(TestHouse house) =>
        [
            .. (await house.Get<CaseQueries>().ListAsync(new(Search: Sought), house.Clock.GetUtcNow(), Cancellation)).Cases.Select(line =>
                line.CaseNumber
            ),
        ];
}
