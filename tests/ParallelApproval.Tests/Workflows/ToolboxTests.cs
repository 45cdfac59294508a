using System.Text.Json.Nodes;
using ParallelApproval.Testing;

namespace ParallelApproval.Workflows;

/// <summary>What the toolbox offers runs in a case; each control-flow activity is drawn behind the intake and followed.</summary>
public sealed class ToolboxTests(TestCluster cluster)
{
    // What each must be given to mean anything; the rest runs as it is dropped.
    private static readonly Dictionary<string, Action<JsonObject>> Filled = new(StringComparer.Ordinal)
    {
        ["Elsa.Sequence"] = one => one["activities"] = new JsonArray(Line("inner")),
        ["Elsa.Parallel"] = one => one["activities"] = new JsonArray(Line("inner")),
        ["Elsa.FlowNode"] = one => one["body"] = Line("inner"),
        ["Elsa.FlowFork"] = one => Give(one, "branches", "Object", """["甲"]"""),
        ["Elsa.FlowDecision"] = one => Give(one, "condition", "JavaScript", "true"),
        ["Elsa.FlowSwitch"] = one =>
            one["cases"] = new JsonArray(
                new JsonObject
                {
                    ["label"] = "甲",
                    ["condition"] = new JsonObject { ["type"] = "JavaScript", ["value"] = "true" },
                }
            ),
        ["Elsa.If"] = one => (Give(one, "condition", "JavaScript", "true")["then"]) = Line("inner"),
        ["Elsa.Switch"] = one =>
            one["cases"] = new JsonArray(
                new JsonObject
                {
                    ["label"] = "甲",
                    ["condition"] = new JsonObject { ["type"] = "JavaScript", ["value"] = "true" },
                    ["activity"] = Line("inner"),
                }
            ),
        ["Elsa.While"] = one => Give(one, "condition", "JavaScript", "true")["body"] = Designing.Dragged("inner", "Elsa.Break", "跳出"),
        ["Elsa.For"] = one => Give(Give(one, "start", "Literal", "1"), "end", "Literal", "2")["body"] = Line("inner"),
        ["Elsa.ForEach"] = one => Give(one, "items", "Object", """["甲","乙"]""")["body"] = Line("inner"),
        ["Elsa.ParallelForEach"] = one => Give(one, "items", "Object", """["甲","乙"]""")["body"] = Line("inner"),
        ["Elsa.SetVariable"] = one => Give(one, "value", "Literal", "5")["variable"] = Variable(),
        ["Elsa.SetOutput"] = one => Give(Give(one, "outputName", "Literal", "Result"), "outputValue", "Literal", "好"),
        ["Elsa.SetName"] = one => Give(one, "value", "Literal", "甲"),
        ["Elsa.Correlate"] = one => Give(one, "correlationId", "Literal", "甲"),
        ["Elsa.WriteLine"] = one => Give(one, "text", "Literal", "到此"),
        ["Elsa.Delay"] = one => Give(one, "timeSpan", "Literal", "00:00:00"),
        ["Elsa.Timer"] = one => Give(one, "interval", "Literal", "PT0S"),
        ["Elsa.StartAt"] = one => Give(one, "dateTime", "Literal", "2026-03-01T09:00:00+08:00"),
        ["Elsa.PublishEvent"] = one => Give(one, "eventName", "Literal", "E"),
        ["Elsa.BulkDispatchWorkflows"] = one => Give(Give(one, "workflowDefinitionId", "Literal", "other"), "items", "Object", "[]"),
        ["Elsa.DispatchWorkflow"] = one => Give(one, "workflowDefinitionId", "Literal", "other"),
        ["Elsa.Fault"] = one => Give(Give(one, "code", "Literal", "E1"), "message", "Literal", "出错"),
    };

