namespace ParallelApproval.Scans;

/// <summary>How much is taken in (电子件限额); setting <c>ParallelApproval:Scans</c>.</summary>
public sealed record ScanLimits
{
    private const long BytesInMegabyte = 1024 * 1024;

    /// <summary>The largest file, in MiB; 1 to 200.</summary>
    public int MostMegabytes { get; init; } = 20;

    /// <summary>How many files one paper may have; 1 to 500.</summary>
    public int MostPerPaper { get; init; } = 50;

    /// <summary>The largest file, in bytes.</summary>
    public long MostBytes => MostMegabytes * BytesInMegabyte;

    /// <summary>Refuses a setting that cannot be meant.</summary>
    /// <exception cref="InvalidOperationException">A number lies outside its range.</exception>
    public ScanLimits Checked() =>
        this is { MostMegabytes: >= 1 and <= 200, MostPerPaper: >= 1 and <= 500 }
            ? this
            : throw new InvalidOperationException(
                "ParallelApproval:Scans: expected MostMegabytes from 1 to 200 and MostPerPaper from 1 to 500, but they are "
                    + $"{MostMegabytes} and {MostPerPaper}."
            );
}
