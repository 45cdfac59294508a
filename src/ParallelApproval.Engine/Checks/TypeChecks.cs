namespace ParallelApproval.Engine;

/// <summary>Every activity is of a known type, and composites do not contain each other.</summary>
internal static class TypeChecks
{
    public static void Check(
        List<ActivityNode> activities,
        ActivityCatalogue catalogue,
        List<WorkflowDefinition> composites,
        Problems problems
    )
    {
        foreach (var activity in activities)
        {
            if (activity.Type == "Elsa.NotFoundActivity")
                Unknown(
                    activity,
                    activity.Properties.TryGetValue("missingTypeName", out var missing)
                        ? Values.Text(missing) ?? activity.Type
                        : activity.Type,
                    problems
                );
            else if (catalogue.Find(activity.Type, activity.Version) is null && !IsComposite(activity, composites))
            {
                if (catalogue.FindNewest(activity.Type) is not { } newest)
                    Unknown(activity, activity.Type, problems);
                else
                    problems.Error(
                        activity.Id,
                        "unknown_activity_version",
                        "Expected activity '{activity}' to use a known version of {type}, but it uses {version}; the newest is {newest}.",
                        ("type", activity.Type),
                        ("version", $"{activity.Version}"),
                        ("newest", $"{newest.Version}")
                    );
            }
        }
    }

    public static bool IsComposite(ActivityNode activity, List<WorkflowDefinition> composites) =>
        composites.Exists(c =>
            c.TypeName == activity.Type
            || c.DefinitionId == activity.Type
            || activity.Properties.TryGetValue("workflowDefinitionId", out var id) && Values.Text(id) == c.DefinitionId
        );

    public static ExecutableWorkflow? Compile(
        WorkflowDefinition definition,
        ActivityCatalogue catalogue,
        List<WorkflowDefinition> composites,
        Problems problems
    )
    {
        try
        {
            return ExecutableWorkflow.Compile(definition, catalogue, composites);
        }
        catch (WorkflowFormatException e)
        {
            problems.Error(null, "composite_cycle", e.Message);
            return null;
        }
    }

    private static void Unknown(ActivityNode activity, string type, Problems problems) =>
        problems.Error(
            activity.Id,
            "unknown_activity_type",
            "Expected activity '{activity}' to be of a known type, but {type} is not known.",
            ("type", type)
        );
}
