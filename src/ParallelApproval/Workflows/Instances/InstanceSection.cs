using Npgsql;
using ParallelApproval.Database;
using ParallelApproval.Engine;

namespace ParallelApproval.Workflows;

/// <summary>
/// The position of the case in its flow (流程实例): which version it runs on, the engine's state, and the journal of this command. A case stays
/// on the version it started with.
/// </summary>
internal sealed class InstanceSection(FlowTimers times, FlowEngines engines) : ICaseSection
{
    private static readonly ColumnMap<Instance> Columns = new ColumnMap<Instance>("workflow_instances")
        .Fixed("definition_id", instance => instance.DefinitionId)
        .Fixed("created_at", instance => instance.UpdatedAt, onlyWritten: true)
        .Changing("version", instance => instance.Version)
        .Fixed("engine", instance => instance.Engine)
        .Changing(
            "state",
            instance => instance.State,
            new("json", (rows, at) => new(rows.GetString(at)), state => Statements.Json(state.Text), NoMore)
        )
        .Changing("status", instance => instance.State.Now.Status, onlyWritten: true)
        .Changing("sub_status", instance => instance.State.Now.SubStatus, onlyWritten: true)
        .Changing("incidents", instance => instance.State.Now.Incidents.Count, onlyWritten: true)
        .Changing("timers", instance => instance.Timers, ColumnTypes.Json<FlowTimer[]?>())
        .Changing("next_at", instance => instance.NextAt)
        .Changing("updated_at", instance => instance.UpdatedAt, onlyWritten: true)
        .Changing("awaits", instance => instance.Awaits, onlyWritten: true)
        .Changing("correlation_id", instance => instance.State.Now.CorrelationId, onlyWritten: true)
        .Changing("waits_for_others", instance => instance.WaitsForOthers, onlyWritten: true)
        .Fixed("parent", instance => instance.Parent)
        .Changing("children", instance => instance.Children, ColumnTypes.Json<FlowChildren[]?>())
        // When it was looked at, and when it is looked at next; the sweep puts that off without the case. Who waits for whom is found
        // there, and decided by the state. Whose the state is, it says itself: no engine reads another's.
        .Unsealed("created_at", "updated_at", "next_at", "awaits", "correlation_id", "waits_for_others", "parent", "children", "engine");

    private static readonly ColumnMap<JournalPage> JournalColumns = new ColumnMap<JournalPage>("workflow_journal")
        .Key("first_sequence", page => page.FirstSequence)
        .Fixed("at", page => page.At)
        .Fixed("events", page => page.Events, ColumnTypes.JsonText());

    private readonly TrackedRows<Instance> _instance = new(Columns);
    private readonly List<WorkflowEvent> _journal = [];
    private bool _isCounted;

    public string DefinitionId => _instance.Count > 0 ? _instance[0].DefinitionId : "";

    public int Version => _instance.Count > 0 ? _instance[0].Version : 0;

    public IFlowState State => _instance.Count > 0 ? _instance[0].State.Now : engines.OfNewCases.Initial;

    /// <summary>The engine on which the case began.</summary>
    public IFlowEngine Engine => _instance.Count > 0 ? engines.Named(_instance[0].Engine) : engines.OfNewCases;

    /// <summary>As its engine writes a flow in which nothing has happened: it holds no value.</summary>
    public string BlankState => Engine.Initial.ToJson();

    /// <summary>Its steps that wait for a time.</summary>
    public IReadOnlyList<FlowTimer> Timers => _instance.Count > 0 ? _instance[0].Timers ?? [] : [];

    /// <summary>
    /// The version put in by this command, which may be a draft on trial; null when the case runs on the one of the book.
    /// </summary>
    public WorkflowVersion? Held { get; private set; }

    /// <summary>What the flow did in this command.</summary>
    public IReadOnlyList<WorkflowEvent> Journal => _journal;

    public bool IsOfRun => true;

    public string Query => Columns.Select;

    /// <summary>The step that started the flow and waits for its end; null when none does.</summary>
    public FlowParent? Parent => _instance.Count > 0 && _instance[0].Parent is { } parent ? FlowParent.Parse(parent) : null;

    /// <summary>Whether a step waits for a time that will come.</summary>
    public bool WaitsForTime => Timers.Count > 0 || State.Bookmarks.Any(waiting => waiting.Kind is RequestKind.Timer);

    /// <summary>Whether a step waits for what only others can do and may never do: an event, a task, another flow.</summary>
    public bool WaitsForOthers => _instance.Count > 0 && _instance[0].WaitsForOthers;

