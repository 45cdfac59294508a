using ParallelApproval.Events;

namespace ParallelApproval.Publication;

/// <summary>不予公开: the result is kept from the public.</summary>
public sealed record ResultWithheld(WithholdingGround Ground, string Reason) : DomainEvent;

/// <summary>恢复公开: the result is published like any other again.</summary>
/// <param name="Ground">On which it was withheld until now.</param>
public sealed record ResultRestored(WithholdingGround Ground, string Reason) : DomainEvent;
