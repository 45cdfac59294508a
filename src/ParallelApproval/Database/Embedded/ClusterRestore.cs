using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ParallelApproval.Database.Embedded;

/// <summary>
/// Makes a cluster of a backup (恢复): looks at it first, copies it beside its place, and lets PostgreSQL go on with the archive up to the
/// instant wanted. What fails leaves no cluster behind.
/// </summary>
internal static class ClusterRestore
{
    private static readonly TimeSpan Limit = TimeSpan.FromHours(12);

    public static async Task PutBackAsync(
        EmbeddedPostgresOptions options,
        string backup,
        DateTimeOffset? until,
        ILogger logger,
        CancellationToken cancellation
    )
    {
        if (until is not null && options.ArchiveFolder is null)
            throw new EmbeddedPostgresException("Expected the folder of the archive to go on to that instant, but none is named.");
        var folder = await ClusterFolder.PrepareAsync(options.DataFolder, logger, cancellation);
        using var turn = await FolderLock.TakeTurnAsync(folder.TurnFile, options.StartLimit, cancellation);
        if (Directory.Exists(folder.Data) && Directory.EnumerateFileSystemEntries(folder.Data).Any())
            throw new EmbeddedPostgresException(
                $"Expected {folder.Data} to hold no cluster, but it does; a restore never goes over one. Name another data folder."
            );
        var binaries = await CheckAsync(folder, options, backup, logger, cancellation);
        try
        {
            await CopyAsync(folder, options, backup, until, cancellation);
            await RecoverAsync(new(folder, binaries, options, ClusterSecret.ReadOrMake(folder), logger), cancellation);
        }
        catch
        {
            File.Delete(folder.PasswordFile);
            if (Directory.Exists(folder.Data))
                Directory.Delete(folder.Data, recursive: true);
            throw;
        }
    }

    private static async Task<PostgresBinaries> CheckAsync(
        ClusterFolder folder,
        EmbeddedPostgresOptions options,
        string backup,
        ILogger logger,
        CancellationToken cancellation
    )
    {
        var (copy, password) = (Path.Combine(backup, ClusterBackup.Base), Path.Combine(backup, ClusterBackup.Password));
        if (!File.Exists(Path.Combine(copy, "PG_VERSION")) || !File.Exists(password))
            throw new EmbeddedPostgresException($"Expected {backup} to be a backup that this program made, but it is none.");
        var binaries = await PostgresBinaries.ObtainAsync(folder, options.Sources, logger, cancellation);
        var version = (await File.ReadAllTextAsync(Path.Combine(copy, "PG_VERSION"), cancellation)).Trim();
        if (version != binaries.Version.ToString(CultureInfo.InvariantCulture))
            throw new EmbeddedPostgresException(
                $"Expected PostgreSQL {version}, of which the backup is, but this machine has {binaries.Version}. Type:\n"
                    + $"  sudo apt-get install -y postgresql-{version}"
            );
        var checkedCopy = await ToolRun.RunAsync(null, "/", Limit, cancellation, binaries.Tool("pg_verifybackup"), "-q", copy);
        return checkedCopy.Succeeded
            ? binaries
            : throw new EmbeddedPostgresException($"Expected the backup {backup} to be whole, but it is not:\n{checkedCopy.Output}");
    }

    private static async Task CopyAsync(
        ClusterFolder folder,
        EmbeddedPostgresOptions options,
        string backup,
        DateTimeOffset? until,
        CancellationToken cancellation
    )
    {
        (await ToolRun.RunAsync(null, "/", Limit, cancellation, "cp", "-R", Path.Combine(backup, ClusterBackup.Base), folder.Data)).OrThrow(
            "copy the backup"
        );
        ClusterSecret.Write(folder.PasswordFile, await File.ReadAllTextAsync(Path.Combine(backup, ClusterBackup.Password), cancellation));
        await File.WriteAllTextAsync(Path.Combine(folder.Data, "recovery.signal"), "", cancellation);
        await File.AppendAllTextAsync(
            Path.Combine(folder.Data, "postgresql.auto.conf"),
            Target(options.ArchiveFolder, until),
            cancellation
        );
        if (folder.Account is { } account)
            (
                await ToolRun.RunAsync(null, "/", Limit, cancellation, "chown", "-R", $"{account.UserId}:{account.GroupId}", folder.Data)
            ).OrThrow("give the cluster to the account of the server");
    }

    // Without an archive there is nothing to fetch, and the log that came with the backup is all.
    private static string Target(string? archive, DateTimeOffset? until)
    {
        var fetch = archive is null ? "false" : WalArchive.Fetch(Path.GetFullPath(archive));
        var target = until is { } instant
            ? string.Create(CultureInfo.InvariantCulture, $"recovery_target_time = '{instant.UtcDateTime:yyyy-MM-dd HH:mm:ss.ffffff}+00'\n")
            : "recovery_target = ''\n";
        return $"restore_command = '{fetch.Replace("'", "''", StringComparison.Ordinal)}'\n{target}recovery_target_action = 'promote'\n";
    }

    private static async Task RecoverAsync(ClusterServer server, CancellationToken cancellation)
    {
        try
        {
            await server.AdoptOrStartAsync(alone: true, cancellation);
            await using var connection = new NpgsqlConnection(
                server.ConnectionString(ClusterServer.Administrator, "postgres") + ";Pooling=false"
            );
            await connection.OpenAsync(cancellation);
            using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
            do
            {
                await using var ask = new NpgsqlCommand("SELECT pg_is_in_recovery()", connection);
                if (await ask.ExecuteScalarAsync(cancellation) is false)
                    break;
            } while (await look.WaitForNextTickAsync(cancellation));
            foreach (var setting in (string[])["restore_command", "recovery_target", "recovery_target_time", "recovery_target_action"])
            {
                await using var forget = new NpgsqlCommand($"ALTER SYSTEM RESET {setting}", connection);
                await forget.ExecuteNonQueryAsync(cancellation);
            }
        }
        catch (NpgsqlException ended)
        {
            throw new EmbeddedPostgresException(
                $"Expected the archive to reach that instant, but it ends before. See {server.Folder.Log}.",
                ended
            );
        }
        finally
        {
            await server.StopAsync(CancellationToken.None);
        }
    }
}
