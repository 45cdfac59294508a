namespace ParallelApproval.Web.Cases;

/// <summary>
/// Entries of the same kind, by the same hand and at the same instant, which a reader takes for one: six departments opened at once.
/// </summary>
internal sealed record TimelineGroup(TimelineEntry First, int Count)
{
    public static List<TimelineGroup> Of(IReadOnlyList<TimelineEntry> timeline)
    {
        var groups = new List<TimelineGroup>();
        foreach (var entry in timeline)
            if (groups is [.., var last] && (last.First.Kind, last.First.At, last.First.Actor) == (entry.Kind, entry.At, entry.Actor))
                groups[^1] = last with { Count = last.Count + 1 };
            else
                groups.Add(new(entry, 1));
        return groups;
    }
}
