using System.Diagnostics;
using ParallelApproval.Database.Embedded;

namespace ParallelApproval.Testing;

/// <summary>
/// The folder of one test run, below the folder for temporary files. Whoever takes one first clears away those of runs that crashed.
/// </summary>
internal sealed class TestRunFolder : IDisposable
{
    private readonly FolderLock _owner;

    private TestRunFolder(string path, FolderLock owner) => (Path, _owner) = (path, owner);

    public string Path { get; }

    public static TestRunFolder Take() => TakeIn(System.IO.Path.Combine(System.IO.Path.GetTempPath(), "parallel-approval-tests"));

    public static TestRunFolder TakeIn(string parent)
    {
        Directory.CreateDirectory(parent);
        foreach (var former in Directory.GetDirectories(parent))
            ClearIfAbandoned(former);
        var path = System.IO.Path.Combine(parent, Guid.NewGuid().ToString("n")[..12]);
        var owner = FolderLock.TryTake(OwnerFile(path)) ?? throw new IOException($"Somebody else has {path}.");
        Directory.CreateDirectory(path);
        return new(path, owner);
    }

    public void Dispose()
    {
        Clear(Path);
        _owner.Dispose();
        File.Delete(OwnerFile(Path));
    }

    // Beside the folder and older than it: a folder never stands there without its lock.
    private static string OwnerFile(string path) => path + ".lock";

    private static void ClearIfAbandoned(string path)
    {
        using var owner = FolderLock.TryTake(OwnerFile(path));
        if (owner is null)
            return;
        Clear(path);
        File.Delete(OwnerFile(path));
    }

    private static void Clear(string path)
    {
        var folder = new ClusterFolder(System.IO.Path.Combine(path, "postgres"), null);
        if (Directory.Exists(folder.Path) && RunningServer.Find(folder) is { } left)
            Kill(left.ProcessId, folder);
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
    }

    private static void Kill(int server, ClusterFolder folder)
    {
        using var process = Process.GetProcessById(server);
        process.Kill(entireProcessTree: true);
        // Not WaitForExit: where nobody waits for orphans, a dead server keeps its process id for ever.
        SpinWait.SpinUntil(() => !RunningServer.IsServerOf(server, folder));
    }
}
