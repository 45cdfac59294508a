using System.Globalization;
using System.Text.Json.Nodes;

namespace ParallelApproval.Workflows;

/// <summary>Drawings of every kind of step that a flow of a case may hold, joined at random.</summary>
internal static class RandomFlow
{
    /// <summary>A published flow of no case, which others start.</summary>
    public const string Child = "walk-child";

    /// <summary>A host that may be called.</summary>
    public const string Host = "office.example.org";

    private const string Intake = "ParallelApproval.OneWindowIntake";

    private static readonly Dictionary<string, string[]> OfTheHouse = new()
    {
        ["ParallelApproval.CopyNotice"] = ["Done"],
        ["ParallelApproval.DepartmentApproval"] = ["Approved", "Approved", "Refused", "Withdrawn", "NotNeeded", "TimedOut", "Correction"],
        ["ParallelApproval.AllBranchesApproval"] = ["Approved", "Approved", "PartlyApproved", "Refused", "Withdrawn", "TimedOut"],
        ["ParallelApproval.ApproveInParallel"] = ["Approved", "Approved", "PartlyApproved", "Refused", "Withdrawn", "TimedOut"],
        ["ParallelApproval.SumUpApprovals"] = ["Approved", "PartlyApproved", "Refused"],
        ["ParallelApproval.TierReview"] = ["NotNeeded", "Approved"],
        ["ParallelApproval.AwaitSupplement"] = ["Supplied"],
        ["ParallelApproval.IssueCertificates"] = ["Done"],
        ["ParallelApproval.Deliver"] = ["Delivered"],
        ["ParallelApproval.FinishCase"] = [],
        ["Elsa.FlowJoin"] = ["Done"],
        ["Elsa.FlowDecision"] = ["True", "False"],
        ["Elsa.Finish"] = [],
        ["Elsa.End"] = [],
    };

    // What waits for others or for a time, asks others, or fails.
    private static readonly Dictionary<string, string[]> Waiting = new()
    {
        ["Elsa.Event"] = ["Done"],
        ["Elsa.PublishEvent"] = ["Done"],
        ["Elsa.RunTask"] = ["Done"],
        ["Elsa.Delay"] = ["Done"],
        ["Elsa.Timer"] = ["Done"],
        ["Elsa.StartAt"] = ["Done"],
        ["Elsa.Cron"] = ["Done"],
        ["Elsa.DispatchWorkflow"] = ["Done"],
        ["Elsa.ExecuteWorkflow"] = ["Done"],
        ["Elsa.BulkDispatchWorkflows"] = ["Completed", "Done"],
        ["Elsa.FlowSendHttpRequest"] = ["200", "Unmatched status code", "Failed to connect", "Timeout", "Done"],
        ["Elsa.SendEmail"] = ["Done"],
        ["Elsa.Fault"] = [],
        ["ParallelApproval.WaitWorkingDays"] = ["Due", "Over"],
        ["ParallelApproval.AskOnlyWhen"] = ["Done"],
        ["ParallelApproval.RaiseCard"] = ["Done"],
        ["ParallelApproval.TellLeaders"] = ["Done"],
    };

    private static readonly string[] House = [.. OfTheHouse.Keys],
        Others = [.. Waiting.Keys];

    public static JsonObject Draw(Random random)
    {
        var model = Designing.Created("随机流程");
        (model["definitionId"], model["root"]!["activities"], model["root"]!["connections"]) = ("random", new JsonArray(), new JsonArray());
        if (random.Next(8) == 0)
            model["options"] = new JsonObject
            {
                ["incidentStrategyType"] = "Elsa.Workflows.IncidentStrategies.FaultStrategy, Elsa.Workflows.Core",
            };
        var drawn = new List<(string Id, string Type)> { ("intake", Intake) };
        for (var at = random.Next(3, 11); at > 0; at--)
            drawn.Add(("n" + at.ToString(CultureInfo.InvariantCulture), random.Next(3) == 0 ? Pick(random, Others) : Pick(random, House)));
        drawn.Add(("finish", "ParallelApproval.FinishCase"));
        foreach (var (at, (id, type)) in drawn.Index())
        {
            model.Activities.Add(Designing.Dragged(id, type, id, Inputs(random, type)));
            if (at == 0)
                continue;
            // From something drawn before it, so that it is reached; and sometimes back, or to itself.
            Join(drawn[random.Next(Math.Max(0, at - 3), at)], id);
            if (random.Next(3) == 0)
                Join(drawn[random.Next(at + 1)], id);
            if (random.Next(6) == 0)
                Join((id, type), drawn[random.Next(1, at + 1)].Id);
        }

        return model;

        void Join((string Id, string Type) from, string to)
        {
            if (Ports(from.Type) is { Length: > 0 } ports)
                model.Connect(from.Id, Pick(random, ports), to);
        }
    }

