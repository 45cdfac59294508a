using System.Text.Json.Nodes;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Engine;
using ParallelApproval.Web.Authority;
using ParallelApproval.Workflows;

namespace ParallelApproval.Web.Studio;

/// <summary>Lists that Elsa Studio asks for before it opens anything; what the house has no choice in is empty, never absent.</summary>
internal static class FixedLists
{
    private const string Storage = "Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core";

    private static readonly (string Type, Bilingual Name, bool IsOffered, string? Language)[] Expressions =
    [
        ("Literal", new("文字", "Literal"), false, null),
        ("Object", new("对象", "Object"), false, "json"),
        ("Json", new("JSON", "JSON"), false, "json"),
        ("Variable", new("变量", "Variable"), true, null),
        ("Input", new("输入", "Input"), true, null),
        ("Condition", new("条件", "Condition"), true, "plaintext"),
        ("JavaScript", new("JavaScript", "JavaScript"), true, "javascript"),
        ("Liquid", new("Liquid", "Liquid"), true, "liquid"),
    ];

    private static readonly (string Type, Bilingual Name)[] VariableTypes =
    [
        ("String", new("文字", "Text")),
        ("Boolean", new("是否", "Yes or no")),
        ("Int32", new("整数", "Whole number")),
        ("Int64", new("长整数", "Long whole number")),
        ("Decimal", new("小数", "Decimal number")),
        ("Double", new("浮点数", "Floating-point number")),
        ("DateTimeOffset", new("时刻", "Instant")),
        ("TimeSpan", new("时长", "Span of time")),
        ("Object", new("任意", "Anything")),
        ("JsonObject", new("JSON 对象", "JSON object")),
        ("ObjectDictionary", new("字典", "Dictionary")),
    ];

    private static readonly (string Type, Bilingual Name, Bilingual What)[] Strategies =
    [
        (
            "ContinueWithIncidentsStrategy",
            new("其余分支继续", "Continue with incidents"),
            new(
                "出错的步骤停在原处，可以重试；未选择时也是如此",
                "The failed step stands and can be tried again; so it is when nothing is chosen"
            )
        ),
        (
            WorkflowDefinition.FaultStrategy,
            new("结束整个流程", "Fault"),
            new("一个步骤出错，流程即结束；办件脱离流程继续办理", "The flow ends where a step fails; its case goes on without it")
        ),
    ];

    private static readonly string[] Empty =
    [
        "workflow-activation-strategies",
        "log-persistence-strategies",
        "commit-strategies/workflows",
        "commit-strategies/activities",
        "output-converters",
    ];

    private const string LiveView = "RealTimeWorkflowUpdates";

    public static void MapFixedLists(this IEndpointRouteBuilder studio)
    {
        foreach (var list in Empty)
            studio.MapGet("/descriptors/" + list, () => StudioAnswer.List([])).Requires<SeeWorkflows>();
        studio
            .MapGet("/descriptors/expression-descriptors", () => StudioAnswer.List(Expressions.Select(Expression)))
            .Requires<SeeWorkflows>();
        studio.MapGet("/descriptors/incident-strategies", () => StudioAnswer.List(Strategies.Select(Strategy))).Requires<SeeWorkflows>();
        studio
            .MapGet("/descriptors/variables", () => StudioAnswer.List(
                    VariableTypes.Select(type => new JsonObject
                    {
                        ["typeName"] = type.Type,
                        ["displayName"] = type.Name.In(),
                        ["category"] = new Bilingual("基础", "Primitives").In(),
                        ["description"] = "",
                    })
                ))
            .Requires<SeeWorkflows>();
        studio
            .MapGet("/descriptors/storage-drivers", () => StudioAnswer.List([
                    new JsonObject
                    {
                        ["typeName"] = Storage,
                        ["displayName"] = new Bilingual("随案件保存", "With the case").In(),
                        ["priority"] = 5,
                        ["deprecated"] = false,
                    },
                ]))
            .Requires<SeeWorkflows>();
        studio.MapGet("/features/installed", () => StudioAnswer.List([Feature(LiveView)])).Requires<SeeWorkflows>();
        studio
            .MapGet("/features/installed/{fullName}", (string fullName) =>
                fullName == "Elsa." + LiveView ? StudioAnswer.Json(Feature(LiveView)) : Results.NotFound()
            )
            .Requires<SeeWorkflows>();
        studio.MapGet("/workflow-contexts/provider-descriptors", () => StudioAnswer.List([])).Requires<SeeWorkflows>();
        studio.MapGet("/resilience/strategies", () => StudioAnswer.List([])).Requires<SeeWorkflows>();
        studio.MapGet("/resilience/retries/{activityInstanceId}", () => StudioAnswer.Page([], 0)).Requires<SeeInstances>();
        studio.MapGet("/package/version", () => StudioAnswer.Json(new() { ["packageVersion"] = "3.8.2" })).Requires<SeeWorkflows>();
        studio.MapPost("/scripting/javascript/type-definitions/{definitionId}", TypesAsync).Requires<SeeWorkflows>();
    }

