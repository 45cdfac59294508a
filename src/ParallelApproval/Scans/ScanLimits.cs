using System.ComponentModel.DataAnnotations;

namespace ParallelApproval.Scans;

/// <summary>How much is taken in (电子件限额); setting <c>ParallelApproval:Scans</c>.</summary>
public sealed record ScanLimits
{
    private const long BytesInMegabyte = 1024 * 1024;

    /// <summary>The largest file, in MiB.</summary>
    [Range(1, 200)]
    public int MostMegabytes { get; init; } = 20;

    /// <summary>How many files one paper may have.</summary>
    [Range(1, 500)]
    public int MostPerPaper { get; init; } = 50;

    /// <summary>The largest file, in bytes.</summary>
    public long MostBytes => MostMegabytes * BytesInMegabyte;
}
