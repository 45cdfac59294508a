using System.ComponentModel.DataAnnotations;

namespace ParallelApproval.Web.Health;

/// <summary>What must be so for all to be well; setting <c>ParallelApproval:Health</c>.</summary>
internal sealed record HealthSettings
{
    private const long BytesInMegabyte = 1024 * 1024;

    /// <summary>
    /// Seconds for which a node that goes down keeps its door open until a balancer has been told; 0 where nobody asks. More than the
    /// balancer's own interval is of use, less is not.
    /// </summary>
    [Range(typeof(decimal), "0", "60")]
    public decimal FarewellSeconds { get; init; } = 1.5m;

    /// <summary>MiB that must be free on the disk of the database for a new matter to be taken; 0 for no limit.</summary>
    [Range(0, 100_000_000)]
    public int LeastFreeMegabytes { get; init; } = 300;

    /// <summary>How many standbys must follow the database; fewer is worth a remark.</summary>
    [Range(0, 16)]
    public int Standbys { get; init; }

    /// <summary>
    /// Seconds by which the standby may be behind from which pages read; beyond, they read from the primary, and that is worth a remark.
    /// </summary>
    [Range(1, 300)]
    public int ReplicaSeconds { get; init; } = 5;

    /// <summary>
    /// Whether the house relies on it that what was acknowledged is on a standby, too. The server does that where
    /// <c>synchronous_standby_names</c> is set, and waits when the standby is gone; where it is not set, that is worth a remark.
    /// </summary>
    public bool SynchronousStandby { get; init; }

    public long LeastFreeBytes => LeastFreeMegabytes * BytesInMegabyte;
}
