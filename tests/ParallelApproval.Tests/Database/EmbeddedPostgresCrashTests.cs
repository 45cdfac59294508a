using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using ParallelApproval.Database.Embedded;

namespace ParallelApproval.Database;

/// <summary>Several processes on one folder, and what they leave behind when they are killed.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class EmbeddedPostgresCrashTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Task<EmbeddedPostgres> Start(EmbeddedPostgresOptions options) =>
        EmbeddedPostgres.StartAsync(options, NullLogger.Instance, Cancellation);

    [Fact]
    public async Task The_last_process_to_leave_stops_the_server()
    {
        await using var folder = new ScratchFolder();
        await using var first = await Tenant.StartAsync(folder.Path);
        await using var second = await Tenant.StartAsync(folder.Path);
        second.IsAdopted.ShouldBeTrue();
        await first.LeaveAsync();
        (await Tenant.AskAsync<int>(second.ConnectionString, "SELECT 1")).ShouldBe(1);
        await second.LeaveAsync();
        RunningServer.Find(folder.Cluster).ShouldBeNull();
    }

    [Fact]
    public async Task Two_processes_that_come_at_once_to_an_empty_folder_share_one_server()
    {
        await using var folder = new ScratchFolder();
        await using var one = Tenant.Launch(folder.Path);
        await using var other = Tenant.Launch(folder.Path);
        await Task.WhenAll(one.MovedInAsync(), other.MovedInAsync());
        one.ServerProcessId.ShouldBe(other.ServerProcessId);
        one.IsAdopted.ShouldNotBe(other.IsAdopted);
    }

    [Fact]
    public async Task The_server_of_a_killed_process_is_adopted_and_stopped_by_the_next()
    {
        await using var folder = new ScratchFolder();
        await using var killed = await Tenant.StartAsync(folder.Path);
        await Tenant.AskAsync<int>(killed.ConnectionString, "CREATE TABLE kept AS SELECT 7 AS seven; SELECT seven FROM kept");
        await killed.KillAsync();
        await using (var postgres = await Start(folder.Options(Durability.Durable)))
        {
            postgres.IsAdopted.ShouldBeTrue();
            postgres.ServerProcessId.ShouldBe(killed.ServerProcessId);
            (await Tenant.AskAsync<int>(postgres.ConnectionString, "SELECT seven FROM kept")).ShouldBe(7);
        }
        RunningServer.Find(folder.Cluster).ShouldBeNull();
    }

    [Fact]
    public async Task What_was_committed_is_there_after_process_and_server_were_killed()
    {
        await using var folder = new ScratchFolder();
        await using var killed = await Tenant.StartAsync(folder.Path);
        await Tenant.AskAsync<int>(killed.ConnectionString, "CREATE TABLE kept AS SELECT 7 AS seven; SELECT seven FROM kept");
        await killed.KillAsync();
        await folder.KillAsync(killed.ServerProcessId);
        await using var postgres = await Start(folder.Options(Durability.Durable));
        postgres.IsAdopted.ShouldBeFalse();
        (await Tenant.AskAsync<int>(postgres.ConnectionString, "SELECT seven FROM kept")).ShouldBe(7);
    }

    [Fact]
    public async Task A_server_that_dies_under_its_process_is_started_again_on_the_same_port_with_all_that_was_committed()
    {
        await using var folder = new ScratchFolder();
        await using var postgres = await Start(folder.Options(Durability.Durable));
        await Tenant.AskAsync<int>(postgres.ConnectionString, "CREATE TABLE kept AS SELECT 7 AS seven; SELECT seven FROM kept");
        var (killed, before) = (postgres.ServerProcessId, postgres.ConnectionString);
        await folder.KillAsync(killed);

        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (postgres.ServerProcessId == killed)
            await tick.WaitForNextTickAsync(Cancellation);

        (await Tenant.AskAsync<int>(before + ";Pooling=false", "SELECT seven FROM kept")).ShouldBe(7);
    }

    [Fact]
    public async Task A_server_that_dies_under_its_process_does_not_stop_the_process_from_leaving()
    {
        await using var folder = new ScratchFolder();
        var postgres = await Start(folder.Options());
        await folder.KillAsync(postgres.ServerProcessId);
        await Should.NotThrowAsync(postgres.DisposeAsync().AsTask());
    }

    [Fact]
    public async Task A_stale_process_file_that_names_a_stranger_is_in_nobodys_way()
    {
        await using var folder = new ScratchFolder();
        await (await Start(folder.Options())).DisposeAsync();
        using var stranger = await StrangerAsync(folder);
        try
        {
            await File.WriteAllTextAsync(
                folder.Cluster.ProcessFile,
                $"{stranger.Id}\n{folder.Cluster.Data}\n1790000000\n5432\n\n127.0.0.1\n",
                Cancellation
            );
            await using var postgres = await Start(folder.Options());
            postgres.ServerProcessId.ShouldNotBe(stranger.Id);
            stranger.HasExited.ShouldBeFalse();
        }
        finally
        {
            stranger.Kill();
        }
    }

    [Fact]
    public async Task A_process_killed_while_it_makes_the_cluster_leaves_no_half_of_one()
    {
        await using var folder = new ScratchFolder();
        using var watch = new FileSystemWatcher(Directory.CreateDirectory(folder.Cluster.Path).FullName, "data.new-*")
        {
            NotifyFilter = NotifyFilters.DirectoryName,
        };
        var begun = new TaskCompletionSource();
        watch.Created += (_, _) => begun.TrySetResult();
        watch.EnableRaisingEvents = true;
        await using (var killed = Tenant.Launch(folder.Path))
        {
            await begun.Task.WaitAsync(Cancellation);
            await killed.KillAsync();
        }
        Directory.Exists(folder.Cluster.Data).ShouldBeFalse();
        Directory.CreateDirectory(folder.Cluster.Combine("data.new-leftover"));
        await using var postgres = await Start(folder.Options());
        (await Tenant.AskAsync<int>(postgres.ConnectionString, "SELECT 1")).ShouldBe(1);
        Directory.Exists(folder.Cluster.Combine("data.new-leftover")).ShouldBeFalse();
    }

    [Fact]
    public async Task An_adopted_server_with_other_settings_is_started_anew()
    {
        await using var folder = new ScratchFolder();
        await using var killed = await Tenant.StartAsync(folder.Path);
        await killed.KillAsync();
        await using var postgres = await Start(
            folder.Options(Durability.Durable) with
            {
                Settings = new Dictionary<string, string> { ["max_connections"] = "33" },
            }
        );
        postgres.ServerProcessId.ShouldNotBe(killed.ServerProcessId);
        (await Tenant.AskAsync<string>(postgres.ConnectionString, "SHOW max_connections")).ShouldBe("33");
    }

    [Fact]
    public async Task A_process_that_just_exits_stops_its_server()
    {
        await using var folder = new ScratchFolder();
        await using var careless = Tenant.Launch(folder.Path, "exit");
        await careless.WaitForExitAsync();
        File.Exists(folder.Cluster.PortFile).ShouldBeTrue();
        RunningServer.Find(folder.Cluster).ShouldBeNull();
    }

    /// <summary>A process of the server's user that has nothing to do with PostgreSQL.</summary>
    private static async Task<Process> StrangerAsync(ScratchFolder folder)
    {
        var account = await ServerAccount.ChooseAsync(folder.Cluster.Path, Cancellation);
        return Process.Start(account?.Command("sleep", ["600"]) ?? new ProcessStartInfo("sleep", ["600"]))!;
    }
}
