using Microsoft.Extensions.Logging;

namespace ParallelApproval.Database.Embedded;

/// <summary>Makes a cluster: beside its place first, and into its place by one renaming, so that a crash leaves no half of one.</summary>
internal static class NewCluster
{
    private const string Draft = "data.new-";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    public static async Task CreateIfMissingAsync(
        ClusterFolder folder,
        PostgresBinaries binaries,
        Durability durability,
        string password,
        ILogger logger,
        CancellationToken cancellation
    )
    {
        RemoveDrafts(folder);
        if (folder.HasCluster)
            return;
        if (Directory.Exists(folder.Data))
            RemoveEmpty(folder.Data);
        logger.LogInformation("Making a private PostgreSQL {Version} cluster in {Folder}.", binaries.Version, folder.Path);
        // A name of its own for each attempt: the initdb of a killed process may still be writing to the former one.
        var draft = folder.Combine(Draft + Guid.NewGuid().ToString("n")[..8]);
        await InitialiseAsync(folder, binaries, durability, password, draft, cancellation);
        await File.AppendAllTextAsync(
            Path.Combine(draft, "postgresql.conf"),
            $"\ninclude_if_exists = '{ClusterSettings.FileName}'\n",
            cancellation
        );
        Directory.Move(draft, folder.Data);
        if (durability is Durability.Durable && OperatingSystem.IsLinux())
            (
                await ToolRun.RunAsync(
                    null,
                    "/",
                    Limit,
                    cancellation,
                    "sync",
                    folder.Path,
                    folder.PasswordFile,
                    Path.Combine(folder.Data, "postgresql.conf")
                )
            ).OrThrow("flush the new cluster");
    }

    private static async Task InitialiseAsync(
        ClusterFolder folder,
        PostgresBinaries binaries,
        Durability durability,
        string password,
        string draft,
        CancellationToken cancellation
    )
    {
        var passwordFile = draft + ".password";
        ClusterSecret.Write(passwordFile, password);
        try
        {
            if (folder.Account is not null)
                await folder.Account.OwnAsync(passwordFile, cancellation);
            // A page that the disk gives back changed is an error and no wrong answer.
            string[] safety = durability is Durability.ThrowAway ? ["--no-sync"] : ["--data-checksums"];
            (
                await ToolRun.RunAsync(
                    folder.Account,
                    folder.Path,
                    Limit,
                    cancellation,
                    binaries.Program("initdb"),
                    [
                        "-D",
                        draft,
                        "-U",
                        ClusterServer.Administrator,
                        "--pwfile",
                        passwordFile,
                        "--auth",
                        "scram-sha-256",
                        "--no-instructions",
                        .. Locale(binaries),
                        .. safety,
                    ]
                )
            ).OrThrow("make a cluster");
        }
        finally
        {
            File.Delete(passwordFile);
        }
    }

    // Code point order, the same on every machine. From version 17 on PostgreSQL brings it along; before, it is the C library's.
    private static string[] Locale(PostgresBinaries binaries) =>
        binaries.Version >= 17
            ? ["--encoding", "UTF8", "--locale", "C", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"]
            : ["--encoding", "UTF8", "--locale", "C.UTF-8"];

    private static void RemoveDrafts(ClusterFolder folder)
    {
        foreach (var file in Directory.GetFiles(folder.Path, Draft + "*"))
            File.Delete(file);
        foreach (var draft in Directory.GetDirectories(folder.Path, Draft + "*"))
        {
            try
            {
                Directory.Delete(draft, recursive: true);
            }
            catch (IOException)
            {
                // Somebody's initdb still writes there. It harms nobody, and the next start clears it.
            }
        }
    }

    private static void RemoveEmpty(string data)
    {
        if (Directory.EnumerateFileSystemEntries(data).Any())
            throw new EmbeddedPostgresException(
                $"Expected {data} to be a PostgreSQL cluster or to be missing, but it holds other files. Move it away."
            );
        Directory.Delete(data);
    }
}
