using System.Text.Json.Nodes;

namespace ParallelApproval.Web.Studio;

/// <summary>What Elsa Studio sends, in few words.</summary>
internal static class StudioDoor
{
    public const string Api = "/elsa/api";
    public const string Catering = "catering-six-certificates";

    extension(Account account)
    {
        public async Task<JsonObject> OpenedAsync(string definitionId = Catering, string version = "Latest")
        {
            var answer = await account.GetAsync($"{Api}/workflow-definitions/by-definition-id/{definitionId}?versionOptions={version}");
            answer.Status.ShouldBe(200, answer.Text);
            return (JsonObject)answer.Json!;
        }

        public Task<Answer> SaveAsync(JsonObject model, bool? publish = false) =>
            account.PostAsync($"{Api}/workflow-definitions", new JsonObject { ["model"] = model.DeepClone(), ["publish"] = publish });

        public async Task<JsonObject> SavedAsync(JsonObject model, bool? publish = false)
        {
            var answer = await account.SaveAsync(model, publish);
            answer.Status.ShouldBe(200, answer.Text);
            return (JsonObject)answer["workflowDefinition"]!;
        }

        public async Task<JsonObject> CreatedAsync(string name) =>
            await account.SavedAsync(
                new()
                {
                    ["definitionId"] = null,
                    ["name"] = name,
                    ["description"] = null,
                    ["toolVersion"] = "3.8.0.0",
                    ["variables"] = null,
                    ["inputs"] = null,
                    ["outputs"] = null,
                    ["outcomes"] = null,
                    ["customProperties"] = null,
                    ["isReadonly"] = false,
                    ["options"] = null,
                    ["root"] = new JsonObject
                    {
                        ["id"] = "a65c",
                        ["type"] = "Elsa.Flowchart",
                        ["version"] = 1,
                        ["name"] = "Flowchart1",
                    },
                    ["links"] = null,
                    ["createdAt"] = "0001-01-01T00:00:00+00:00",
                    ["version"] = 1,
                    ["isLatest"] = true,
                    ["isPublished"] = false,
                    ["id"] = null,
                },
                null
            );

        public Task<Answer> DeleteAsync(string path) => account.SendAsync(HttpMethod.Delete, path);
    }

    /// <summary>A drawing of start and finish, published under a name of its own, so that tests do not meet.</summary>
    public static async Task<JsonObject> PublishedAsync(this Account designer, string name)
    {
        var model = await designer.CreatedAsync(name);
        model["root"]!["activities"]!.AsArray().Add(Dragged("start", "Elsa.Start"));
        model["root"]!["activities"]!.AsArray().Add(Dragged("line", "Elsa.WriteLine"));
        model["root"]!["connections"]!.AsArray().Add(Arrow("start", "line"));
        return await designer.SavedAsync(model, publish: true);
    }

    public static JsonObject Dragged(string id, string type) =>
        new()
        {
            ["id"] = id,
            ["nodeId"] = id,
            ["name"] = id,
            ["type"] = type,
            ["version"] = 1,
            ["metadata"] = new JsonObject
            {
                ["designer"] = new JsonObject
                {
                    ["position"] = new JsonObject { ["x"] = 1, ["y"] = 2 },
                },
            },
        };

    public static JsonObject Arrow(string source, string target) =>
        new()
        {
            ["source"] = new JsonObject { ["activity"] = source, ["port"] = "Done" },
            ["target"] = new JsonObject { ["activity"] = target, ["port"] = "In" },
            ["vertices"] = new JsonArray(),
        };

    public static string Text(this JsonNode? node, string name) => node![name]!.GetValue<string>();
}
