using ParallelApproval.Events;

namespace ParallelApproval.Scans;

/// <summary>电子件归档: a paper was filed as a file.</summary>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Of the content; what the file was stands so in the chain of the case.</param>
public sealed record ScanFiled(int Number, string Paper, int PaperVersion, string Name, ScanFormat Format, long Size, string Sha256)
    : DomainEvent;

/// <summary>电子件作废: a scan was filed by mistake and holds no more.</summary>
public sealed record ScanStruck(int Number, string Paper, string Reason) : DomainEvent;

/// <summary>未经查毒归档: a paper was filed as a file while the virus scanner was away.</summary>
public sealed record ScanNotSearched(int Number, string Paper) : DomainEvent;
