namespace ParallelApproval.Engine;

/// <summary>Not too much, and nothing twice.</summary>
internal static class SizeChecks
{
    /// <summary>False: too large to be judged further.</summary>
    public static bool Check(List<ActivityNode> activities, Problems problems)
    {
        var connections = activities.Sum(a => a.Connections?.Count ?? 0);
        if (activities.Count <= WorkflowChecks.MaxActivities && connections <= WorkflowChecks.MaxConnections)
            return true;
        problems.Error(
            null,
            "too_large",
            "Expected at most {maxActivities} activities and {maxConnections} connections, but there are {activities} and {connections}.",
            ("maxActivities", $"{WorkflowChecks.MaxActivities}"),
            ("maxConnections", $"{WorkflowChecks.MaxConnections}"),
            ("activities", $"{activities.Count}"),
            ("connections", $"{connections}")
        );
        return false;
    }

    public static void Ids(List<ActivityNode> activities, Problems problems)
    {
        foreach (var twice in activities.GroupBy(a => a.Id, StringComparer.Ordinal).Where(g => g.Count() > 1))
            problems.Error(
                twice.Key,
                "duplicate_id",
                "Expected each activity to have an id of its own, but {count} have the id '{activity}'.",
                ("count", $"{twice.Count()}")
            );
    }
}
