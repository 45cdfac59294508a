using Npgsql;
using ParallelApproval.Identities;
using ParallelApproval.Synthesis;
using ParallelApproval.Testing;

namespace ParallelApproval.Bulletins;

/// <summary>The lists of days and weeks of a small synthetic district, found again by reading all clocks there are.</summary>
public sealed class BulletinsOfADistrictTests(TestCluster cluster)
{
    // Of the parts of a case, or of the whole where none of its parts is listed; drills are none of it.
    private const string Listed = """
        WITH found AS (SELECT k.case_key, k.branch FROM clocks k JOIN cases c USING (case_key) JOIN service_item_versions i ON i.item_code = c.item_code AND i.version = c.item_version
            WHERE k.kind = 'Promised' AND coalesce((i.document->>'isDrill')::boolean, false) = false AND {0})
        SELECT case_key, branch FROM found f WHERE branch > 0 OR NOT EXISTS (SELECT FROM found o WHERE o.case_key = f.case_key AND o.branch > 0)
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_list_holds_exactly_the_promises_that_stood_so_at_its_end()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.Get<LoadDistrictHandler>().HandleAsync(new(400, Seed: 5), null, Cancellation);
        var (nearInAll, lateInAll) = (0, 0);
        for (var day = BulletinPeriod.Of(BulletinKind.Daily, new(2025, 9, 1)); day.FirstDay < new DateOnly(2026, 3, 1); day = day.Next)
        {
            var near = await ListedAsync(
                house,
                "least(k.blue_at, k.yellow_at) <= @end AND k.due_at > @end AND (k.ended_on IS NULL OR k.ended_on > @last)",
                day
            );
            ((DailyBulletin)(await ReadAsync(house, day)).Value)
                .NearDue.Select(found => (found.CaseNumber, found.Branch ?? 0))
                .ShouldBe(near, ignoreOrder: true, day.ToString());
            nearInAll += near.Count;
        }

        for (
            var week = BulletinPeriod.Of(BulletinKind.Weekly, new(2025, 3, 3));
            week.FirstDay < new DateOnly(2026, 2, 23);
            week = week.Next
        )
        {
            var late = await ListedAsync(
                house,
                "k.due_at <= @end AND k.due_on <= @last AND (k.ended_on IS NULL OR (k.ended_on > k.due_on AND k.ended_on >= @first))",
                week
            );
            var found = ((WeeklyBulletin)(await ReadAsync(house, week)).Value).Late;
            found.Select(matter => (matter.CaseNumber, matter.Branch ?? 0)).ShouldBe(late, ignoreOrder: true, week.ToString());
            found.ShouldAllBe(matter => matter.EndedOn == null || (matter.EndedOn > matter.DueOn && matter.EndedOn <= week.LastDay));
            lateInAll += late.Count;
        }

        nearInAll.ShouldBePositive();
        lateInAll.ShouldBePositive();
    }

    private static Task<ErrorOr.ErrorOr<Bulletin>> ReadAsync(TestHouse house, BulletinPeriod period) =>
        house.Get<BulletinQueries>().ReadAsync(period, provisional: false, Cancellation);

    private static async Task<List<(string, int)>> ListedAsync(TestHouse house, string condition, BulletinPeriod period)
    {
        await using var ask = house.Database.Source.CreateCommand(Listed.Replace("{0}", condition, StringComparison.Ordinal));
        ask.Parameters.Add(new NpgsqlParameter("end", period.To.ToUniversalTime()));
        ask.Parameters.Add(new NpgsqlParameter("first", period.FirstDay));
        ask.Parameters.Add(new NpgsqlParameter("last", period.LastDay));
        await using var rows = await ask.ExecuteReaderAsync(Cancellation);
        var found = new List<(string, int)>();
        while (await rows.ReadAsync(Cancellation))
            found.Add((new CaseNumber(rows.GetInt64(0)).ToString(), rows.GetInt32(1)));
        return found;
    }
}
