using ParallelApproval.Events;

namespace ParallelApproval.Certificates;

/// <summary>制作文书: a paper was made, with this number and content.</summary>
/// <param name="Stamp">SHA-256 of its content, hexadecimal: a row that is changed later no longer fits the chain.</param>
public sealed record DocumentIssued(string Number, DocumentKind Kind, int Branch, string Stamp) : DomainEvent
{
    public override int? BranchNumber => Branch == 0 ? null : Branch;
}

/// <summary>用印: a seal was put on a paper, by the act of that officer.</summary>
public sealed record SealUsed(string Seal, string Document, string Officer, int Branch) : DomainEvent
{
    public override int? BranchNumber => Branch == 0 ? null : Branch;
}