    /// <summary>The drawing in one line: steps, inputs and arrows.</summary>
    public static string Sketch(JsonObject model) =>
        string.Join(' ', model.Activities.Select(step => $"{step!["id"]}={step["type"]}{Given((JsonObject)step)}"))
        + ": "
        + string.Join(
            ' ',
            model.Connections.Select(arrow => $"{arrow!["source"]!["activity"]}.{arrow["source"]!["port"]}>{arrow["target"]!["activity"]}")
        );

    private static string Given(JsonObject step) =>
        string.Concat(
            step.Select(input => (input.Key, Value: (input.Value as JsonObject)?["expression"]?["value"]))
                .Where(input => input.Value is not null)
                .Select(input => $"[{input.Key}={input.Value}]")
        );

    private static string[] Ports(string type) =>
        type == Intake
            ? ["Accepted", "Accepted", "Accepted", "Declined", "Withdrawn"]
            : OfTheHouse.GetValueOrDefault(type) ?? Waiting[type];

    private static (string Name, string Value)[] Inputs(Random random, string type) =>
        type switch
        {
            "ParallelApproval.DepartmentApproval" => [("branch", Branch(random))],
            "ParallelApproval.ApproveInParallel" => InBlock(random),
            "ParallelApproval.AskOnlyWhen" => [("branch", Branch(random)), ("askedWhen", Pick(random, "true", "false"))],
            "ParallelApproval.WaitWorkingDays" => Days(random),
            "Elsa.FlowJoin" => [("mode", Pick(random, "WaitAll", "WaitAllActive", "WaitAny"))],
            "Elsa.FlowDecision" => [("condition", Pick(random, "true", "false"))],
            "Elsa.Event" or "Elsa.PublishEvent" => [("eventName", Pick(random, "checked", "paid"))],
            "Elsa.RunTask" => [("taskName", "measure")],
            "Elsa.Delay" => [("timeSpan", Pick(random, "72:00:00", "P9D", "2 小时"))],
            "Elsa.Timer" => [("interval", Pick(random, "P1D", "48:00:00"))],
            "Elsa.StartAt" => [("dateTime", Pick(random, "2026-03-20T09:00:00+08:00", "2020-01-01T00:00:00+08:00"))],
            "Elsa.Cron" => [("cronExpression", Pick(random, "0 9 * * 1", "0 30 8 1 * *"))],
            "Elsa.DispatchWorkflow" or "Elsa.ExecuteWorkflow" =>
            [
                ("workflowDefinitionId", Child),
                ("waitForCompletion", Pick(random, "True", "False")),
            ],
            "Elsa.BulkDispatchWorkflows" =>
            [
                ("workflowDefinitionId", Child),
                ("items", Pick(random, "[1,2]", "[]")),
                ("waitForCompletion", Pick(random, "True", "False")),
            ],
            "Elsa.FlowSendHttpRequest" => [("url", $"https://{Host}/check"), ("expectedStatusCodes", "[200]")],
            "Elsa.SendEmail" => [("to", "office@example.org"), ("subject", "告知")],
            _ => [],
        };

    // Some branches, each of which may wait for some of those before it; none of them stands for all branches.
    private static (string Name, string Value)[] InBlock(Random random)
    {
        var lanes = Enumerable.Range(1, 6).Where(_ => random.Next(2) == 0).ToList();
        var waits = lanes.SelectMany(
            lane => lanes.Where(first => first < lane && random.Next(4) == 0),
            (lane, first) => $"{lane}: {first}"
        );
        return [("departments", $"[{string.Join(',', lanes)}]"), ("waits", string.Join('\n', waits))];
    }

    private static (string Name, string Value)[] Days(Random random) =>
        random.Next(2) == 0
            ? [("days", "3"), ("direction", "Before"), ("of", Pick(random, "Promise", "LegalLimit"))]
            : [("days", "2"), ("direction", "After"), ("of", Pick(random, "Promise", "Receipt", "Acceptance", "Arrival"))];

    private static string Branch(Random random) => random.Next(1, 7).ToString(CultureInfo.InvariantCulture);

    private static string Pick(Random random, params string[] words) => words[random.Next(words.Length)];
}
