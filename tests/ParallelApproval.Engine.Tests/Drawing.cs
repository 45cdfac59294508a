using System.Globalization;
using System.Text.Json;

namespace ParallelApproval.Engine.Tests;

/// <summary>Draws definitions in a few words: <c>new Drawing().Start("s").Approval("a").Arrow("s", "a")</c>.</summary>
internal sealed partial class Drawing
{
    private readonly List<string> _activities = [];
    private readonly List<string> _connections = [];
    private readonly List<string> _variables = [];
    private string _options = "{}";
    private string _more = "";

    public static ActivityDescriptor DepartmentApproval { get; } =
        new("ParallelApproval.DepartmentApproval", 1, new("并联审批", "Approval"), new("部门审批", "Department approval"), new("", ""))
        {
            Inputs =
            [
                new InputDescriptor("Department", "String", new("部门", "Department"), new("", "")),
                new InputDescriptor("DueDays", "Int32", new("天数", "Days"), new("", ""))
                {
                    DefaultValue = JsonDocument.Parse("5").RootElement,
                },
            ],
            Outputs = [new OutputDescriptor("Decision", "String", new("决定", "Decision"), new("", ""))],
            Ports = [Port("Approved"), Port("Refused"), Port("Correction"), Port("Withdrawn"), Port("TimedOut")],
        };

    public static ActivityDescriptor Intake { get; } =
        new("ParallelApproval.Intake", 1, new("并联审批", "Approval"), new("受理", "Intake"), new("", ""))
        {
            Inputs = [new InputDescriptor("ServiceItem", "String", new("事项", "Item"), new("", "")) { IsRequired = true }],
        };

    public static ActivityCatalogue Catalogue { get; } = ActivityCatalogue.BuiltIn.With([DepartmentApproval, Intake]);

    private static PortDescriptor Port(string name) => new(name, new(name, name));

    public Drawing Add(string id, string type, string properties = "", string custom = "{}")
    {
        _activities.Add(
            $$"""{"id":"{{id}}","name":"{{id}}","type":"{{type}}","version":1,"metadata":{},"customProperties":{{custom}}"""
                + (properties.Length > 0 ? "," + properties : "")
                + "}"
        );
        return this;
    }

    public Drawing Start(string id = "start") => Add(id, "Elsa.Start");

    public Drawing Line(string id, string? merge = null) =>
        Add(id, "Elsa.WriteLine", Literal("text", id), merge is null ? "{}" : $$"""{"mergeMode":"{{merge}}"}""");

    public Drawing Approval(string id, string? merge = null) =>
        Add(id, "ParallelApproval.DepartmentApproval", Literal("department", id), merge is null ? "{}" : $$"""{"mergeMode":"{{merge}}"}""");

    public Drawing Approvals(params string[] ids)
    {
        foreach (var id in ids)
            Approval(id);
        return this;
    }

    public Drawing Join(string id, string mode) => Add(id, "Elsa.FlowJoin", Literal("mode", mode));

    public bool IsJoin(string id) =>
        _activities.Exists(a =>
            a.Contains($"\"id\":\"{id}\"", StringComparison.Ordinal) && a.Contains("FlowJoin", StringComparison.Ordinal)
        );

    public Drawing Fork(string id, params string[] branches) =>
        Add(id, "Elsa.FlowFork", Wrapped("branches", "Object", JsonSerializer.Serialize(branches)));

    public Drawing Decision(string id, string script) => Add(id, "Elsa.FlowDecision", Wrapped("condition", "JavaScript", script));

    public Drawing Variable(string name, string type, string json = "null")
    {
        _variables.Add($$"""{"id":"v-{{name}}","name":"{{name}}","typeName":"{{type}}","isArray":false,"value":{{json}}}""");
        return this;
    }

    public Drawing Options(string json)
    {
        _options = json;
        return this;
    }

    public Drawing More(string json)
    {
        _more = "," + json;
        return this;
    }

    /// <summary>An arrow; <c>"a:Correction"</c> names a port, otherwise it is Done for built-ins and Approved for approvals.</summary>
    public Drawing Arrow(string from, params string[] to)
    {
        var at = from.Split(':');
        var port =
            at.Length > 1 ? at[1]
            : _activities.Exists(a =>
                a.Contains($"\"id\":\"{from}\"", StringComparison.Ordinal) && a.Contains("DepartmentApproval", StringComparison.Ordinal)
            )
                ? "Approved"
            : "Done";
        foreach (var target in to)
            _connections.Add(
                $$"""{"source":{"activity":"{{at[0]}}","port":"{{port}}"},"target":{"activity":"{{target}}","port":"In"},"vertices":[]}"""
            );
        return this;
    }

    public string Json(string id = "test", string name = "Test") =>
        $$"""
            {"id":"{{id}}-1","definitionId":"{{id}}","version":1,"name":"{{name}}","isLatest":true,"isPublished":true,
            "variables":[{{string.Join(
                ",",
                _variables
            )}}],"inputs":[],"outputs":[],"outcomes":[],"options":{{_options}},"customProperties":{},
            "root":{"id":"flow","nodeId":"Workflow1:flow","type":"Elsa.Flowchart","version":1,"activities":[{{string.Join(
                ",\n",
                _activities
            )}}],"connections":[{{string.Join(",\n", _connections)}}]}{{_more}}}
            """;

    public WorkflowDefinition Definition(string id = "test", string name = "Test") => WorkflowDefinition.Parse(Json(id, name));

    public static string Literal(string name, string value) => Wrapped(name, "Literal", value);

    public static string Wrapped(string name, string language, string value) =>
        $$"""
            "{{name}}":{"typeName":null,"expression":{"type":"{{language}}","value":{{JsonSerializer.Serialize(
                value
            )}}},"memoryReference":null}
            """;

    public static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
