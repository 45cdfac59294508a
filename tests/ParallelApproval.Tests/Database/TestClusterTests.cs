using Microsoft.EntityFrameworkCore;
using ParallelApproval.Testing;

namespace ParallelApproval.Database;

/// <summary>The ground that other tests stand on.</summary>
public sealed class TestClusterTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Copies_of_a_template_are_alike_and_apart_and_it_is_filled_once()
    {
        var filled = 0;
        var template = new Template("template_of_this_test", async (source, cancellation) =>
        {
            Interlocked.Increment(ref filled);
            await using var make = source.CreateCommand("CREATE TABLE shelf AS SELECT 1 AS book");
            await make.ExecuteNonQueryAsync(cancellation);
        });
        var copies = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => cluster.CopyAsync(template, Cancellation)));
        await copies[0].AskAsync<int>("INSERT INTO shelf VALUES (2) RETURNING book", Cancellation);
        (await copies[0].AskAsync<long>("SELECT count(*) FROM shelf", Cancellation)).ShouldBe(2);
        (await copies[1].AskAsync<long>("SELECT count(*) FROM shelf", Cancellation)).ShouldBe(1);
        filled.ShouldBe(1);
        foreach (var copy in copies)
            await copy.DisposeAsync();
    }

    [Fact]
    public async Task A_borrowed_database_is_put_back_and_one_whose_tables_were_changed_is_borrowed_no_more()
    {
        var template = new Template("template_to_borrow", async (source, cancellation) =>
        {
            await using var make = source.CreateCommand(
                "CREATE TABLE shelf (id bigint GENERATED ALWAYS AS IDENTITY, book text); INSERT INTO shelf (book) VALUES ('first'), ('second')"
            );
            await make.ExecuteNonQueryAsync(cancellation);
        });
        var served = new List<string>();
        foreach (
            var change in (string[])
                [
                    "INSERT INTO shelf (book) VALUES ('third')",
                    "UPDATE shelf SET book = 'torn' WHERE id = 1",
                    "DELETE FROM shelf",
                    "ALTER TABLE shelf ADD COLUMN torn boolean",
                    "SELECT 1",
                ]
        )
        {
            await using var database = await cluster.BorrowAsync(template, Cancellation);
            served.Add(await database.AskAsync<string>("SELECT current_database()::text", Cancellation));
            (await database.AskAsync<string>("SELECT string_agg(id || ' ' || book, ', ' ORDER BY id) FROM shelf", Cancellation)).ShouldBe(
                "1 first, 2 second"
            );
            (
                await database.AskAsync<long>("SELECT last_value FROM pg_sequences WHERE sequencename = 'shelf_id_seq'", Cancellation)
            ).ShouldBe(2);
            await using var make = database.Source.CreateCommand(change);
            await make.ExecuteNonQueryAsync(Cancellation);
        }

        served.Take(4).Distinct().ShouldHaveSingleItem("it was put back three times");
        served[4].ShouldNotBe(served[0]);
    }

    [Fact]
    public async Task The_template_of_tables_can_be_read_by_the_context()
    {
        await using var database = await cluster.CopyAsync(Template.Tables, Cancellation);
        await using var context = database.NewContext();
        var tables = context.Model.GetEntityTypes().Select(type => type.GetTableName()).OfType<string>().Distinct().ToList();
        tables.ShouldNotBeEmpty();
        var filled = new List<string>();
        foreach (var table in tables)
            if (await database.AskAsync<bool>($"""SELECT EXISTS (SELECT FROM "{table}")""", Cancellation))
                filled.Add(table);
        filled.ShouldBe(
            ["data_keys", "house_trail", "table_seals", "trail_keys"],
            ignoreOrder: true,
            "tables without a row are sealed, too"
        );
    }

    [Fact]
    public async Task The_template_of_the_district_has_the_drill_and_its_officers()
    {
        await using var database = await cluster.CopyAsync(Template.District, Cancellation);
        (await database.AskAsync<bool>("SELECT count(*) > 6 FROM officers", Cancellation)).ShouldBeTrue();
        (
            await database.AskAsync<bool>("SELECT count(*) = 1 FROM service_item_versions WHERE item_code = '610104-YJS-900'", Cancellation)
        ).ShouldBeTrue();
    }

    [Fact]
    public async Task What_a_crashed_run_left_is_cleared_away_with_its_server()
    {
        var parent = Directory.CreateTempSubdirectory("pa-runs-").FullName;
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(parent, File.GetUnixFileMode(parent) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        var abandoned = Path.Combine(parent, "abandoned");
        await using var crashed = await Tenant.StartAsync(abandoned);
        await crashed.KillAsync();
        using (var run = TestRunFolder.TakeIn(parent))
        {
            Directory.Exists(abandoned).ShouldBeFalse();
            Embedded.RunningServer.IsServerOf(crashed.ServerProcessId, new(Path.Combine(abandoned, "postgres"), null)).ShouldBeFalse();
            using var other = TestRunFolder.TakeIn(parent);
            Directory.Exists(run.Path).ShouldBeTrue();
        }
        Directory.EnumerateFileSystemEntries(parent).ShouldBeEmpty();
        Directory.Delete(parent, recursive: true);
    }
}
