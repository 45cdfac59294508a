using System.Text.Json.Nodes;
using ErrorOr;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Testing;

namespace ParallelApproval.Workflows;

/// <summary>What a process designer does, in few words.</summary>
internal static class Designing
{
    public const string Catering = "catering-six-certificates";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    extension(TestHouse house)
    {
        public Act Designer => house.By("designer", "XZSP");

        /// <summary>The latest version as an editor gets it, with its stamp.</summary>
        public async Task<JsonObject> OpenedAsync(string definitionId = Catering)
        {
            var row = (await house.Get<DefinitionQueries>().FindAsync(definitionId, new("Latest"), Cancellation))!;
            var document = (JsonObject)JsonNode.Parse(row.Content)!;
            DefinitionStamp.Put(document, row);
            return document;
        }

        public Task<ErrorOr<SavedDefinition>> SaveAsync(JsonObject model, bool publish = false) =>
            house.Get<SaveDefinitionHandler>().HandleAsync(new(model, publish), house.Designer, Cancellation);

        public async Task<DefinitionRow> SavedAsync(JsonObject model, bool publish = false)
        {
            var saved = await house.SaveAsync(model, publish);
            saved.ErrorsOrEmptyList.Select(error => error.Description).ShouldBeEmpty();
            return saved.Value.Version;
        }

        public async Task<List<DefinitionRow>> VersionsAsync(string definitionId = Catering)
        {
            await using var db = house.Database.NewContext();
            return await db.Set<DefinitionRow>()
                .AsNoTracking()
                .Where(row => row.DefinitionId == definitionId)
                .OrderBy(row => row.Version)
                .ToListAsync(Cancellation);
        }

        /// <summary>The catering flow with a seventh department between the fork and the join, published as its next version.</summary>
        public async Task<DefinitionRow> PublishSeventhDepartmentAsync()
        {
            var model = await house.OpenedAsync();
            model.AddSeventhDepartment();
            return await house.SavedAsync(model, publish: true);
        }
    }

    extension(JsonObject model)
    {
        public JsonArray Activities => model["root"]!["activities"]!.AsArray();

        public JsonArray Connections => model["root"]!["connections"]!.AsArray();

        public JsonObject Activity(string id) =>
            model.Activities.OfType<JsonObject>().Single(activity => activity["id"]!.GetValue<string>() == id);

        public void Connect(string source, string port, string target) =>
            model.Connections.Add(
                new JsonObject
                {
                    ["source"] = new JsonObject { ["activity"] = source, ["port"] = port },
                    ["target"] = new JsonObject { ["activity"] = target, ["port"] = "In" },
                    ["vertices"] = new JsonArray(),
                }
            );

        public void AddSeventhDepartment()
        {
            model.Activity("fork")["branches"]!["expression"]!["value"] = """["食药监", "工商", "质监", "国税", "地税", "统计", "消防"]""";
            model.Activities.Add(
                Dragged(
                    "seventh",
                    "ParallelApproval.DepartmentApproval",
                    "消防审批",
                    ("department", "XFDD"),
                    ("result", "消防意见"),
                    ("promisedDays", "3")
                )
            );
            model.Connect("fork", "消防", "seventh");
            foreach (var port in (string[])["Approved", "Refused", "Withdrawn", "TimedOut", "NotNeeded"])
                model.Connect("seventh", port, "join");
        }
    }

    /// <summary>An activity as the tool sends it that has just been dragged in and filled.</summary>
    public static JsonObject Dragged(string id, string type, string display, params (string Name, string Value)[] inputs)
    {
        var activity = new JsonObject
        {
            ["id"] = id,
            ["name"] = id,
            ["type"] = type,
            ["version"] = 1,
            ["metadata"] = new JsonObject
            {
                ["designer"] = new JsonObject
                {
                    ["position"] = new JsonObject { ["x"] = 10, ["y"] = 20 },
                },
                ["displayText"] = display,
            },
        };
        foreach (var (name, value) in inputs)
            activity[name] = new JsonObject
            {
                ["typeName"] = null,
                ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = value },
                ["memoryReference"] = null,
            };
        return activity;
    }

    /// <summary>A new flowchart as the tool's create dialog sends it.</summary>
    public static JsonObject Created(string name) =>
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
                ["id"] = "a65ce3e8bed3cd4e",
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
        };
}
