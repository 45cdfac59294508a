using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Testing;

namespace ParallelApproval.Events;

/// <summary>A root proves what the database held: what is gone since is found, even where nothing in the database says so.</summary>
public sealed class TrailRootTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_case_that_was_taken_out_of_all_tables_is_missed_by_the_root()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.ReceiveAsync(Catering.Drill);
        var number = await house.ReceiveAsync(Catering.Drill);
        await house.HearAsync(Cancellation);
        await house.Get<TrailRoots>().MakeAsync(Cancellation);
        (await house.DecideAsync(number, 1)).IsError.ShouldBeFalse();
        (await house.Get<AuditQueries>().VerifyAsync(Cancellation)).Holds.ShouldBeTrue("work goes on after a root");

        await house.Database.DoAsync(
            """
            DO $$
            DECLARE of record;
            BEGIN
                FOR of IN SELECT c.table_name FROM information_schema.columns c
                    JOIN information_schema.tables t USING (table_schema, table_name)
                    WHERE c.column_name = 'case_key' AND c.table_schema = current_schema() AND t.table_type = 'BASE TABLE' LOOP
                    EXECUTE format('ALTER TABLE %I DISABLE TRIGGER USER', of.table_name);
                    EXECUTE format('DELETE FROM %I WHERE case_key = $1', of.table_name) USING
            """ + $" {number.Key.ToString(CultureInfo.InvariantCulture)}; END LOOP; END $$",
            Cancellation
        );

        (await house.Get<AuditQueries>().VerifyAsync(Cancellation)).Altered.ShouldContain(
            new AlteredState("root 1", AlteredState.EventsMissing)
        );
    }

    [Fact]
    public async Task Roots_follow_each_other_and_none_is_missing_or_changed()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.ReceiveAsync(Catering.Drill);
        for (var i = 0; i < 3; i++)
            await house.Get<TrailRoots>().MakeAsync(Cancellation);
        (await house.Get<AuditQueries>().VerifyAsync(Cancellation)).Holds.ShouldBeTrue();

        await house.Database.DoAsync("UPDATE trail_roots SET events = events + 1 WHERE number = 2", Cancellation);
        (await house.Get<AuditQueries>().VerifyAsync(Cancellation)).Altered.ShouldContain(
            new AlteredState("root 2", AlteredState.RootChanged)
        );
        await house.Database.DoAsync("DELETE FROM trail_roots WHERE number = 2", Cancellation);
        (await house.Get<AuditQueries>().VerifyAsync(Cancellation)).Altered.ShouldContain(
            new AlteredState("root 2", AlteredState.RootMissing)
        );
    }

    [Fact]
    public async Task A_backup_that_is_put_back_lacks_the_root_that_was_printed_since()
    {
        var folder = Directory.CreateTempSubdirectory("roots-");
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation, services =>
            services.AddSingleton(new TrailRootFolder(folder.FullName))
        );
        try
        {
            await house.ReceiveAsync(Catering.Drill);
            await house.Get<TrailRoots>().MakeAsync(Cancellation);
            var printed = await house.Get<TrailRoots>().MakeAsync(Cancellation);
            (await house.Get<AuditQueries>().VerifyAsync(Cancellation, printed)).ShouldSatisfyAllConditions(
                audit => audit.Holds.ShouldBeTrue(),
                audit => audit.Root.ShouldBe(printed)
            );

            await house.Database.DoAsync("DELETE FROM trail_roots WHERE number = 2", Cancellation);
            (await house.Get<AuditQueries>().VerifyAsync(Cancellation)).Altered.ShouldBe([new(printed, AlteredState.RootMissing)]);
            File.Delete(Path.Combine(folder.FullName, "trail-roots.txt"));
            (await house.Get<AuditQueries>().VerifyAsync(Cancellation)).Holds.ShouldBeTrue("nothing outside says anything else");
            (await house.Get<AuditQueries>().VerifyAsync(Cancellation, printed)).Holds.ShouldBeFalse();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
