using System.CommandLine;
using System.Globalization;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Web.Settings;

namespace ParallelApproval.Web.Commands;

/// <summary>
/// <c>backup --to FOLDER</c> and <c>restore --from BACKUP [--until INSTANT]</c>, for the private PostgreSQL of a data folder; a server of
/// one's own has tools of its own. What was put back is verified at once.
/// </summary>
internal static class BackupCommand
{
    public static Command Make()
    {
        var to = new Option<string>("--to") { Description = "The folder in which the backup gets a folder.", Required = true };
        var backup = new Command("backup", "Copies the private PostgreSQL while it is worked on.") { to };
        backup.SetAction((parsed, cancellation) => BackUpAsync(parsed.GetValue(to)!, parsed.Settings(), cancellation));
        return backup;
    }

    public static Command MakeRestore()
    {
        var from = new Option<string>("--from") { Description = "The folder that backup has made.", Required = true };
        var until = new Option<DateTimeOffset?>("--until")
        {
            Description = "An instant such as 2026-03-02T10:15:00+08:00, reached with the archive; all there is without it.",
        };
        var restore = new Command("restore", "Makes the private PostgreSQL of an empty data folder from a backup, and verifies it.")
        {
            from,
            until,
        };
        restore.SetAction(
            (parsed, cancellation) => RestoreAsync(parsed.GetValue(from)!, parsed.GetValue(until), parsed.Settings(), cancellation)
        );
        return restore;
    }

    private static async Task<int> BackUpAsync(string folder, string[] settings, CancellationToken cancellation)
    {
        var builder = Private(settings);
        using var logging = Wiring.StartLog(builder.Configuration);
        var options = Wiring.EmbeddedOptions(builder.Configuration);
        await using var postgres = await EmbeddedPostgres.StartAsync(options, logging.CreateLogger<EmbeddedPostgres>(), cancellation);
        Console.WriteLine(await postgres.BackUpAsync(folder, cancellation));
        return 0;
    }

    private static async Task<int> RestoreAsync(string backup, DateTimeOffset? until, string[] settings, CancellationToken cancellation)
    {
        var builder = Private(settings);
        using (var logging = Wiring.StartLog(builder.Configuration))
            await EmbeddedPostgres.RestoreAsync(
                Wiring.EmbeddedOptions(builder.Configuration),
                backup,
                until,
                logging.CreateLogger<EmbeddedPostgres>(),
                cancellation
            );
        Console.WriteLine(
            until is { } instant
                ? string.Create(CultureInfo.InvariantCulture, $"restored as of {instant:yyyy-MM-dd HH:mm:ss.fff zzz}")
                : "restored"
        );
        return await TrailCommand.VerifyAsync(fromRoot: null, settings, cancellation);
    }

    private static WebApplicationBuilder Private(string[] settings)
    {
        var builder = Program.Configured(settings);
        SettingsCheck.Demand(builder.Configuration);
        return builder.Configuration.GetConnectionString("ParallelApproval") is null
            ? builder
            : throw new EmbeddedPostgresException(
                "Expected the private PostgreSQL of a data folder, but the connection string names a server of your own: back it up with "
                    + "its tools (pg_basebackup and an archive, pgBackRest), and verify what was restored with \"trail verify\"."
            );
    }
}
