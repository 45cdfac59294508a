using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ParallelApproval.Testing;

/// <summary>A web server in a process of its own, as it will be in service; it can be asked over HTTP, and killed.</summary>
public sealed class WebProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private WebProcess(Process process, Uri address)
    {
        (_process, Address) = (process, address);
        process.OutputDataReceived += (_, line) => Append(line.Data);
        process.ErrorDataReceived += (_, line) => Append(line.Data);
    }

    public Uri Address { get; }

    public int Id => _process.Id;

    /// <summary>All it has written so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>Starts <c>dotnet program</c> on the loopback address and waits until <c>/health/ready</c> answers 200.</summary>
    /// <param name="program">The path of the .dll.</param>
    /// <param name="arguments">Of the program.</param>
    /// <param name="environment">Variables beside <c>ASPNETCORE_URLS</c>, e.g. <c>ConnectionStrings__ParallelApproval</c>.</param>
    /// <param name="at">Where; a free port when left out.</param>
    /// <exception cref="InvalidOperationException">It ended, or it was not ready within the limit; the message holds what it
    /// wrote.</exception>
    public static async Task<WebProcess> StartAsync(
        string program,
        string[] arguments,
        IReadOnlyDictionary<string, string> environment,
        TimeSpan limit,
        CancellationToken cancellation,
        Uri? at = null
    )
    {
        var address = at ?? new Uri("http://127.0.0.1:" + FreePort().ToString(CultureInfo.InvariantCulture));
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            WorkingDirectory = Path.GetDirectoryName(program),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // It lives for seconds, and a fifth of its start went into counting calls to optimise by.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["ASPNETCORE_URLS"] = address.ToString();
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var web = new WebProcess(Process.Start(start)!, address);
        try
        {
            web._process.BeginOutputReadLine();
            web._process.BeginErrorReadLine();
            await web.ReadyAsync(limit, cancellation);
            return web;
        }
        catch
        {
            await web.KillAsync();
            throw;
        }
    }

    /// <summary>Asks it to end, as an operator would (SIGTERM), and waits for that.</summary>
    public async Task StopAsync()
    {
        await SignalAsync("-TERM");
        await _process.WaitForExitAsync();
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Stops it in whatever it does (SIGSTOP); its connections stay open and say nothing.</summary>
    public Task FreezeAsync() => SignalAsync("-STOP");

    /// <summary>Lets it go on where it was (SIGCONT).</summary>
    public Task ThawAsync() => SignalAsync("-CONT");

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await StopAsync();
        _process.Dispose();
    }

    private async Task ReadyAsync(TimeSpan limit, CancellationToken cancellation)
    {
        using var client = new HttpClient { BaseAddress = Address };
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        late.CancelAfter(limit);
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        try
        {
            while (!await IsReadyAsync(client, late.Token))
            {
                if (_process.HasExited)
                    throw new InvalidOperationException($"The web server ended with {_process.ExitCode}:\n{Output}");
                await again.WaitForNextTickAsync(late.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new InvalidOperationException($"The web server was not ready within {limit.TotalSeconds:0} seconds:\n{Output}");
        }
    }

    private static async Task<bool> IsReadyAsync(HttpClient client, CancellationToken cancellation)
    {
        try
        {
            using var answer = await client.GetAsync("/health/ready", cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Append(string? line)
    {
        if (line is not null)
            lock (_output)
                _output.AppendLine(line);
    }
}
