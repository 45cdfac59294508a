using Npgsql;
using ParallelApproval.Database;
using ParallelApproval.Engine;

namespace ParallelApproval.Workflows;

/// <summary>
/// The position of the case in its flow (流程实例): which version it runs on, the engine's state, and the journal of this command. A case stays on
/// the version it started with.
/// </summary>
internal sealed class InstanceSection : ICaseSection
{
    private readonly List<WorkflowEvent> _journal = [];

    public string DefinitionId { get; private set; } = "";

    public int Version { get; private set; }

    public WorkflowState State { get; private set; } = WorkflowState.Initial;

    /// <summary>The version put in by this command, which may be a draft on trial; null when the case runs on the one of the book.</summary>
    public WorkflowVersion? Held { get; private set; }

    /// <summary>What the flow did in this command.</summary>
    public IReadOnlyList<WorkflowEvent> Journal => _journal;

    public string Query => "SELECT definition_id, version, state FROM workflow_instances WHERE case_key = $1";

    public void Put(WorkflowVersion workflow) => (Held, DefinitionId, Version) = (workflow, workflow.DefinitionId, workflow.Version);

    public void Step(IReadOnlyList<WorkflowEvent> happened, WorkflowState state)
    {
        _journal.AddRange(happened);
        State = state;
    }

    public void Read(CaseFile file, NpgsqlDataReader rows)
    {
        if (!rows.Read()) return;
        (DefinitionId, Version) = (rows.GetString(0), rows.GetInt32(1));
        State = WorkflowState.Parse(rows.GetString(2));
    }

    public void Write(CaseFile file, Statements statements)
    {
        if (_journal.Count == 0) return;
        var (status, subStatus) = (State.Status.ToString(), State.SubStatus.ToString());
        if (file.IsNew)
            statements.Add(
                "INSERT INTO workflow_instances (case_key, definition_id, version, status, sub_status, incidents, state, created_at, updated_at) " +
                "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)",
                Statements.Value(file.Number.Key), Statements.Text(DefinitionId), Statements.Value(Version), Statements.Text(status),
                Statements.Text(subStatus), Statements.Value(State.Incidents.Count), Statements.Json(State.ToJson()), Statements.Instant(file.Act.At));
        else
            statements.Add(
                "UPDATE workflow_instances SET status = $2, sub_status = $3, incidents = $4, state = $5, updated_at = $6, version = $7 WHERE case_key = $1",
                Statements.Value(file.Number.Key), Statements.Text(status), Statements.Text(subStatus), Statements.Value(State.Incidents.Count),
                Statements.Json(State.ToJson()), Statements.Instant(file.Act.At), Statements.Value(Version));

        // One row a command: what the flow did between two rests is read together or not at all.
        statements.Add("INSERT INTO workflow_journal (case_key, first_sequence, at, events) VALUES ($1, $2, $3, $4)",
            Statements.Value(file.Number.Key), Statements.Value(State.Sequence - _journal.Count + 1), Statements.Instant(file.Act.At),
            Statements.Json($"[{string.Join(',', _journal.Select(happened => happened.ToJson()))}]"));
        _journal.Clear();
    }
}