    private static JsonNode Strategy((string Type, Bilingual Name, Bilingual What) one) =>
        new JsonObject
        {
            ["typeName"] = "Elsa.Workflows.IncidentStrategies." + one.Type,
            ["displayName"] = one.Name.In(),
            ["description"] = one.What.In(),
        };

    private static JsonNode Expression((string Type, Bilingual Name, bool IsOffered, string? Language) one) =>
        new JsonObject
        {
            ["type"] = one.Type,
            ["displayName"] = one.Name.In(),
            ["isSerializable"] = true,
            ["isBrowsable"] = one.IsOffered,
            ["properties"] = one.Language is { } language ? new JsonObject { ["MonacoLanguage"] = language } : new JsonObject(),
        };

    private static JsonObject Feature(string name) =>
        new()
        {
            ["name"] = name,
            ["namespace"] = "Elsa",
            ["fullName"] = "Elsa." + name,
            ["displayName"] = name,
            ["description"] = "",
        };

    // What the editor offers while a script is typed: the facts of the case, and a getter and a setter for each variable.
    private static async Task<IResult> TypesAsync(
        string definitionId,
        DefinitionQueries queries,
        CatalogueRegister catalogue,
        CancellationToken cancellation
    )
    {
        var types = new System.Text.StringBuilder(
            $"declare const Case: {TypeOf(Known(catalogue.Current, definitionId))};\ndeclare function getVariable(name: string): any;\n"
                + "declare function setVariable(name: string, value: any): void;\ndeclare function getInput(name: string): any;\n"
        );
        if (await queries.FindAsync(definitionId, new("Latest"), cancellation) is { } version)
            foreach (
                var variable in WorkflowDefinition
                    .Parse(version.Content)
                    .Variables.Where(variable =>
                        variable.Name.Length > 0 && variable.Name.All(letter => char.IsLetterOrDigit(letter) || letter == '_')
                    )
            )
                types.Append(
                    null,
                    $"declare function get{Capital(variable.Name)}(): any;\n"
                        + $"declare function set{Capital(variable.Name)}(value: any): void;\n"
                );
        return Results.Text(types.ToString(), "application/x-typescript");
    }

    // Of the items that use the flow; before one does, of all, because it may be meant for any.
    private static List<(string[] Path, FactName Fact)> Known(CatalogueSnapshot catalogue, string definitionId)
    {
        var items = catalogue.Using(definitionId).ToList();
        return
        [
            .. (items.Count > 0 ? items : catalogue.Newest())
                .SelectMany(FactBook.Of)
                .DistinctBy(fact => fact.Path)
                .Select(fact => (fact.Path.Split('.'), fact)),
        ];
    }

    private static string TypeOf(IEnumerable<(string[] Path, FactName Fact)> facts, int depth = 0) =>
        "{ "
        + string.Concat(
            facts
                .GroupBy(known => known.Path[depth])
                .Select(group =>
                    $"\"{group.Key}\": "
                    + (group.First().Path.Length == depth + 1 ? TypeOf(group.First().Fact) : TypeOf(group, depth + 1))
                    + "; "
                )
        )
        + "}";

    private static string TypeOf(FactName fact) =>
        fact.Type switch
        {
            FactType.Number => "number | null",
            FactType.Flag => "boolean | null",
            FactType.List => "any[]",
            _ when fact.Choices is { } choices => string.Join(
                " | ",
                choices.Select(choice => System.Text.Json.JsonSerializer.Serialize(choice)).Append("null")
            ),
            _ => "string | null",
        };

    private static string Capital(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}