    // A start has nothing before it, and a break nothing to leave; both stand in other rows.
    private static readonly HashSet<string> Elsewhere = new(StringComparer.Ordinal)
    {
        "Elsa.Start",
        "Elsa.Break",
        "Elsa.Flowchart",
        "Elsa.NotFoundActivity",
        // These wait for somebody outside: HouseFlowTests and OutsideCallTests.
        "Elsa.Event",
        "Elsa.Cron",
        "Elsa.RunTask",
        "Elsa.ExecuteWorkflow",
        "Elsa.FlowSendHttpRequest",
        "Elsa.SendEmail",
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_control_flow_activity_that_is_offered_is_published_and_run_to_its_end()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var failed = new List<string>();
        (await house.PublishAsync(HouseFlows.Chain("other", HouseFlows.Line("a")))).ShouldBeEmpty();
        foreach (var type in Offered(house))
            if (await RunAsync(house, type) is { } why)
                failed.Add($"{type}: {why}");
        failed.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_filled_here_is_still_offered()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        Filled.Keys.Except(Offered(house)).ShouldBeEmpty();
    }

    private static IEnumerable<string> Offered(TestHouse house) =>
        house
            .Get<DefinitionRegister>()
            .Activities.Descriptors.Where(one =>
                one.IsBrowsable && one.Type.StartsWith("Elsa.", StringComparison.Ordinal) && !Elsewhere.Contains(one.Type)
            )
            .Select(one => one.Type);

    private static async Task<string?> RunAsync(TestHouse house, string type)
    {
        var model = Designing.Created(type);
        (model["variables"], model["outputs"]) = (
            new JsonArray(Variable()),
            new JsonArray(new JsonObject { ["name"] = "Result", ["type"] = "String" })
        );
        var tried = Designing.Dragged("tried", type, type);
        Filled.GetValueOrDefault(type)?.Invoke(tried);
        model["root"]!["activities"] = new JsonArray(
            Designing.Dragged("start", "Elsa.Start", "开始"),
            Designing.Dragged("intake", "ParallelApproval.OneWindowIntake", "受理"),
            tried,
            Designing.Dragged("approve", "ParallelApproval.AllBranchesApproval", "同步审批"),
            Designing.Dragged("finish", "ParallelApproval.FinishCase", "办结")
        );
        model["root"]!["connections"] = new JsonArray();
        model.Connect("start", "Done", "intake");
        model.Connect("intake", "Accepted", "tried");
        model.Connect("intake", "Accepted", "approve");
        model.Connect("approve", "Approved", "finish");
        var saved = await house.SaveAsync(model, publish: true);
        if (saved.IsError)
            return string.Join("; ", saved.Errors.Select(error => error.Description));

        var number = await house.ReceiveAsync(workflow: saved.Value.Version.DefinitionId);
        await house.SweepAsync(Cancellation);
        var runs = (await house.Get<InstanceQueries>().HistoryAsync(number, Cancellation))!.Runs.ToList();
        if (runs.Find(run => run.ActivityId == "tried") is not { } run)
            return "was not reached";
        if (type == "Elsa.Fault")
            return run.Incident is null ? "did not fail" : null;
        if (runs.Find(one => one.Incident is not null) is { } broken)
            return $"{broken.ActivityId}: {broken.Incident!.Message}";
        if (run.EndedAt is null)
            return "did not end";
        return tried.ToJsonString().Contains("\"inner\"", StringComparison.Ordinal) && !runs.Exists(one => one.ActivityId == "inner")
            ? "did not run what it holds"
            : null;
    }

    private static JsonObject Line(string id) => Give(Designing.Dragged(id, "Elsa.WriteLine", "写"), "text", "Literal", "到此");

    private static JsonObject Variable() =>
        new()
        {
            ["id"] = "v1",
            ["name"] = "V",
            ["typeName"] = "String",
            ["isArray"] = false,
            ["value"] = null,
            ["storageDriverTypeName"] = null,
        };

    private static JsonObject Give(JsonObject activity, string input, string syntax, string value)
    {
        activity[input] = new JsonObject
        {
            ["typeName"] = null,
            ["expression"] = new JsonObject { ["type"] = syntax, ["value"] = value },
            ["memoryReference"] = null,
        };
        return activity;
    }
}