    /// <summary>How many flows the step under that bookmark waits for; null when it does not wait for several.</summary>
    public FlowChildren? ChildrenOf(string bookmark) =>
        _instance.Count > 0 ? _instance[0].Children?.FirstOrDefault(one => one.Bookmark == bookmark) : null;

    /// <summary>A step waits for so many flows.</summary>
    public void Count(FlowChildren children)
    {
        _isCounted = true;
        var others = (_instance[0].Children ?? []).Where(one => one.Bookmark != children.Bookmark && State.IsWaitingAt(one.Bookmark));
        FlowChildren[] left = children.Open > 0 ? [.. others, children] : [.. others];
        Become(_instance[0] with { Children = left.Length > 0 ? left : null });
    }

    public void Put(WorkflowVersion workflow, FlowParent? parent = null)
    {
        Held = workflow;
        if (_instance.Count > 0)
            Become(_instance[0] with { DefinitionId = workflow.DefinitionId, Version = workflow.Version });
        else if (workflow.BeginsOn(engines) is var engine)
            Become(new(workflow.DefinitionId, workflow.Version, engine.Name, new(engine.Initial)) { Parent = parent?.ToString() });
    }

    /// <summary>A step that waits for a time.</summary>
    public void Wait(FlowTimer timer) => Become(_instance[0] with { Timers = [.. Timers, timer] });

    public void Step(IReadOnlyList<WorkflowEvent> happened, IFlowState state)
    {
        _journal.AddRange(happened);
        Become(_instance[0] with { State = new(state) });
        if (Timers.Any(timer => !state.IsWaitingAt(timer.Bookmark)))
            Become(_instance[0] with { Timers = NullIfNone([.. Timers.Where(timer => state.IsWaitingAt(timer.Bookmark))]) });
    }

    private static FlowTimer[]? NullIfNone(FlowTimer[] timers) => timers.Length == 0 ? null : timers;

    public void Read(CaseFile file, NpgsqlDataReader rows)
    {
        _instance.Read(file, rows);
        foreach (var instance in _instance)
            instance.State.ReadBy(engines.Named(instance.Engine));
    }

    public void Write(CaseFile file, Statements statements)
    {
        Held = null;
        if (_instance.Count == 0)
            return;
        // Also when the flow stands still: a limit that it waits for may have moved.
        if (times.Next(file, this) is var next && next != _instance[0].NextAt)
            Become(_instance[0] with { NextAt = next });
        else if (_journal.Count == 0 && !_isCounted)
            return;
        _isCounted = false;
        Become(_instance[0] with { UpdatedAt = file.Act.At });
        _instance.Write(file, statements);
        if (_journal.Count == 0)
            return;

        // One row a command: what the flow did between two rests is read together or not at all.
        var page = new JournalPage(
            State.Sequence - _journal.Count + 1,
            file.Act.At,
            $"[{string.Join(',', _journal.Select(happened => happened.ToJson()))}]"
        );
        JournalColumns.Insert(statements, file.Number, [page]);
        _journal.Clear();
    }

    private void Become(Instance instance)
    {
        if (_instance.Count == 0)
            _instance.Add(instance);
        else
            _instance.Replace(0, instance);
    }

    private static NpgsqlParameter NoMore(KeptState[] states) =>
        throw new NotSupportedException($"A case has one position in its flow, not {states.Length}.");

    private sealed record Instance(string DefinitionId, int Version, string Engine, KeptState State)
    {
        public FlowTimer[]? Timers { get; init; }

        /// <summary>When the first of its timers falls due.</summary>
        public DateTimeOffset? NextAt { get; init; }

        public DateTimeOffset UpdatedAt { get; init; }

        public string? Parent { get; init; }

        public FlowChildren[]? Children { get; init; }

        public bool WaitsForOthers =>
            State.Now.Bookmarks.Any(waiting => waiting.Kind is RequestKind.Event or RequestKind.Task or RequestKind.Workflow);

        public string[] Awaits =>
            [
                .. State
                    .Now.Bookmarks.Where(waiting => waiting is { Kind: RequestKind.Event, Name: not null })
                    .Select(waiting => waiting.Name!)
                    .Distinct(),
            ];
    }

    /// <summary>Where the flow stands, as it lies in the row and as its engine reads it; each is made of the other once.</summary>
    private sealed class KeptState
    {
        private string? _text;
        private IFlowState? _now;

        public KeptState(string text) => _text = text;

        public KeptState(IFlowState now) => _now = now;

        public string Text => _text ??= Now.ToJson();

        public IFlowState Now => _now ?? throw new InvalidOperationException("Expected the engine to have read the state.");

        public void ReadBy(IFlowEngine engine) => _now ??= engine.Parse(_text!);
    }

    private sealed record JournalPage(int FirstSequence, DateTimeOffset At, string Events);
}
