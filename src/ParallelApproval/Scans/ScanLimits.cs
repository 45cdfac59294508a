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

    /// <summary>What becomes of a file while the virus scanner, where one is set, is away.</summary>
    public ScannerAway WhenScannerIsAway { get; init; }

    /// <summary>Elapsed seconds within which the virus scanner answers, or it is away.</summary>
    [Range(1, 120)]
    public int ScannerSeconds { get; init; } = 30;

    /// <summary>The largest file, in bytes.</summary>
    public long MostBytes => MostMegabytes * BytesInMegabyte;
}

/// <summary>What becomes of a file while the virus scanner is away (查毒服务不可用时).</summary>
public enum ScannerAway
{
    /// <summary>It is not taken in.</summary>
    Refuse,

    /// <summary>It is taken in, and it stands in the trail that nobody has looked into it.</summary>
    Accept,
}
