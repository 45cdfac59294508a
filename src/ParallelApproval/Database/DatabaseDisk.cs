using System.Diagnostics;

namespace ParallelApproval.Database;

/// <summary>
/// The disk on which the database lies (库盘), where this machine can see it. Before it is full no new matter is taken: what has been begun
/// can then still be decided, and clocks still run.
/// </summary>
/// <param name="folder">A folder on that disk; null when it is another machine's.</param>
/// <param name="leastFree">Bytes that must be free for a new matter.</param>
public sealed class DatabaseDisk(string? folder, long leastFree)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private sealed record Reading(long Free, long Stamp);

    private volatile Reading? _last;

    /// <summary>Bytes free on the disk; null when nobody here can know.</summary>
    public long? Free
    {
        get
        {
            if (folder is null)
                return null;
            if (_last is { } last && Stopwatch.GetElapsedTime(last.Stamp) < Fresh)
                return last.Free;
            var read = new Reading(new DriveInfo(folder).AvailableFreeSpace, Stopwatch.GetTimestamp());
            _last = read;
            return read.Free;
        }
    }

    /// <summary>Whether no new matter may be taken.</summary>
    public bool IsNearlyFull => Free < leastFree;
}
