using System.Reflection;

namespace ParallelApproval.Engine.Tests;

/// <summary>
/// Drawings on which every engine takes the same way, and those that another engine would walk otherwise than they are drawn.
/// </summary>
internal static class ConformanceFlows
{
    /// <summary>By name; those that come with the product, and one of each kind of fork, join, loop and decision.</summary>
    public static IReadOnlyDictionary<string, WorkflowDefinition> Same { get; } =
        Shipped()
            .Concat([
                new("sequence of approvals", new Drawing().Start().Approvals("a", "b").Arrow("start", "a").Arrow("a", "b").Definition()),
                new("three ways, then one", Forked("WaitAllActive").Definition()),
                new("all of three ways", Forked("WaitAll").Definition()),
                new("first of three ways", Forked("WaitAny").Definition()),
                new("three ways meet without a join", ForkedInto("last").Definition()),
                new("a fork in a fork", Nested().Definition()),
                new("a loop of one step", Looped().Definition()),
                new("a loop in front of the fork", LoopedBeforeFork().Definition()),
                new("a loop after the join", LoopedAfterJoin().Definition()),
                new("a decision on the case", Decided().Definition()),
                new("a way that ends by itself", Dangling().Definition()),
                new("a line written on the way", Written().Definition()),
                new("a variable set and asked", Variable().Definition()),
                new("finish ends what is under way", Finished().Definition()),
                new("waits of every kind", Waiting().Definition()),
            ])
            .ToDictionary(StringComparer.Ordinal);

    /// <summary>What Elsa would walk otherwise without a word, by the code of the check that refuses it, with the reason.</summary>
    public static IReadOnlyList<(string Name, WorkflowDefinition Drawn, string Code, string Reason)> Refused { get; } =
    [
        (
            "a loop in front of a join of the active",
            LoopedBeforeJoin("WaitAllActive").Definition(),
            "engine_loses_loop",
            "It counts how often arrows were visited; a branch that comes round is one visit too many, and its siblings are passed by."
        ),
        ("a loop in front of a join of all", LoopedBeforeJoin("WaitAll").Definition(), "engine_loses_loop", "The same."),
        ("a loop in front of a race", LoopedBeforeJoin("WaitAny").Definition(), "engine_loses_loop", "The same."),
        (
            "an activity that takes the first to come",
            ForkedInto("last", "Race").Definition(),
            "engine_ignores_merge",
            "It reads merge modes when it counts tokens only, and then a fork leaves the flow suspended for ever."
        ),
        (
            "an activity that needs every arrow",
            ForkedInto("last", "Converge").Definition(),
            "engine_ignores_merge",
            "The same; here it would go on although one way was not taken."
        ),
        (
            "a text in Liquid",
            new Drawing()
                .Start()
                .Add("a", "Elsa.FlowDecision", Drawing.Wrapped("condition", "Liquid", "true"))
                .Arrow("start", "a")
                .Definition(),
            "engine_lacks_language",
            "Its Liquid is a package of its own, with a parser that reads less than the product's."
        ),
        (
            "a choice of one way that is no step of a flowchart",
            new Drawing().Start().Add("a", "Elsa.If").Arrow("start", "a").Definition(),
            "engine_lacks_activity",
            "Steps that hold others are tried on the product's own engine alone."
        ),
    ];

    /// <summary>The types that the drawings use; those of the house are left by the ports from which an arrow leads.</summary>
    public static ActivityCatalogue Catalogue { get; } = ActivityCatalogue.BuiltIn.With([Drawing.DepartmentApproval, .. OfShipped()]);

    private static Drawing Forked(string mode, string first = "fork") =>
        new Drawing()
            .Start()
            .Fork("fork", "A", "B", "C")
            .Approvals("a", "b", "c", "last")
            .Join("join", mode)
            .Arrow("start", first)
            .Arrow("fork:A", "a")
            .Arrow("fork:B", "b")
            .Arrow("fork:C", "c")
            .Arrow("a", "join")
            .Arrow("b", "join")
            .Arrow("c", "join")
            .Arrow("join", "last");

    private static Drawing ForkedInto(string last, string? merge = null) =>
        new Drawing()
            .Start()
            .Approvals("a", "b", "c")
            .Approval(last, merge)
            .Arrow("start", "a", "b", "c")
            .Arrow("a", last)
            .Arrow("b", last)
            .Arrow("c", last);

    private static Drawing Waiting()
    {
        string[] waits = ["event", "delay", "timer", "at", "past", "cron", "task", "child", "call"];
        var drawing = new Drawing()
            .Start()
            .Add("event", "Elsa.Event", Drawing.Literal("eventName", "paid"))
            .Add("delay", "Elsa.Delay", Drawing.Literal("timeSpan", "1.02:00:00"))
            .Add("timer", "Elsa.Timer", Drawing.Literal("interval", "PT30M"))
            .Add("at", "Elsa.StartAt", Drawing.Literal("dateTime", "2026-03-05T00:00:00+08:00"))
            .Add("past", "Elsa.StartAt", Drawing.Literal("dateTime", "2020-01-01T00:00:00Z"))
            .Add("cron", "Elsa.Cron", Drawing.Literal("cronExpression", "0 2 * * *"))
            .Add("task", "Elsa.RunTask", Drawing.Literal("taskName", "measure"))
            .Add("child", "Elsa.DispatchWorkflow", Drawing.Literal("workflowDefinitionId", "child"))
            .Add("call", "Elsa.ExecuteWorkflow", Drawing.Literal("workflowDefinitionId", "child"))
            .Join("join", "WaitAllActive")
            .Approval("last")
            .Arrow("start", waits)
            .Arrow("join", "last");
        return waits.Aggregate(drawing, (drawn, wait) => drawn.Arrow(wait, "join"));
    }

