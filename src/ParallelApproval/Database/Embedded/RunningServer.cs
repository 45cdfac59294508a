using System.Globalization;

namespace ParallelApproval.Database.Embedded;

/// <summary>A server that runs on a cluster's folder, by the word of <c>postmaster.pid</c> and of the kernel.</summary>
internal sealed record RunningServer(int ProcessId, int Port)
{
    /// <summary>
    /// The server of this folder, or null. After a crash <c>postmaster.pid</c> may name a process that is gone, or one that has nothing to
    /// do with us but has got the same number since; the command line of the process decides.
    /// </summary>
    public static RunningServer? Find(ClusterFolder folder)
    {
        // pid, data folder, start time, port, socket folder, address, shared memory, status
        var lines = ReadLines(folder.ProcessFile);
        if (
            lines.Length < 4
            || !int.TryParse(lines[0], CultureInfo.InvariantCulture, out var process)
            || !int.TryParse(lines[3], CultureInfo.InvariantCulture, out var port)
        )
            return null;
        return IsServerOf(process, folder) ? new(process, port) : null;
    }

    /// <summary>
    /// Whether the process is a postgres that was started on this folder. The command line can be read without any privilege, unlike the
    /// program or the folder of a process.
    /// </summary>
    public static bool IsServerOf(int process, ClusterFolder folder)
    {
        if (!OperatingSystem.IsLinux())
            return IsAlive(process);
        var words = ReadText($"/proc/{process}/cmdline").Split('\0');
        return Path.GetFileName(words[0]).StartsWith("postgres", StringComparison.Ordinal) && words.Contains(folder.Data);
    }

    /// <summary>
    /// Removes the lock files of a former server that name a living process which is no server of this folder, or one that is dead but was
    /// not waited for, as in a container whose first process does not do that. PostgreSQL would not start beside such a process of its own
    /// user; every other kind of stale file it removes by itself.
    /// </summary>
    public static void ForgetStrangers(ClusterFolder folder)
    {
        if (!OperatingSystem.IsLinux())
            return;
        string[] locks = [folder.ProcessFile, .. Directory.GetFiles(folder.SocketFolder, ".s.PGSQL.*.lock")];
        foreach (var file in locks)
            if (
                int.TryParse(ReadLines(file)[0], CultureInfo.InvariantCulture, out var process)
                && Directory.Exists($"/proc/{process}")
                && !IsServerOf(process, folder)
            )
                File.Delete(file);
    }

    private static bool IsAlive(int process)
    {
        try
        {
            using var found = System.Diagnostics.Process.GetProcessById(process);
            return found.ProcessName.StartsWith("postgres", StringComparison.Ordinal);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static string[] ReadLines(string path) => ReadText(path).Split('\n');

    private static string ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
