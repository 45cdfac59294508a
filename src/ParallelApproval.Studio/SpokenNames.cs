using System.Text.Json.Nodes;
using Elsa.Api.Client.Resources.ActivityDescriptors.Models;
using Elsa.Studio.Workflows.Domain.Contracts;

namespace ParallelApproval.Studio;

/// <summary>
/// Names of new activities (新活动的名称), by which scripts call them and messages name them: the name in the toolbox and a number,
/// <c>部门审批1</c>. Where that could be no name in a script, as in English, it is Studio's own, <c>DepartmentApproval1</c>.
/// </summary>
internal sealed class SpokenNames : IActivityNameGenerator
{
    public bool GetNameExists(IEnumerable<JsonObject> activities, string name) => activities.Any(activity => NameOf(activity) == name);

    public string GenerateNextName(IEnumerable<JsonObject> activities, ActivityDescriptor activityDescriptor)
    {
        var taken = activities.Select(NameOf).ToList();
        var name =
            activityDescriptor.DisplayName is { Length: > 0 } spoken && spoken.All(char.IsLetterOrDigit) ? spoken : activityDescriptor.Name;
        for (var number = 1; ; number++)
            if (!taken.Contains(name + number))
                return name + number;
    }

    private static string? NameOf(JsonObject activity) => activity["name"]?.ToString();
}
