using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Database;
using ParallelApproval.Organisation;
using ParallelApproval.Testing;

namespace ParallelApproval.Web;

/// <summary>
/// A Production house on a new database: nothing of the sample is in it, it says what to do first, and no page breaks for want of something
/// to show.
/// </summary>
public sealed partial class EmptyHouseTests(TestCluster cluster)
{
    // It answers 503 until the first round of the clocks has ended: that is what it is for.
    private const string AnswersUnavailable = "/health/sweep";

    // It reads the whole house, because that is what it is for, and is asked by itself.
    private const string ReadsEverything = "/api/audit/verification";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_holds_what_law_gives_everybody_and_nothing_of_the_sample()
    {
        await using var database = await cluster.CopyAsync(Template.Empty, Cancellation);
        await using (await FrontDoor.OpenAsync(database.Source, "Production", Cancellation)) { }

        // Nor does a second start add anything.
        await using (await FrontDoor.OpenAsync(database.Source, "Production", Cancellation)) { }

        foreach (
            var table in new[]
            {
                "departments",
                "service_windows",
                "officers",
                "seals",
                "authorisations",
                "materials",
                "service_item_versions",
                "installation_versions",
                "case_files",
            }
        )
            (await database.AskAsync<long>($"SELECT count(*) FROM {table}", Cancellation)).ShouldBe(0, table);
        (await database.AskAsync<long>("SELECT count(*) FROM calendar_years", Cancellation)).ShouldBeGreaterThanOrEqualTo(4);
    }

    [Fact]
    public async Task Every_address_answers_officers_of_every_role_without_a_fault_and_reads_no_growing_table_to_its_end()
    {
        await using var database = await cluster.CopyAsync(Template.Empty, Cancellation);
        await PreferIndexesAsync(database);
        await using var app = await FrontDoor.OpenAsync(database.Source, "Production", Cancellation);
        var before = await ReadToTheEndAsync(database);
        await app.StartAsync(Cancellation);
        var address = new Uri(app.Urls.Single());
        (await new Browser(address).OpenAsync("/login")).Html.ShouldContain("create-administrator");
        await using (var scope = app.Services.CreateAsyncScope())
            (
                await scope
                    .ServiceProvider.GetRequiredService<CreateAdministratorHandler>()
                    .HandleAsync(new("first.admin", "首位管理员", "First", "Opening#2026"), Cancellation)
            ).IsError.ShouldBeFalse();
        var administrator = await Browser.SignInAsync(address, "first.admin", "Opening#2026");
        (await administrator.OpenAsync("/administration")).Html.ShouldContain("What a new house needs first");
        // A flow of the product, and no item yet that runs on it.
        string[] addresses = [.. Addresses(app), "/flows/single-department"];
        addresses.Length.ShouldBeGreaterThan(100);
        await AskAsync(addresses, new Browser(address), administrator);

        // The moment after: one body and one officer of every role, and still no item, window, seal or case.
        await using (
            var db = await app.Services.GetRequiredService<IDbContextFactory<ApprovalDbContext>>().CreateDbContextAsync(Cancellation)
        )
        {
            db.Add(
                new Department
                {
                    Code = "HALL",
                    Name = "政务大厅",
                    NameEn = "Hall",
                    Tier = Tier.District,
                    UnifiedCreditCode = "115116020000000000",
                }
            );
            db.Add(
                new Officer
                {
                    Id = Guid.NewGuid(),
                    UserName = "everything",
                    Name = "全能",
                    NameEn = "Everything",
                    DepartmentCode = "HALL",
                    Roles = [.. Enum.GetValues<Role>()],
                    PasswordHash = Passwords.Hash("Demo#2026"),
                    SecurityStamp = Guid.NewGuid(),
                }
            );
            await db.SaveChangesAsync(Cancellation);
            await RegisterCache.RaiseVersionOfAllAsync(db, Cancellation);
        }

        await app.Services.GetRequiredService<RegisterCache>().RefreshAsync(Cancellation);
        await AskAsync(addresses, await Browser.SignInAsync(address, "everything"));
        await app.StopAsync(Cancellation);
        (await ReadToTheEndAsync(database))
            .Where(table => table.Value > before.GetValueOrDefault(table.Key))
            .Select(table => table.Key)
            .ShouldBeEmpty("a table that grows with the years is read from end to end, because no index answers what is asked of it");

        await using var again = await FrontDoor.OpenAsync(database.Source, "Production", Cancellation);
        await again.StartAsync(Cancellation);
        address = new(again.Urls.Single());
        await AskAsync([ReadsEverything], new Browser(address), await Browser.SignInAsync(address, "everything"));
    }

