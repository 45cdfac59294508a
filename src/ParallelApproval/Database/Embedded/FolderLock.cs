namespace ParallelApproval.Database.Embedded;

/// <summary>An advisory lock on a file, held until it is disposed of or the process dies, whichever comes first.</summary>
internal sealed class FolderLock : IDisposable
{
    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    /// <summary>A lock that any number of processes hold together.</summary>
    public static FolderLock Share(string path)
    {
        using (new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite)) { }
        return new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read));
    }

    /// <summary>Whether nobody holds the lock just now. Only meaningful for one who holds the turn.</summary>
    public static bool IsFree(string path)
    {
        using var taken = TryTake(path);
        return taken is not null;
    }

    /// <summary>Takes the lock alone, or says null.</summary>
    public static FolderLock? TryTake(string path)
    {
        try
        {
            return new(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException refused) when (refused is not (DirectoryNotFoundException or FileNotFoundException))
        {
            return null;
        }
    }

    /// <summary>Waits for the lock and takes it alone.</summary>
    public static async Task<FolderLock> TakeTurnAsync(string path, TimeSpan limit, CancellationToken cancellation)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        late.CancelAfter(limit);
        // There is no way to be called when a file lock becomes free.
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        try
        {
            while (true)
            {
                if (TryTake(path) is { } taken)
                    return taken;
                await again.WaitForNextTickAsync(late.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new EmbeddedPostgresException(
                $"Expected to get the lock {path} within {limit.TotalSeconds:0} seconds, but another process holds it."
            );
        }
    }

    public void Dispose() => _file.Dispose();
}
