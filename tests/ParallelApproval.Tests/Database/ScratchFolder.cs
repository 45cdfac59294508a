using System.Diagnostics;
using ParallelApproval.Database.Embedded;

namespace ParallelApproval.Database;

/// <summary>A data folder for one test. At the end its server, if one is left, is killed and the folder is removed.</summary>
internal sealed class ScratchFolder : IAsyncDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("pa-embedded-").FullName;

    public ScratchFolder()
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path, File.GetUnixFileMode(Path) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
    }

    /// <summary>The folder of the cluster, when it is where it should be.</summary>
    public ClusterFolder Cluster => new(System.IO.Path.Combine(Path, "postgres"), null);

    public EmbeddedPostgresOptions Options(Durability durability = Durability.ThrowAway) =>
        new()
        {
            DataFolder = Path,
            Durability = durability,
            Sources = PostgresSource.Machine,
        };

    public async ValueTask DisposeAsync()
    {
        if (RunningServer.Find(Cluster) is { } left)
            await KillAsync(left.ProcessId);
        Directory.Delete(Path, recursive: true);
    }

    /// <summary>kill -9, and wait until the kernel has forgotten the process or its parent has not yet asked for it.</summary>
    public async Task KillAsync(int server)
    {
        Process.GetProcessById(server).Kill();
        while (RunningServer.IsServerOf(server, Cluster))
            await Task.Yield();
    }
}
