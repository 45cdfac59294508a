namespace ParallelApproval.Engine;

/// <summary>
/// A workflow runtime that a host can run cases on (流程引擎). It steps in memory and within the host's own transaction: no clock, no I/O,
/// no store, no randomness. What it decides comes out as events of one vocabulary (<see cref="WorkflowEvent"/>), whichever engine it is.
/// </summary>
public interface IFlowEngine
{
    /// <summary>Code of the refusal of a command after which the flow would never come to rest.</summary>
    const string EndlessCode = "too_many_activities";

    /// <summary>By which the host remembers on which engine a case began; a case stays on it.</summary>
    string Name { get; }

    /// <summary>Nothing has happened.</summary>
    IFlowState Initial { get; }

    /// <summary>The definition ready to run; immutable and safe to share between threads.</summary>
    /// <param name="definition">Any version, draft or published.</param>
    /// <param name="catalogue">Types it may use.</param>
    /// <param name="composites">Definitions that may stand as activities in it.</param>
    /// <exception cref="WorkflowFormatException">It cannot be made ready.</exception>
    IFlow Compile(WorkflowDefinition definition, ActivityCatalogue catalogue, IReadOnlyList<WorkflowDefinition>? composites = null);

    /// <summary>Reads what <see cref="IFlowState.ToJson"/> of the same engine wrote.</summary>
    /// <exception cref="FormatException">Not a state of this engine.</exception>
    IFlowState Parse(string json);

    /// <summary>
    /// What follows from the command: <see cref="Stepped"/>, or <see cref="Refused"/> and nothing has happened. Never throws for what a
    /// definition or a command contains.
    /// </summary>
    WorkflowDecision Decide(IFlow flow, IFlowState state, WorkflowCommand command);

    /// <summary>What this engine cannot carry out, or carries out otherwise than drawn, although the drawing is sound.</summary>
    /// <param name="definition">Its blocks drawn out.</param>
    /// <param name="catalogue">Types it may use.</param>
    /// <param name="composites">Definitions that may stand as activities in it.</param>
    IReadOnlyList<WorkflowProblem> Check(
        WorkflowDefinition definition,
        ActivityCatalogue catalogue,
        IReadOnlyList<WorkflowDefinition>? composites = null
    );
}

/// <summary>A definition made ready by one engine.</summary>
public interface IFlow
{
    /// <summary>What was made ready.</summary>
    WorkflowDefinition Definition { get; }

    /// <summary>Activities to which a flow in that state can no longer come.</summary>
    IReadOnlyList<string> OutOfReach(IFlowState state);
}

/// <summary>
/// Where a running flow stands: an immutable value that only its engine understands, but for the position (流程位置).
/// </summary>
public interface IFlowState
{
    /// <summary>Events so far.</summary>
    int Sequence { get; }

    /// <summary>Running or over.</summary>
    WorkflowStatus Status { get; }

    /// <summary>Finer status.</summary>
    WorkflowSubStatus SubStatus { get; }

    /// <summary>Id given by Correlate; null for none.</summary>
    string? CorrelationId { get; }

    /// <summary>What the flow waits for.</summary>
    IEnumerable<Bookmark> Bookmarks { get; }

    /// <summary>Open incidents.</summary>
    IReadOnlyList<Incident> Incidents { get; }

    /// <summary>The workflow's variables by name.</summary>
    IReadOnlyDictionary<string, System.Text.Json.JsonElement> Variables { get; }

    /// <summary>The workflow's outputs so far, by name.</summary>
    IReadOnlyDictionary<string, System.Text.Json.JsonElement> Outputs { get; }

    /// <summary>Whether the flow waits at that bookmark.</summary>
    bool IsWaitingAt(string bookmarkId);

    /// <summary>JSON; the same state gives the same text.</summary>
    string ToJson();
}
