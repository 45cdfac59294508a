using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Internal;
using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Database;
using ParallelApproval.Testing;

namespace ParallelApproval.Web;

/// <summary>
/// The next version comes while people work: it brings the schema up to date under the old node, serves beside it, and the old one leaves.
/// The next version is this program with one more migration, which adds.
/// </summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class RollingUpgradeTests(TestCluster cluster)
{
    private const int Officers = 4;
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(8);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Node_after_node_is_replaced_under_load_and_no_caller_hears_of_it_who_sends_again()
    {
        await using var database = await cluster.CopyAsync(Template.District, Cancellation);
        await using var old = await StartOldAsync(database);
        var office = new Office(old.Address);
        var tokens = await TokensAsync(old.Address);
        using var over = new CancellationTokenSource();
        var working = Enumerable.Range(0, Officers).Select(officer => WorkAsync(office, tokens, officer, over.Token)).ToList();
        await office.SomethingIsDoneAsync(working);

        await using var next = await FrontDoor.OpenAsync(database.Source, "Demo", Cancellation, services =>
            services.ConfigureDbContext<ApprovalDbContext>(options => options.ReplaceService<IMigrationsAssembly, NextVersion>())
        );
        (await database.AskAsync<bool>("SELECT note_of_next IS NULL FROM cases LIMIT 1", Cancellation)).ShouldBeTrue();
        // The schema is the next one, and the old node goes on.
        await office.SomethingIsDoneAsync(working);
        await next.StartAsync(Cancellation);
        office.Opens(new(next.Urls.Single()));
        await office.SomethingIsDoneAsync(working);
        office.Closes(old.Address);
        await old.StopAsync();
        await office.SomethingIsDoneAsync(working);
        await over.CancelAsync();
        await Task.WhenAll(working);

        var cases = await database.AskAsync<long>("SELECT count(*) FROM cases", Cancellation);
        cases.ShouldBe(office.Cases);
        (
            await database.AskAsync<long>("SELECT count(*) FROM cases WHERE status = 'Decided' AND result = 'Finished'", Cancellation)
        ).ShouldBe(cases);
        (await database.AskAsync<long>("SELECT count(*) FROM decisions", Cancellation)).ShouldBe(cases * Catering.Departments.Length);
        var supervisor = await Account.SignInAsync(new(next.Urls.Single()), "supervisor", "Demo#2026");
        var audit = await supervisor.GetAsync("/api/audit/verification");
        audit["holds"]!.GetValue<bool>().ShouldBeTrue(audit.Text);
    }

    private static async Task WorkAsync(Office office, Dictionary<string, string> tokens, int officer, CancellationToken over)
    {
        for (var running = 0; !over.IsCancellationRequested; running++)
        {
            var receipt = await office.SendAsync(tokens["clerk"], "/api/cases", Drill.Application, $"case-{officer}-{running}");
            var number = receipt["caseNumber"]!.GetValue<string>();
            for (var branch = 1; branch <= Catering.Departments.Length; branch++)
                await office.SendAsync(
                    tokens["approver-" + Catering.Departments[branch - 1]],
                    Catering.Task(number, branch) + "/decision",
                    Catering.Approval,
                    $"{number}-{branch}"
                );
            office.CaseIsDone();
        }
    }

    private static async Task<Dictionary<string, string>> TokensAsync(Uri address)
    {
        var tokens = new Dictionary<string, string>();
        foreach (var name in Catering.Departments.Select(code => "approver-" + code).Append("clerk"))
            tokens[name] = (await Account.SignInAsync(address, name, "Demo#2026")).Token!;
        return tokens;
    }

    private static Task<WebProcess> StartOldAsync(TestDatabase database) =>
        WebProcess.StartAsync(
            typeof(Program).Assembly.Location,
            ["--ParallelApproval:SampleCases=false"],
            new Dictionary<string, string>
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Demo",
                ["ConnectionStrings__ParallelApproval"] = database.ConnectionString,
                ["Logging__LogLevel__Default"] = "Error",
            },
            StartLimit,
            Cancellation
        );

    /// <summary>The proxy in front of the nodes, as one does it: in turn, and to the next one when it may be sent again.</summary>
    private sealed class Office(Uri first)
    {
        private readonly ConcurrentDictionary<(Uri, string), Account> _accounts = new();
        private volatile Uri[] _open = [first];
        private volatile TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _cases;
        private int _turn;

        public int Cases => _cases;

        public void Opens(Uri node) => _open = [.. _open, node];

        public void Closes(Uri node) => _open = [.. _open.Where(other => other != node)];

        public void CaseIsDone()
        {
            Interlocked.Increment(ref _cases);
            Interlocked.Exchange(ref _done, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        }

        /// <summary>Waits until every officer could have finished a case that he began after now.</summary>
        public async Task SomethingIsDoneAsync(IReadOnlyList<Task> working)
        {
            for (var wanted = _cases + (2 * Officers); _cases < wanted; )
                await await Task.WhenAny(working.Append(_done.Task)).WaitAsync(TimeSpan.FromMinutes(4), Cancellation);
        }

        public async Task<Answer> SendAsync(string token, string path, Func<System.Text.Json.Nodes.JsonObject> body, string key)
        {
            while (true)
            {
                var open = _open;
                var node = open[(int)((uint)Interlocked.Increment(ref _turn) % (uint)open.Length)];
                try
                {
                    var answer = await _accounts.GetOrAdd((node, token), _ => new(node, token)).PostAsync(path, body(), key);
                    if (answer.Status is 200 or 201)
                        return answer;
                    (answer.Status is 503 || answer.Code is "case_busy" or "house_busy").ShouldBeTrue(answer.Text);
                }
                catch (HttpRequestException)
                {
                    // It was leaving just then; the next one is asked.
                }
            }
        }
    }

#pragma warning disable EF1001 // the one way to say that a program brings one migration more
    private sealed class NextVersion(
        ICurrentDbContext context,
        IDbContextOptions options,
        IMigrationsIdGenerator ids,
        Microsoft.EntityFrameworkCore.Diagnostics.IDiagnosticsLogger<DbLoggerCategory.Migrations> log
    ) : MigrationsAssembly(context, options, ids, log)
    {
        public override IReadOnlyDictionary<string, TypeInfo> Migrations =>
            new SortedDictionary<string, TypeInfo>(
                base.Migrations.ToDictionary(known => known.Key, known => known.Value),
                StringComparer.Ordinal
            )
            {
                [OfTheNextVersion.Id] = typeof(OfTheNextVersion).GetTypeInfo(),
            };
    }
#pragma warning restore EF1001 // as before

    [Migration(OfTheNextVersion.Id)]
    private sealed class OfTheNextVersion : Migration
    {
        public const string Id = "29990101000000_OfTheNextVersion";

        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>("note_of_next", "cases", nullable: true);
            migrationBuilder.AddColumn<int>("copies_of_next", "case_materials", nullable: false, defaultValue: 1);
            migrationBuilder.CreateTable("papers_of_next", table => new { id = table.Column<int>(nullable: false) });
        }
    }
}