    private static Drawing Nested() =>
        new Drawing()
            .Start()
            .Approvals("a", "b", "c", "last")
            .Fork("inner", "L", "R")
            .Join("inside", "WaitAllActive")
            .Join("outside", "WaitAllActive")
            .Arrow("start", "a", "inner")
            .Arrow("inner:L", "b")
            .Arrow("inner:R", "c")
            .Arrow("b", "inside")
            .Arrow("c", "inside")
            .Arrow("a", "outside")
            .Arrow("inside", "outside")
            .Arrow("outside", "last");

    private static Drawing Looped() =>
        new Drawing()
            .Start()
            .Approvals("ask", "mend", "last")
            .Arrow("start", "ask")
            .Arrow("ask:Correction", "mend")
            .Arrow("mend", "ask")
            .Arrow("ask", "last");

    private static Drawing LoopedBeforeJoin(string mode) => Forked(mode).Approval("mend").Arrow("a:Correction", "mend").Arrow("mend", "a");

    private static Drawing LoopedBeforeFork() =>
        Forked("WaitAllActive", first: "ask")
            .Approvals("ask", "mend")
            .Arrow("ask:Correction", "mend")
            .Arrow("mend", "ask")
            .Arrow("ask", "fork");

    private static Drawing LoopedAfterJoin() =>
        Forked("WaitAllActive").Approval("mend").Arrow("last:Correction", "mend").Arrow("mend", "last");

    private static Drawing Decided() =>
        new Drawing()
            .Start()
            .Decision("large", "Case.area > 300")
            .Approvals("a", "b", "last")
            .Arrow("start", "large")
            .Arrow("large:True", "a", "b")
            .Arrow("large:False", "b")
            .Arrow("a", "last")
            .Arrow("b", "last");

    private static Drawing Dangling() =>
        new Drawing()
            .Start()
            .Approvals("a", "b", "last")
            .Join("join", "WaitAllActive")
            .Arrow("start", "a", "b")
            .Arrow("a", "join")
            .Arrow("b", "join")
            .Arrow("b:Refused", "join")
            .Arrow("join", "last");

    private static Drawing Variable() =>
        new Drawing()
            .Variable("Seen", "Boolean", "false")
            .Start()
            .Approvals("ask", "last")
            .Add(
                "note",
                "Elsa.SetVariable",
                """ "variable":{"id":"v-Seen","name":"Seen","typeName":"Boolean"}, """ + Drawing.Wrapped("value", "JavaScript", "true")
            )
            .Decision("seen", "getVariable('Seen') === true")
            .Arrow("start", "note")
            .Arrow("note", "ask")
            .Arrow("ask", "seen")
            .Arrow("seen:True", "last");

    private static Drawing Written() =>
        new Drawing()
            .Start()
            .Approvals("a", "b")
            .Line("line")
            .Arrow("start", "a")
            .Arrow("a", "line")
            .Arrow("line", "b")
            .Arrow("a:Refused", "b");

    private static Drawing Finished() =>
        new Drawing().Start().Approvals("a", "b").Add("finish", "Elsa.Finish").Arrow("start", "a", "b").Arrow("a", "finish");

    private static IEnumerable<KeyValuePair<string, WorkflowDefinition>> Shipped() =>
        Assembly
            .GetExecutingAssembly()
            .GetManifestResourceNames()
            .Where(name => name.StartsWith("workflows/", StringComparison.Ordinal))
            .Select(name =>
            {
                using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
                var definition = WorkflowDefinition.Parse(reader.ReadToEnd());
                return new KeyValuePair<string, WorkflowDefinition>(definition.DefinitionId, definition);
            });

    private static IEnumerable<ActivityDescriptor> OfShipped()
    {
        var drawn = Shipped().SelectMany(flow => flow.Value.Activities()).ToList();
        var arrows = drawn.SelectMany(one => one.Connections ?? []).ToLookup(arrow => arrow.Source, arrow => arrow.SourcePort);
        return drawn
            .Where(one => one.Type.StartsWith("ParallelApproval.", StringComparison.Ordinal) && one.Type != Drawing.DepartmentApproval.Type)
            .GroupBy(one => one.Type)
            .Select(type => new ActivityDescriptor(type.Key, 1, new("", ""), new("", ""), new("", ""))
            {
                Inputs = [.. type.SelectMany(InputsOf).DistinctBy(input => input.Name)],
                Ports =
                [
                    .. type.SelectMany(one => arrows[one.Id])
                        .Append("Done")
                        .Distinct()
                        .Order(StringComparer.Ordinal)
                        .Select(port => new PortDescriptor(port, new(port, port))),
                ],
            });
    }

    private static IEnumerable<InputDescriptor> InputsOf(ActivityNode one) =>
        one
            .Properties.Where(property => one.Input(property.Key)?.Expression is not null)
            .Select(property => new InputDescriptor(
                char.ToUpperInvariant(property.Key[0]) + property.Key[1..],
                one.Input(property.Key)!.TypeName ?? "Object",
                new("", ""),
                new("", "")
            ));
}
