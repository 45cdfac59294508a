using ErrorOr;

namespace ParallelApproval.Catalogue;

/// <summary>A room upstairs that has something to say against an item going live (上线会签): asked before a version is published.</summary>
public interface IJudgeItems
{
    /// <summary>What is wrong with the draft, each fault beside its field.</summary>
    /// <param name="today">The day on which it is published.</param>
    IEnumerable<Error> Faults(ItemDraft draft, DateOnly today);
}
