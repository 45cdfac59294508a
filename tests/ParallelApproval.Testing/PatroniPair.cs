using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Npgsql;

namespace ParallelApproval.Testing;

/// <summary>
/// Two servers of PostgreSQL under Patroni, with an etcd beside them, as Debian has them: nobody promotes but Patroni. Everything is gone
/// when it is disposed of. Only root can start it, for its servers run as another account.
/// </summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class PatroniPair : IAsyncDisposable
{
    private const string Account = "postgres";
    private const string Password = "only-here";
    private const string Database = "parallel_approval";

    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(2) };

    private readonly string _folder = Directory.CreateTempSubdirectory("patroni-").FullName;
    private readonly int[] _ports = new int[2];
    private readonly int[] _doors = new int[2];
    private readonly Process?[] _processes = new Process?[2];
    private readonly (int Client, int Peer) _etcdPorts = (FreePort(), FreePort());
    private Process? _etcd;

    private PatroniPair()
    {
        for (var at = 0; at < 2; at++)
            (_ports[at], _doors[at]) = (FreePort(), FreePort());
    }

    /// <summary>Why it cannot be had here; null where it can.</summary>
    public static string? Missing =>
        Environment.UserName != "root" ? "Only root may start servers of another account."
        : Binaries is null ? "PostgreSQL is not installed."
        : Array.Find(["/usr/bin/patroni", "/usr/bin/etcd"], program => !File.Exists(program)) is { } absent ? $"{absent} is not installed."
        : null;

    /// <summary>Names both, as an operator writes it.</summary>
    public string ConnectionString =>
        new NpgsqlConnectionStringBuilder
        {
            Host = FormattableString.Invariant($"127.0.0.1:{_ports[0]},127.0.0.1:{_ports[1]}"),
            Database = Database,
            Username = Database,
            Password = Password,
        }.ConnectionString;

    private static string? Binaries =>
        Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).Order().LastOrDefault()
            : null;

    /// <summary>One leads, the other follows synchronously, and there is an empty database.</summary>
    public static async Task<PatroniPair> StartAsync(CancellationToken cancellation)
    {
        var pair = new PatroniPair();
        try
        {
            await RunAsync(cancellation, "chown", Account, pair._folder);
            pair.StartEtcd();
            for (var at = 0; at < 2; at++)
            {
                await pair.WriteAsync(at, cancellation);
                pair.Start(at);
                if (at == 0)
                    await pair.UntilAsync(members => Role(members, 0) == "leader", cancellation);
            }

            await pair.FollowsAsync(cancellation);
            await pair.DoAsync($"CREATE ROLE {Database} LOGIN PASSWORD '{Password}'", cancellation);
            await pair.DoAsync($"CREATE DATABASE {Database} OWNER {Database}", cancellation);
            return pair;
        }
        catch
        {
            await pair.DisposeAsync();
            throw;
        }
    }

    /// <summary>Which one leads.</summary>
    public async Task<int> LeaderAsync(CancellationToken cancellation)
    {
        var members = await UntilAsync(members => Role(members, 0) == "leader" || Role(members, 1) == "leader", cancellation);
        return Role(members, 0) == "leader" ? 0 : 1;
    }

    /// <summary>Waits until one leads and the other follows it synchronously.</summary>
    public Task FollowsAsync(CancellationToken cancellation) =>
        UntilAsync(
            members =>
                ((string?[])[Role(members, 0), Role(members, 1)]).Order(StringComparer.Ordinal).SequenceEqual(["leader", "sync_standby"]),
            cancellation
        );

    /// <summary>kill -9 to Patroni and to every process of its server, as when a machine is lost.</summary>
    public void Kill(int at)
    {
        KillPatroni(at);
        var file = Path.Combine(Data(at), "postmaster.pid");
        if (!File.Exists(file))
            return;
        try
        {
            using var server = Process.GetProcessById(int.Parse(File.ReadLines(file).First(), CultureInfo.InvariantCulture));
            server.Kill(entireProcessTree: true);
        }
        catch (ArgumentException)
        {
            // It is gone already.
        }
    }

    /// <summary>Starts it again where it was.</summary>
    public void Start(int at) => _processes[at] = StartAs("patroni", Path.Combine(_folder, Name(at) + ".yml"));

    /// <summary>Asks the one that leads.</summary>
    public async Task<T> AskAsync<T>(string question, CancellationToken cancellation)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString + ";Pooling=false;Target Session Attributes=primary");
        await using var ask = source.CreateCommand(question);
        return (T)(await ask.ExecuteScalarAsync(cancellation))!;
    }

    public async ValueTask DisposeAsync()
    {
        for (var at = 0; at < 2; at++)
            Kill(at);
        End(_etcd);
        await RunAsync(CancellationToken.None, "rm", "-rf", _folder);
    }

    private static string Name(int at) => at == 0 ? "one" : "two";

    private string Data(int at) => Path.Combine(_folder, Name(at));

    private void StartEtcd()
    {
        var (client, peer) = (Address(_etcdPorts.Client), Address(_etcdPorts.Peer));
        _etcd = StartAs(
            "etcd",
            "--data-dir",
            Path.Combine(_folder, "etcd"),
            "--listen-client-urls",
            client,
            "--advertise-client-urls",
            client,
            "--listen-peer-urls",
            peer,
            "--initial-advertise-peer-urls",
            peer,
            "--initial-cluster",
            "default=" + peer
        );
    }

    // The shortest times that Patroni takes. Without a standby the leader goes on alone.
    private async Task WriteAsync(int at, CancellationToken cancellation)
    {
        var file = Path.Combine(_folder, Name(at) + ".yml");
        await File.WriteAllTextAsync(
            file,
            string.Create(
                CultureInfo.InvariantCulture,
                $$"""
                scope: house
                name: {{Name(at)}}
                restapi: {listen: "127.0.0.1:{{_doors[at]}}", connect_address: "127.0.0.1:{{_doors[at]}}" }
                etcd3: {host: "127.0.0.1:{{_etcdPorts.Client}}" }
                bootstrap:
                  dcs:
                    ttl: 20
                    loop_wait: 1
                    retry_timeout: 3
                    synchronous_mode: true
                    postgresql: {use_pg_rewind: true, parameters: {wal_keep_size: 256MB} }
                  initdb: [encoding: UTF8, data-checksums, {locale: C}]
                postgresql:
                  listen: 127.0.0.1:{{_ports[at]}}
                  connect_address: 127.0.0.1:{{_ports[at]}}
                  data_dir: {{Data(at)}}
                  bin_dir: {{Binaries}}
                  authentication:
                    superuser: {username: {{Account}}, password: {{Password}} }
                    replication: {username: follower, password: {{Password}} }
                  parameters: {unix_socket_directories: {{_folder}} }
                  pg_hba:
                    - local all all trust
                    - host all all 127.0.0.1/32 scram-sha-256
                    - host replication all 127.0.0.1/32 scram-sha-256

                """
            ),
            cancellation
        );
        await RunAsync(cancellation, "chmod", "644", file);
    }

    private Process StartAs(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo("setpriv", ["--reuid", Account, "--regid", Account, "--init-groups", program, .. arguments])
        {
            WorkingDirectory = _folder,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        // Patroni keeps passwords there.
        start.Environment["HOME"] = _folder;
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.OutputDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return process;
    }

    private void KillPatroni(int at)
    {
        End(_processes[at]);
        _processes[at] = null;
    }

    private static void End(Process? process)
    {
        if (process is null)
            return;
        process.Kill();
        // Not for the end of what it writes: its server has that, too, and lives on.
        process.WaitForExit(TimeSpan.FromSeconds(10));
        process.Dispose();
    }

    private async Task DoAsync(string statement, CancellationToken cancellation)
    {
        var administrator = new NpgsqlConnectionStringBuilder(ConnectionString) { Username = Account, Database = "postgres" };
        await using var source = NpgsqlDataSource.Create(
            administrator.ConnectionString + ";Pooling=false;Target Session Attributes=primary"
        );
        await using var command = source.CreateCommand(statement);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private async Task<JsonArray> UntilAsync(Func<JsonArray, bool> isSo, CancellationToken cancellation)
    {
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (true)
        {
            foreach (var door in _doors)
                if (await MembersAsync(door, cancellation) is { } members && isSo(members))
                    return members;
            await again.WaitForNextTickAsync(cancellation);
        }
    }

    private static async Task<JsonArray?> MembersAsync(int door, CancellationToken cancellation)
    {
        try
        {
            return JsonNode.Parse(await Http.GetStringAsync(new Uri(Address(door) + "/cluster"), cancellation))!["members"]!.AsArray();
        }
        catch (Exception fault) when (fault is HttpRequestException || !cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    private static string? Role(JsonArray members, int at) =>
        members
            .Where(member => Word(member, "name") == Name(at) && Word(member, "state") is ("running" or "streaming"))
            .Select(member => Word(member, "role"))
            .FirstOrDefault();

    private static string? Word(JsonNode? member, string name) => member?[name]?.GetValue<string>();

    private static string Address(int port) => "http://127.0.0.1:" + port.ToString(CultureInfo.InvariantCulture);

    private static async Task RunAsync(CancellationToken cancellation, string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync(cancellation);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
