using System.Diagnostics;
using System.Text.Json;
using Npgsql;

namespace ParallelApproval.Database;

/// <summary>Another process that uses the private PostgreSQL of a folder, and that can be killed.</summary>
internal sealed class Tenant : IAsyncDisposable
{
    private readonly Process _process;

    private Tenant(Process process) => _process = process;

    public string ConnectionString { get; private set; } = "";
    public int ServerProcessId { get; private set; }
    public bool IsAdopted { get; private set; }

    /// <summary>Starts the process and waits for nothing.</summary>
    public static Tenant Launch(string folder, params string[] more)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "ParallelApproval.ClusterTenant.dll");
        return new(Process.Start(new ProcessStartInfo("dotnet", [program, folder, nameof(Durability.Durable), nameof(PostgresSource.Machine), .. more])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!);
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
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }

    public static async Task<T> AskAsync<T>(string connectionString, string question)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var ask = new NpgsqlCommand(question, connection);
        return (T)(await ask.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
