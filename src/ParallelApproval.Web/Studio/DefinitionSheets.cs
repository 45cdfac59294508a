using System.Globalization;
using System.Text.Json.Nodes;
using ParallelApproval.Organisation;
using ParallelApproval.Web.Session;
using ParallelApproval.Workflows;

namespace ParallelApproval.Web.Studio;

/// <summary>Versions of definitions as Elsa Studio reads them. Its links decide whether it lets somebody edit.</summary>
internal static class DefinitionSheets
{
    /// <summary>A version with its drawing; what this product cannot describe is hidden behind stand-ins.</summary>
    public static JsonObject Whole(DefinitionRow version, DefinitionRegister register, Caller caller)
    {
        var document = (JsonObject)JsonNode.Parse(version.Content)!;
        (document["isLatest"], document["isPublished"], document["materializerName"]) = (version.IsLatest, version.IsPublished, "Json");
        document["createdAt"] = Instant(version.CreatedAt);
        document["description"] ??= "";
        if (document["root"] is JsonObject root)
            NotFoundActivities.Hide(root, register.Activities);
        DefinitionStamp.Put(document, version);
        document["links"] = Links(version, caller);
        return document;
    }

    /// <summary>A line of a list.</summary>
    public static JsonObject Summary(DefinitionRow version, Caller caller) =>
        new()
        {
            ["id"] = version.Id,
            ["definitionId"] = version.DefinitionId,
            ["name"] = version.Name ?? version.DefinitionId,
            ["description"] = version.Description,
            ["version"] = version.Version,
            ["toolVersion"] = "3.8.2.0",
            ["isLatest"] = version.IsLatest,
            ["isPublished"] = version.IsPublished,
            ["isReadonly"] = false,
            ["materializerName"] = "Json",
            ["isMaterializerAvailable"] = true,
            ["createdAt"] = Instant(version.CreatedAt),
            ["links"] = Links(version, caller),
        };

    /// <summary>What a save or a publication answers.</summary>
    public static JsonObject Saved(SavedDefinition saved, DefinitionRegister register, Caller caller) =>
        new()
        {
            ["workflowDefinition"] = Whole(saved.Version, register, caller),
            ["alreadyPublished"] = saved.AlreadyPublished,
            // Studio knows no cases that stay behind; it does tell, in a sentence of ours, how many flows that use this one are concerned.
            ["consumingWorkflowCount"] = saved.CasesBehind,
            ["casesOnOtherVersions"] = saved.CasesBehind,
            ["warnings"] = StudioAnswer.Texts(saved.Warnings.Select(StudioRefused.Sentence)),
        };

    public static JsonArray ListLinks(Caller caller)
    {
        var links = new JsonArray(Link("/workflow-definitions", "self", "GET"));
        if (!caller.Is(Role.Designer))
            return links;
        links.Add(Link("/bulk-actions/publish/workflow-definitions/by-definition-ids", "bulk-publish", "POST"));
        links.Add(Link("/bulk-actions/retract/workflow-definitions/by-definition-ids", "bulk-retract", "POST"));
        links.Add(Link("/bulk-actions/delete/workflow-definitions/by-definition-id", "bulk-delete", "POST"));
        links.Add(Link("/workflow-definitions", "create", "POST"));
        return links;
    }

    public static string Instant(DateTimeOffset at) => at.InShanghai().ToString("O", CultureInfo.InvariantCulture);

    private static JsonArray Links(DefinitionRow version, Caller caller)
    {
        var self = "/workflow-definitions/" + version.DefinitionId;
        var links = new JsonArray(Link(self, "self", "GET"), Link(self + "/export", "export", "POST"));
        if (!caller.Is(Role.Designer) || version.RemovedAt is not null)
            return links;
        foreach (var verb in (string[])["execute", "publish", "retract"])
            links.Add(Link($"{self}/{verb}", verb, "POST"));
        links.Add(Link(self, "delete", "DELETE"));
        return links;
    }

    private static JsonObject Link(string address, string relation, string method) =>
        new()
        {
            ["href"] = address,
            ["rel"] = relation,
            ["method"] = method,
        };
}
