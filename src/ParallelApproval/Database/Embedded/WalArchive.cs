namespace ParallelApproval.Database.Embedded;

/// <summary>
/// The folder of the log of changes (WAL 归档): what PostgreSQL runs to put a file there and to fetch one. A file appears under its name when
/// all of it is on the disk, and one that is there already must be the same.
/// </summary>
internal static class WalArchive
{
    // The shell gets the name of the folder between these, and PostgreSQL takes the last for its own.
    private static readonly char[] Troublesome = ['\'', '"', '`', '$', '\\', '%', '\n'];

    /// <summary>The setting <c>archive_command</c>.</summary>
    public static string Put(string folder) =>
        $"""if [ -f "{folder}/%f" ]; then cmp -s "%p" "{folder}/%f"; else """
        + $"""cp "%p" "{folder}/%f.part" && sync "{folder}/%f.part" && mv "{folder}/%f.part" "{folder}/%f"; fi""";

    /// <summary>The setting <c>restore_command</c>.</summary>
    public static string Fetch(string folder) => $"""cp "{folder}/%f" "%p" """.TrimEnd();

    /// <summary>Makes the folder where it is missing, for the account of the server to write to.</summary>
    /// <exception cref="EmbeddedPostgresException">Its name has a sign that a shell takes for its own.</exception>
    public static async Task PrepareAsync(string folder, ServerAccount? account, CancellationToken cancellation)
    {
        if (folder.IndexOfAny(Troublesome) >= 0)
            throw new EmbeddedPostgresException(
                $"Expected the name of the archive to have no quotes and no $, % or \\, but it is {folder}."
            );
        Directory.CreateDirectory(folder);
        if (account is not null)
            await account.OwnAsync(folder, cancellation);
    }
}
