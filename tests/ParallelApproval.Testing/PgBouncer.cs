using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace ParallelApproval.Testing;

/// <summary>PgBouncer between a program and a database of the test run, in a process of its own.</summary>
public sealed class PgBouncer : IAsyncDisposable
{
    private static readonly string[] Places = ["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/usr/local/bin/pgbouncer"];

    private readonly Process _process;
    private readonly string _folder;

    private PgBouncer(Process process, string folder, string connectionString) =>
        (_process, _folder, ConnectionString) = (process, folder, connectionString);

    /// <summary>Where it is installed; null where it is not.</summary>
    public static string? Program { get; } = Array.Find(Places, File.Exists);

    /// <summary>Of the same database, through it.</summary>
    public string ConnectionString { get; }

    /// <summary>Starts it and waits until somebody can connect to it.</summary>
    /// <param name="settings">Lines of its section <c>[pgbouncer]</c>, e.g. <c>pool_mode = session</c>.</param>
    public static Task<PgBouncer> StartAsync(TestDatabase database, CancellationToken cancellation, params string[] settings) =>
        StartSayingAsync(database, cancellation, onConnect: null, settings);

    /// <summary>The same, and what it says to the server at the beginning of each session.</summary>
    public static async Task<PgBouncer> StartSayingAsync(
        TestDatabase database,
        CancellationToken cancellation,
        string? onConnect,
        params string[] settings
    )
    {
        var server = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        var (port, folder) = (FreePort(), Directory.CreateTempSubdirectory("pgbouncer-").FullName);
        var file = Path.Combine(folder, "pgbouncer.ini");
        await File.WriteAllLinesAsync(
            file,
            [
                "[databases]",
                $"{server.Database} = host={server.Host} port={server.Port} dbname={server.Database} "
                    + $"user={server.Username} password={server.Password}"
                    + (onConnect is null ? "" : $" connect_query='{onConnect}'"),
                "[pgbouncer]",
                "listen_addr = 127.0.0.1",
                FormattableString.Invariant($"listen_port = {port}"),
                "unix_socket_dir =",
                "auth_type = any",
                "max_client_conn = 200",
                "default_pool_size = 40",
                .. settings,
            ],
            cancellation
        );
        if (!OperatingSystem.IsWindows())
        {
            // It does not run as root, and reads this as whom it runs.
            File.SetUnixFileMode(folder, (UnixFileMode)Convert.ToInt32("755", 8));
            File.SetUnixFileMode(file, (UnixFileMode)Convert.ToInt32("644", 8));
        }

        string[] asWhom = Environment.UserName == "root" ? ["-u", "postgres"] : [];
        var start = new ProcessStartInfo(Program!, [.. asWhom, file]) { RedirectStandardError = true, RedirectStandardOutput = true };
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.OutputDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        var through = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Host = "127.0.0.1", Port = port };
        var bouncer = new PgBouncer(process, folder, through.ConnectionString);
        await bouncer.IsThereAsync(port, cancellation);
        return bouncer;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task IsThereAsync(int port, CancellationToken cancellation)
    {
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Loopback, port, cancellation);
                return;
            }
            catch (SocketException)
            {
                if (_process.HasExited)
                    throw new InvalidOperationException(
                        string.Create(CultureInfo.InvariantCulture, $"PgBouncer ended with {_process.ExitCode}.")
                    );
                await again.WaitForNextTickAsync(cancellation);
            }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
