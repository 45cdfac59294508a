using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using ParallelApproval.Database.Embedded;

namespace ParallelApproval.Database;

/// <summary>Real servers. What cannot be seen here is a process that is not root, unless the tests are run as one.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class EmbeddedPostgresTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Task<EmbeddedPostgres> Start(EmbeddedPostgresOptions options) =>
        EmbeddedPostgres.StartAsync(options, NullLogger.Instance, Cancellation);

    [Fact]
    public async Task An_empty_folder_gets_a_durable_cluster_on_the_loopback_address()
    {
        await using var folder = new ScratchFolder();
        await using (var postgres = await Start(folder.Options(Durability.Durable)))
        {
            var settings = await Tenant.AskAsync<string>(
                postgres.AdministratorConnectionString,
                "SELECT concat_ws(' ', current_setting('listen_addresses'), current_setting('fsync'), "
                    + "current_setting('synchronous_commit'), current_setting('full_page_writes'), "
                    + "current_setting('wal_compression') <> 'off', current_setting('max_connections'), current_setting('jit'), "
                    + "pg_encoding_to_char(encoding), current_setting('data_checksums')) "
                    + "FROM pg_database WHERE datname = 'parallel_approval'"
            );
            settings.ShouldBe("127.0.0.1 on on on t 200 off UTF8 on");
            postgres.IsAdopted.ShouldBeFalse();
            RunningServer.Find(folder.Cluster).ShouldBe(new RunningServer(postgres.ServerProcessId, postgres.Port));
            (await File.ReadAllTextAsync($"/proc/{postgres.ServerProcessId}/environ", Cancellation)).ShouldContain(
                "MALLOC_TRIM_THRESHOLD_=",
                customMessage: "else its memory is given back and fetched anew for every statement"
            );
        }
        RunningServer.Find(folder.Cluster).ShouldBeNull();
    }

    [Fact]
    public async Task The_application_owns_its_database_and_is_no_superuser()
    {
        await using var folder = new ScratchFolder();
        await using var postgres = await Start(folder.Options());
        var facts = await Tenant.AskAsync<string>(
            postgres.ConnectionString,
            "SELECT concat_ws(' ', current_user, rolsuper, pg_get_userbyid(datdba)) FROM pg_roles, pg_database "
                + "WHERE rolname = current_user AND datname = current_database()"
        );
        facts.ShouldBe("parallel_approval f parallel_approval");
    }

    [Fact]
    public async Task The_password_is_random_asked_for_and_for_the_owner_only()
    {
        await using var folder = new ScratchFolder();
        await using var postgres = await Start(folder.Options());
        File.GetUnixFileMode(folder.Cluster.PasswordFile).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var wrong = postgres.ConnectionString.Replace(
            await File.ReadAllTextAsync(folder.Cluster.PasswordFile, Cancellation),
            "guess",
            StringComparison.Ordinal
        );
        (await Should.ThrowAsync<Npgsql.PostgresException>(() => Tenant.AskAsync<int>(wrong, "SELECT 1"))).SqlState.ShouldBe("28P01");
    }

    [Fact]
    public async Task The_server_never_runs_as_root()
    {
        await using var folder = new ScratchFolder();
        await using var postgres = await Start(folder.Options());
        var status = await File.ReadAllLinesAsync($"/proc/{postgres.ServerProcessId}/status", Cancellation);
        status.Single(line => line.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[1].ShouldNotBe("0");
    }

    [Fact]
    public async Task The_port_stays_the_same_while_it_is_free()
    {
        await using var folder = new ScratchFolder();
        int before;
        await using (var postgres = await Start(folder.Options()))
            before = postgres.Port;
        await using (var postgres = await Start(folder.Options()))
            postgres.Port.ShouldBe(before);
        using var other = new TcpListener(IPAddress.Loopback, before);
        other.Start();
        await using (var postgres = await Start(folder.Options()))
            postgres.Port.ShouldNotBe(before);
    }
}
