using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Events;

namespace ParallelApproval.Supervision;

/// <summary>
/// What a point may know of a case when it judges an event (案情): the trail up to and including the event, which never changes, the file as
/// it lies now, the item, and what the applicant had applied for before on the same item, which is known when he applies and at no other
/// time (<see cref="CaseQueries.EarlierAsync"/>).
/// </summary>
internal sealed record CaseFacts(
    CaseFile File,
    ServiceItem Item,
    IReadOnlyList<Heard> Trail,
    EarlierCase? Earlier,
    Answerers Answerers,
    Deadlines Deadlines,
    DateTimeOffset Now
)
{
    /// <summary>The same as it was known when that event happened.</summary>
    public CaseFacts UpTo(Heard heard) => this with { Trail = [.. Trail.Where(line => line.Event.Sequence <= heard.Event.Sequence)] };

    /// <summary>Every event of that kind so far.</summary>
    public IEnumerable<T> Past<T>()
        where T : DomainEvent => Trail.Select(line => line.As<T>()).OfType<T>();

    /// <summary>The branch as the catalogue defines it; null for one that a designer drew.</summary>
    public BranchDefinition? Defined(int branch) => Item.Branches.FirstOrDefault(part => part.Number == branch);
}
