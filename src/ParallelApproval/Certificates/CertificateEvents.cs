using ParallelApproval.Events;

namespace ParallelApproval.Certificates;

/// <summary>制证: the certificates of these branches have been made and lie ready.</summary>
public sealed record CertificatesIssued(string[] Numbers) : DomainEvent;

/// <summary>补发: the certificate of a branch that silence has granted was sealed by the department.</summary>
public sealed record DeemedGrantSealed(int Branch, string Number) : DomainEvent
{
    public override int? BranchNumber => Branch;
}