    // Where an index can answer, it does, however few rows there are.
    private static async Task PreferIndexesAsync(TestDatabase database)
    {
        var name = new Npgsql.NpgsqlConnectionStringBuilder(database.ConnectionString).Database;
        await database.DoAsync($"ALTER DATABASE \"{name}\" SET enable_seqscan = off", Cancellation);
        database.Source.Clear();
    }

    /// <summary>How often each table that holds a row or more a case was read from end to end; told by sessions that have ended.</summary>
    private static async Task<Dictionary<string, long>> ReadToTheEndAsync(TestDatabase database)
    {
        database.Source.Clear();
        const string others = "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid())";
        while (await database.AskAsync<bool>(others, Cancellation))
            database.Source.Clear();
        await using var ask = database.Source.CreateCommand(
            """
            SELECT s.relname::text, s.seq_scan FROM pg_stat_user_tables s
            WHERE EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = s.relid AND a.attname = 'case_key' AND NOT a.attisdropped)
                -- What was sent beforehand is forgotten after weeks.
                AND s.relname <> 'prechecks'
            """
        );
        await using var rows = await ask.ExecuteReaderAsync(Cancellation);
        var read = new Dictionary<string, long>(StringComparer.Ordinal);
        while (await rows.ReadAsync(Cancellation))
            read[rows.GetString(0)] = rows.GetInt64(1);
        return read;
    }

    private static async Task AskAsync(string[] addresses, params Browser[] readers)
    {
        var faults = new List<string>();
        foreach (var reader in readers)
        foreach (var path in addresses)
            if (await reader.OpenAsync(path) is { Status: >= System.Net.HttpStatusCode.InternalServerError } broken)
                faults.Add($"{path}: {(int)broken.Status} {broken.Html[..Math.Min(200, broken.Html.Length)]}");
        faults.ShouldBeEmpty();
    }

    private static IEnumerable<string> Addresses(WebApplication app) =>
        app
            .Services.GetServices<EndpointDataSource>()
            .SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .Where(endpoint =>
                endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is not { Count: > 0 } methods || methods.Contains("GET")
            )
            .Select(endpoint => "/" + Parameter().Replace(endpoint.RoutePattern.RawText!.TrimStart('/'), Value))
            .Where(path => path is not (AnswersUnavailable or ReadsEverything) && !path.StartsWith("/_", StringComparison.Ordinal))
            .Distinct()
            .Order(StringComparer.Ordinal);

    // Something of the right form that is not there.
    private static string Value(Match parameter) =>
        parameter.Groups["name"].Value.ToLowerInvariant() switch
        {
            "year" => "2026",
            "no" or "case" or "casenumber" => "61010420261124000213",
            _ when parameter.Value.Contains(":int", StringComparison.Ordinal) => "1",
            _ when parameter.Value.Contains(":guid", StringComparison.Ordinal) => Guid.Empty.ToString(),
            _ => "X",
        };

    [GeneratedRegex(@"\{\*{0,2}(?<name>\w+)[^}]*(\{[^}]*\})?[^}]*\}")]
    private static partial Regex Parameter();
}
