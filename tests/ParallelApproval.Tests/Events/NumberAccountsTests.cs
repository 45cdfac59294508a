using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Testing;

namespace ParallelApproval.Events;

/// <summary>A number that is neither used nor written down as never used has been taken away.</summary>
public sealed class NumberAccountsTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_case_or_a_paper_taken_out_is_missed_by_its_number()
    {
        await using var district = await DistrictToForge.BuildAsync(cluster, Cancellation, cases: 60);
        var house = district.House;
        await house.ReceiveAsync();
        house.Clock.Advance(TimeSpan.FromMinutes(20));
        await house.Get<NumberAccounts>().RunOnceAsync(Cancellation);
        await house.Get<NumberAccounts>().RunOnceAsync(Cancellation);
        (await house.Get<AuditQueries>().VerifyAsync(Cancellation)).ShouldSatisfyAllConditions(
            audit => audit.Altered.ShouldBeEmpty(),
            audit => audit.Holds.ShouldBeTrue()
        );

        var tried = new List<string>();
        foreach (var series in house.Services.GetServices<NumberSeries>())
        {
            var (table, key) = Tables[series.Name];
            if (await house.Database.AskAsync<long>($"SELECT count(*) FROM ({series.Used}) AS u", Cancellation) == 0)
                continue;
            foreach (var end in (string[])["ASC", "DESC"])
            {
                var found = await district.ForgeAsync(
                    async connection =>
                    {
                        await DistrictToForge.DoAsync(
                            connection,
                            $"ALTER TABLE {table} DISABLE TRIGGER ALL; "
                                + $"DELETE FROM {table} WHERE {key} = (SELECT {key} FROM {table} {Some[series.Name]} ORDER BY {key} {end} LIMIT 1)",
                            Cancellation
                        );
                    },
                    Cancellation
                );
                found!
                    .Altered.Where(place => place.Fault == AlteredState.NumberMissing)
                    .ShouldHaveSingleItem()
                    .Place.ShouldStartWith(series.Name + " ");
            }

            tried.Add(series.Name);
        }

        tried.ShouldBe(["cases", "documents"], ignoreOrder: true);
    }

    [Fact]
    public async Task Numbers_drawn_and_not_used_are_written_down_once_and_one_that_comes_to_stand_there_later_is_found()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var first = await house.ReceiveAsync();
        // As if a node had drawn numbers and been killed before it stored anything.
        for (var lost = 0; lost < 3; lost++)
            await house.Get<CaseNumbers>().NextAsync("610104", new(2026, 3, 2), Cancellation);
        var last = await house.ReceiveAsync();
        (last.Key - first.Key).ShouldBe(4);
        var accounts = house.Get<NumberAccounts>();

        // What was received a moment ago is not accounted for yet: something with a lower number may still be under way.
        await accounts.RunOnceAsync(Cancellation);
        (await UnusedAsync(house)).ShouldBe(0);
        house.Clock.Advance(TimeSpan.FromMinutes(11));
        await accounts.RunOnceAsync(Cancellation);
        await accounts.RunOnceAsync(Cancellation);
        (await UnusedAsync(house)).ShouldBe(3);
        (await house.Get<AuditQueries>().VerifyAsync(Cancellation)).Holds.ShouldBeTrue();

        await using var connection = await house.Database.Source.OpenConnectionAsync(Cancellation);
        await DistrictToForge.DoAsync(
            connection,
            $"BEGIN; INSERT INTO cases SELECT (jsonb_populate_record(c, '{{\"case_key\": {first.Key + 2}}}')).* FROM cases c "
                + $"WHERE case_key = {first.Key}",
            Cancellation
        );
        (await accounts.CheckAsync(connection, Cancellation)).ShouldHaveSingleItem().Fault.ShouldBe(AlteredState.NumberEnteredLater);
        await DistrictToForge.DoAsync(connection, "ROLLBACK", Cancellation);
    }

    [Fact]
    public async Task A_table_that_came_with_an_upgrade_gets_its_seal_while_it_is_empty_and_no_other_ever()
    {
        await using var house = await TestHouse.EmptyAsync(cluster, Cancellation);
        await house.Database.DoAsync("DELETE FROM table_seals WHERE name IN ('number_accounts', 'proposals', 'officers')", Cancellation);
        await house.Get<TrailSetup>().EstablishAsync(Cancellation);
        (await house.Get<AuditQueries>().VerifyAsync(Cancellation)).Altered.Select(found => found.Place).ShouldBe(["officers"]);

        await house.Database.DoAsync(
            "DELETE FROM table_seals WHERE name = 'number_accounts'; "
                + "INSERT INTO number_accounts (series, period, up_to, unused, accounted_at) VALUES ('cases', 'x', 1, '{1}', now())",
            Cancellation
        );
        await house.Get<TrailSetup>().EstablishAsync(Cancellation);
        (await house.Get<AuditQueries>().VerifyAsync(Cancellation)).Altered.Select(found => found.Place).ShouldContain("number_accounts");
    }

    private static readonly Dictionary<string, (string Table, string Key)> Tables = new()
    {
        ["cases"] = ("cases", "case_key"),
        ["documents"] = ("documents", "number"),
        ["complaints"] = ("complaints", "number"),
        ["runs"] = ("workflow_instances", "case_key"),
    };

    private static readonly Dictionary<string, string> Some = new()
    {
        ["cases"] = "",
        ["documents"] = "",
        ["complaints"] = "",
        ["runs"] = "WHERE case_key < 10000000000000",
    };

    private static Task<long> UnusedAsync(TestHouse house) =>
        house.Database.AskAsync<long>("SELECT coalesce(sum(cardinality(unused)), 0)::bigint FROM number_accounts", Cancellation);
}
