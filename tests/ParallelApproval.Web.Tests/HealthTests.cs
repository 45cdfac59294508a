using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ParallelApproval.Database;
using ParallelApproval.Testing;
using ParallelApproval.Web.Health;

namespace ParallelApproval.Web;

/// <summary>What the load balancer is told.</summary>
public sealed class HealthTests(TestCluster cluster)
{
    private const string OnlyReads = """
        DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on', current_database()); END $$
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Before_the_disk_is_full_no_new_matter_is_taken_and_what_was_begun_is_decided()
    {
        await using var database = await cluster.CopyAsync(Template.District, Cancellation);
        await using var app = await OpenAsync(database);
        var address = await StartAsync(app);
        var (clerk, approver) = (await SignInAsync(address, "clerk"), await SignInAsync(address, "approver-" + Catering.Departments[0]));
        var number = (await clerk.PostAsync("/api/cases", Drill.Application()))["caseNumber"]!.GetValue<string>();
        await using var full = await OpenAsync(database, services =>
            services.AddSingleton(new DatabaseDisk(Path.GetTempPath(), leastFree: long.MaxValue))
        );
        var fullAddress = await StartAsync(full);

        var refused = await new Account(fullAddress, clerk.Token).PostAsync("/api/cases", Drill.Application(), "taken-later");
        (refused.Status, refused.Code, refused.Headers.ContainsKey("Retry-After")).ShouldBe((503, "disk_nearly_full", true), refused.Text);
        (
            await new Account(fullAddress, approver.Token).PostAsync(Catering.Task(number, 1) + "/decision", Catering.Approval())
        ).Status.ShouldBe(200);
        var health = await new Account(fullAddress, token: null).GetAsync("/health/ready");
        (health.Status, health["status"]!.GetValue<string>()).ShouldBe((200, "degraded"), health.Text);
        health["remarks"]![0]!.GetValue<string>().ShouldMatch("^diskNearlyFull:[0-9]+MiB$");
        // There is room again: the same request is taken.
        (await clerk.PostAsync("/api/cases", Drill.Application(), "taken-later")).Status.ShouldBe(201);
    }

    [Fact]
    public async Task A_server_that_only_reads_is_told_and_so_is_a_standby_that_is_missing()
    {
        await using var database = await cluster.CopyAsync(Template.District, Cancellation);
        await using var app = await OpenAsync(database, services => services.AddSingleton(new HealthSettings { Standbys = 1 }));
        var nobody = new Account(await StartAsync(app), token: null);
        (await nobody.GetAsync("/health/ready"))["remarks"]![0]!.GetValue<string>().ShouldBe("standbyMissing:0of1");

        await database.DoAsync(OnlyReads, Cancellation);
        database.Source.Clear();
        var health = await nobody.GetAsync("/health/ready");
        (health.Status, health["status"]!.GetValue<string>()).ShouldBe((503, "databaseReadOnly"), health.Text);
    }

    [Fact]
    public async Task A_node_that_goes_down_says_so_before_it_closes_the_door_and_is_gone_soon()
    {
        await using var database = await cluster.CopyAsync(Template.District, Cancellation);
        // As long as it takes here: what is tried is that the door stays open until somebody has been told, and closes then.
        await using var app = await OpenAsync(database, services => services.AddSingleton(new HealthSettings { FarewellSeconds = 60 }));
        var nobody = new Account(await StartAsync(app), token: null);
        (await nobody.GetAsync("/health/ready")).Status.ShouldBe(200);

        var stopping = app.StopAsync(Cancellation);
        var told = await nobody.GetAsync("/health/ready");
        (told.Status, told["status"]!.GetValue<string>()).ShouldBe((503, "stopping"), told.Text);
        await stopping;
    }

    private static Task<WebApplication> OpenAsync(TestDatabase database, Action<IServiceCollection>? alsoAdd = null) =>
        FrontDoor.OpenAsync(database.Source, "Demo", Cancellation, alsoAdd);

    private static async Task<Uri> StartAsync(WebApplication app)
    {
        await app.StartAsync(Cancellation);
        return new(app.Urls.Single());
    }

    private static Task<Account> SignInAsync(Uri address, string userName) => Account.SignInAsync(address, userName, "Demo#2026");
}
