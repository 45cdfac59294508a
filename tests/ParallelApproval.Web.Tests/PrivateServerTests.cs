using System.Diagnostics;
using System.Globalization;
using ParallelApproval.Testing;

namespace ParallelApproval.Web;

/// <summary>The product with its private PostgreSQL, which is killed and frozen under it while the program itself is well.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class PrivateServerTests : IAsyncLifetime
{
    private const int LongestLog = 200_000;

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(8);

    private readonly string _folder = Directory.CreateTempSubdirectory("pa-private-").FullName;
    private WebProcess _web = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The first line of the server's own file; null while there is none.</summary>
    private int? ServerProcess =>
        Path.Combine(_folder, "postgres", "data", "postmaster.pid") is var file
        && File.Exists(file)
        && int.TryParse(File.ReadLines(file).FirstOrDefault(), CultureInfo.InvariantCulture, out var process)
            ? process
            : null;

    public async ValueTask InitializeAsync()
    {
        File.SetUnixFileMode(_folder, File.GetUnixFileMode(_folder) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        _web = await WebProcess.StartAsync(
            typeof(Program).Assembly.Location,
            ["--ParallelApproval:SampleCases=false"],
            new Dictionary<string, string>
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Demo",
                ["ParallelApproval__DataFolder"] = _folder,
                // The disk of the machine that tests is not what is tried.
                ["ParallelApproval__Health__LeastFreeMegabytes"] = "0",
            },
            StartLimit,
            Cancellation
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _web.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Killed_it_is_started_again_by_itself_and_frozen_it_makes_nobody_wait_for_ever()
    {
        var clerk = await Account.SignInAsync(_web.Address, "clerk", "Demo#2026");
        await UntilTakenAsync(clerk, "before");

        var killed = ServerProcess.ShouldNotBeNull();
        Process.GetProcessById(killed).Kill();
        var since = Stopwatch.GetTimestamp();
        await UntilAnotherAsync(killed);
        await UntilTakenAsync(clerk, "after-kill");
        var afterKill = Stopwatch.GetElapsedTime(since);
        afterKill.ShouldBeLessThan(TimeSpan.FromMinutes(3), _web.Output);

        // How long it takes on a quiet machine is written below, and in docs/reliability.md; here it must end.
        var (longest, afterFreeze) = await FreezeAsync(clerk);
        longest.ShouldBeLessThan(TimeSpan.FromSeconds(60));
        afterFreeze.ShouldBeLessThan(TimeSpan.FromMinutes(3));
        since = Stopwatch.GetTimestamp();
        await UntilTakenAsync(clerk, "while-frozen");
        var afterThaw = Stopwatch.GetElapsedTime(since);

        since = Stopwatch.GetTimestamp();
        await _web.StopAsync();
        var afterTerm = Stopwatch.GetElapsedTime(since);
        TestContext.Current.TestOutputHelper?.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"killed {afterKill.TotalSeconds:0.0}s, refused {afterFreeze.TotalSeconds:0.0}s, health {longest.TotalSeconds:0.00}s, "
                    + $"thawed {afterThaw.TotalSeconds:0.0}s, SIGTERM {afterTerm.TotalSeconds:0.0}s"
            )
        );
        afterTerm.ShouldBeLessThan(TimeSpan.FromSeconds(60));
        // Minutes of outage once filled the log with millions of lines.
        _web.Output.Length.ShouldBeLessThan(LongestLog);
    }

    /// <summary>
    /// How long health took at most, and the command that was sent meanwhile, while every process of the server was frozen.
    /// </summary>
    private async Task<(TimeSpan LongestHealth, TimeSpan Refused)> FreezeAsync(Account clerk)
    {
        var frozen = Family(ServerProcess.ShouldNotBeNull());
        await SignalAsync("-STOP", frozen);
        try
        {
            var since = Stopwatch.GetTimestamp();
            var waiting = clerk.PostAsync("/api/cases", Drill.Application(), "while-frozen");
            var longest = TimeSpan.Zero;
            while (!waiting.IsCompleted)
            {
                var asked = Stopwatch.GetTimestamp();
                var health = await new Account(_web.Address, token: null).GetAsync("/health/ready");
                (health.Status, health["status"]!.GetValue<string>()).ShouldBe((503, "databaseStalled"), health.Text);
                if (Stopwatch.GetElapsedTime(asked) > longest)
                    longest = Stopwatch.GetElapsedTime(asked);
            }

            var refused = await waiting;
            (refused.Status, refused.Headers.ContainsKey("Retry-After")).ShouldBe((503, true), refused.Text);
            refused.Code.ShouldBeOneOf("database_unavailable", "took_too_long");
            return (longest, Stopwatch.GetElapsedTime(since));
        }
        finally
        {
            await SignalAsync("-CONT", frozen);
        }
    }

    private async Task UntilAnotherAsync(int killed)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (ServerProcess is null || ServerProcess == killed)
            await tick.WaitForNextTickAsync(Cancellation);
    }

    private static async Task UntilTakenAsync(Account clerk, string key)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await clerk.PostAsync("/api/cases", Drill.Application(), key) is { Status: not 201 } refused)
        {
            refused.Status.ShouldBe(503, refused.Text);
            await tick.WaitForNextTickAsync(Cancellation);
        }
    }

    private static int[] Family(int parent) =>
        [
            parent,
            .. Directory
                .GetDirectories("/proc")
                .Select(Path.GetFileName)
                .Where(name => int.TryParse(name, CultureInfo.InvariantCulture, out _))
                .Select(name => int.Parse(name!, CultureInfo.InvariantCulture))
                .Where(process => ParentOf(process) == parent),
        ];

    private static int ParentOf(int process)
    {
        try
        {
            var line = File.ReadAllText($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/stat");
            return int.Parse(line[(line.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static async Task SignalAsync(string signal, int[] processes)
    {
        using var kill = Process.Start("kill", [signal, .. processes.Select(process => process.ToString(CultureInfo.InvariantCulture))]);
        await kill.WaitForExitAsync(Cancellation);
    }
}
