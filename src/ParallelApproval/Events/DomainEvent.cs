using System.Text.Json.Serialization;

namespace ParallelApproval.Events;

/// <summary>
/// Something that happened in a case and can never un-happen (办件事件). Each room adds its own kinds; the name of the type is the kind
/// under which it is stored, so a type is never renamed once cases carry it.
/// </summary>
public abstract record DomainEvent
{
    /// <summary>The branch it happened in (1…n); null when it concerns the whole case.</summary>
    [JsonIgnore]
    public virtual int? BranchNumber => null;
}
