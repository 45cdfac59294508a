using System.Diagnostics;
using System.Text.Json;
using Npgsql;
using ParallelApproval.Database.Embedded;

namespace ParallelApproval.Database;

/// <summary>Another process that uses the private PostgreSQL of a folder, and that can be killed.</summary>
internal sealed class Tenant : IAsyncDisposable
{
    private readonly Process _process;

    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "ParallelApproval.ClusterTenant.dll");

    private Tenant(Process process) => _process = process;

    public string ConnectionString { get; private set; } = "";
    public int ServerProcessId { get; private set; }
    public bool IsAdopted { get; private set; }

    /// <summary>Starts the process and waits for nothing.</summary>
    public static Tenant Launch(string folder, params string[] more) => Launch(null, folder, more);

    /// <summary>Starts the process as another user.</summary>
    public static Tenant Launch(ServerAccount? account, string folder, params string[] more)
    {
        string[] arguments = [Program, folder, nameof(Durability.Durable), nameof(PostgresSource.Machine), .. more];
        var start = account?.Command("dotnet", arguments) ?? new ProcessStartInfo("dotnet", arguments);
        start.RedirectStandardInput = start.RedirectStandardOutput = true;
        return new(Process.Start(start)!);
    }

    /// <summary>Starts the process and waits until it is in.</summary>
    public static async Task<Tenant> StartAsync(string folder)
    {
        var tenant = Launch(folder);
        await tenant.MovedInAsync();
        return tenant;
    }

    public async Task MovedInAsync()
    {
        var facts = JsonDocument.Parse((await LineAsync("UP "))[3..]).RootElement;
        ConnectionString = facts.GetProperty("ConnectionString").GetString()! + ";Pooling=false";
        ServerProcessId = facts.GetProperty("ServerProcessId").GetInt32();
        IsAdopted = facts.GetProperty("IsAdopted").GetBoolean();
    }

    /// <summary>Waits for a line that begins so.</summary>
    public async Task<string> LineAsync(string beginning)
    {
        while (await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
            if (line.StartsWith(beginning, StringComparison.Ordinal))
                return line;
        throw new ShouldAssertException($"The tenant ended without a line '{beginning}…'.");
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Lets the process leave as it should.</summary>
    public async Task LeaveAsync()
    {
        _process.StandardInput.Close();
        await LineAsync("DOWN");
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public Task WaitForExitAsync() => _process.WaitForExitAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    public static async Task<T> AskAsync<T>(string connectionString, string question)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Timeout=180");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var ask = new NpgsqlCommand(question, connection);
        return (T)(await ask.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
