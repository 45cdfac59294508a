using System.ComponentModel.DataAnnotations;

namespace ParallelApproval.Prechecks;

/// <summary>What applications sent beforehand may take (网上申报限额); setting <c>ParallelApproval:Prechecks</c>.</summary>
public sealed record PrecheckSettings
{
    private const int BytesInMegabyte = 1024 * 1024;

    /// <summary>How many calendar days it is kept since somebody worked on it last; then it is deleted.</summary>
    [Range(1, 365)]
    public int KeepDays { get; init; } = 30;

    /// <summary>How many not yet received one telephone number may have.</summary>
    [Range(1, 100)]
    public int MostOfPhone { get; init; } = 3;

    /// <summary>How many one network address may begin in a day; kiosks and offices share an address.</summary>
    [Range(1, 10_000)]
    public int MostOfAddress { get; init; } = 30;

    /// <summary>How many files one may have.</summary>
    [Range(1, 200)]
    public int MostFiles { get; init; } = 60;

    /// <summary>All of its files together, in MiB; one file is limited as a scan is, and to ten.</summary>
    [Range(1, 500)]
    public int MostMegabytes { get; init; } = 50;

    internal long MostBytes => (long)MostMegabytes * BytesInMegabyte;
}
