using ParallelApproval.Events;

namespace ParallelApproval.Certificates;

/// <summary>制证: the certificates of these branches have been made and lie ready.</summary>
public sealed record CertificatesIssued(string[] Numbers) : DomainEvent;
