using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using ParallelApproval.Database;
using ParallelApproval.Testing;

namespace ParallelApproval.Web;

/// <summary>
/// A server of the house on a small disk of its own, which is filled to the last byte, and whose connections are taken by others: what is
/// in flight is refused, what only reads goes on where it can, health says so, and everything goes on when there is room again.
/// </summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class FullDiskTests
{
    private const int MostConnections = 40;
    private const int MostReceived = 2000;

    // The log of changes keeps room of its own: what is full are the tables.
    private const string FillLog = "SELECT pg_logical_emit_message(false, 'test', 'x'), pg_switch_wal()";

    private static readonly Dictionary<string, string> Settings = new()
    {
        ["max_connections"] = MostConnections.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["min_wal_size"] = "160MB",
        ["max_wal_size"] = "192MB",
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_full_disk_and_a_server_without_a_free_connection_refuse_in_words_and_are_over_when_there_is_room()
    {
        Assert.SkipUnless(Environment.UserName == "root", "Only root may mount a disk.");
        var disk = Directory.CreateTempSubdirectory("pa-disk-").FullName;
        Assert.SkipUnless(
            await RunAsync("mount", "-t", "tmpfs", "-o", "size=512m,mode=0755", "tmpfs", disk),
            "No disk can be mounted here."
        );
        try
        {
            await using var server = await EmbeddedPostgres.StartAsync(
                new()
                {
                    DataFolder = Path.Combine(disk, "data"),
                    Durability = Durability.ThrowAway,
                    Settings = Settings,
                },
                NullLogger.Instance,
                Cancellation
            );
            await using var source = Pool.Open(server.ConnectionString);
            await using var app = await FrontDoor.OpenAsync(source, "Demo", Cancellation);
            await app.StartAsync(Cancellation);
            var door = new Uri(app.Urls.Single());
            var clerk = await Account.SignInAsync(door, "clerk", "Demo#2026");
            var first = await ReceiveAsync(clerk, "first");
            first.Status.ShouldBe(201, first.Text);

            await OthersTakeTheConnectionsAsync(server, source, clerk);
            await TheDiskIsFullAsync(server, disk, clerk, first["caseNumber"]!.GetValue<string>());

            var supervisor = await Account.SignInAsync(door, "supervisor", "Demo#2026");
            var verification = await supervisor.GetAsync("/api/audit/verification");
            verification["holds"]!.GetValue<bool>().ShouldBeTrue(verification.Text);
            await app.StopAsync(Cancellation);
        }
        finally
        {
            (await RunAsync("umount", "-l", disk)).ShouldBeTrue();
            Directory.Delete(disk);
        }
    }

    private static async Task OthersTakeTheConnectionsAsync(EmbeddedPostgres server, NpgsqlDataSource source, Account clerk)
    {
        var strangers = new Stack<NpgsqlConnection>();
        try
        {
            // The house gives back what it does not need, and then there is none for it; a job of its own may still hold one.
            Answer refused;
            Answer health;
            long since;
            do
            {
                source.Clear();
                await TakeAllAsync(server, strangers);
                refused = await ReceiveAsync(clerk, "without-a-connection");
                since = Stopwatch.GetTimestamp();
                health = await clerk.GetAsync("/health/ready");
            } while (refused.Status == 201 || health.Status == 200);
            Say("no connection: health", since);
            ShouldBeRefused(refused, "database_unavailable", "took_too_long");
            (health.Status, health["status"]!.GetValue<string>()).ShouldBe((503, "databaseUnavailable"), health.Text);
        }
        finally
        {
            while (strangers.TryPop(out var stranger))
                await stranger.DisposeAsync();
        }

        var free = Stopwatch.GetTimestamp();
        await UntilTakenAsync(clerk, "without-a-connection");
        Say("connections are free: taken", free);
        (await clerk.GetAsync("/health/ready")).Status.ShouldBe(200);
    }

    private static async Task TakeAllAsync(EmbeddedPostgres server, Stack<NpgsqlConnection> strangers)
    {
        while (strangers.Count < MostConnections)
        {
            var stranger = new NpgsqlConnection(server.ConnectionString + ";Pooling=false;Application Name=a stranger");
            try
            {
                await stranger.OpenAsync(Cancellation);
                strangers.Push(stranger);
            }
            catch (PostgresException none) when (none.SqlState == PostgresErrorCodes.TooManyConnections)
            {
                await stranger.DisposeAsync();
                return;
            }
        }
    }

    private static async Task TheDiskIsFullAsync(EmbeddedPostgres server, string disk, Account clerk, string known)
    {
        await using (var administrator = NpgsqlDataSource.Create(server.AdministratorConnectionString + ";Pooling=false"))
        {
            for (var time = 0; time < 9; time++)
                await DoAsync(administrator, FillLog);
            await DoAsync(administrator, "CHECKPOINT");
        }

        var ballast = Path.Combine(disk, "ballast");
        Fill(ballast);
        var (taken, last) = (0, await ReceiveAsync(clerk, "full-0"));
        for (; last.Status == 201 && taken < MostReceived; last = await ReceiveAsync(clerk, $"full-{taken}"))
            taken++;
        TestContext.Current.TestOutputHelper?.WriteLine($"full: {taken} more cases found room");
        ShouldBeRefused(last, "disk_nearly_full");
        (await clerk.GetAsync($"/api/cases/{known}")).Status.ShouldBe(200);
        (await clerk.GetAsync("/api/cases")).Status.ShouldBe(200);
        var since = Stopwatch.GetTimestamp();
        var health = await clerk.GetAsync("/health/ready");
        Say("full: health", since);
        (health.Status, health["status"]!.GetValue<string>()).ShouldBe((503, "databaseFull"), health.Text);

        File.Delete(ballast);
        since = Stopwatch.GetTimestamp();
        await UntilTakenAsync(clerk, $"full-{taken}");
        Say("there is room again: taken", since);
        (await clerk.GetAsync("/health/ready")).Status.ShouldBe(200);
        // Each was received once.
        (await ReceiveAsync(clerk, $"full-{taken}")).Status.ShouldBe(201);
        await using var owner = NpgsqlDataSource.Create(server.ConnectionString + ";Pooling=false");
        await using var count = owner.CreateCommand("SELECT count(*) FROM cases");
        // The first, the one without a connection, those that found room, and the one that was refused.
        (await count.ExecuteScalarAsync(Cancellation)).ShouldBe(3L + taken);
    }

    private static Task<Answer> ReceiveAsync(Account clerk, string key) => clerk.PostAsync("/api/cases", Drill.Application(), key);

    private static async Task UntilTakenAsync(Account clerk, string key)
    {
        while (await ReceiveAsync(clerk, key) is { Status: not 201 } told)
            told.Status.ShouldBe(503, told.Text);
    }

    private static void ShouldBeRefused(Answer told, params string[] codes)
    {
        (told.Status, told.Headers.ContainsKey("Retry-After")).ShouldBe((503, true), told.Text);
        told.Code.ShouldBeOneOf(codes);
    }

    private static void Fill(string file)
    {
        using var ballast = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[1024 * 1024];
        for (var size = block.Length; size >= 512; size /= 2)
            try
            {
                while (true)
                    ballast.Write(block, 0, size);
            }
            catch (IOException)
            {
                // As much as that finds no room any more.
            }
    }

    private static async Task DoAsync(NpgsqlDataSource source, string statement)
    {
        await using var command = source.CreateCommand(statement);
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    private static async Task<bool> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync(Cancellation);
        return process.ExitCode == 0;
    }

    private static void Say(string what, long since) =>
        TestContext.Current.TestOutputHelper?.WriteLine($"{what} after {Stopwatch.GetElapsedTime(since).TotalSeconds:0.00} s");
}
