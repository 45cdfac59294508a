using ParallelApproval.Database;
using ParallelApproval.Events;

namespace ParallelApproval.Cases;

/// <summary>
/// Takes down the decisions signed during a command. The key (branch, round) makes a second decision of one round impossible.
/// </summary>
internal sealed class DecisionSection : ICaseSection
{
    /// <summary>
    /// Every decision has its one entry in the trail, and every such entry its decision: none is lost and none is doubled.
    /// </summary>
    internal static readonly StateCheck Recorded = new(
        "decision_unrecorded",
        $"""
        SELECT DISTINCT coalesce(d.case_key, e.case_key) FROM decisions d FULL JOIN (
            SELECT case_key, branch, (data->>'round')::int AS round, count(*) AS times FROM {EventTable.OfBranches} AS recorded
            WHERE kind = '{nameof(BranchDecided)}' GROUP BY 1, 2, 3
        ) AS e ON e.case_key = d.case_key AND e.branch = d.branch AND e.round = d.round
        WHERE d.case_key IS NULL OR e.times IS DISTINCT FROM 1
        """
    );

    private static readonly ColumnMap<Decision> Columns = new ColumnMap<Decision>("decisions")
        .Key("branch", decision => decision.Task.Branch)
        .Key("round", decision => decision.Task.Round)
        .Fixed("verdict", decision => decision.Verdict)
        .Fixed("opinion", decision => decision.Opinion)
        .Fixed("reasons", decision => decision.Reasons)
        .Fixed("remedies", decision => decision.Remedies)
        .Fixed("department", decision => decision.Department)
        .Fixed("signed_by", decision => decision.SignedBy)
        .Fixed("signed_at", decision => decision.SignedAt)
        .Fixed("on_behalf_of", decision => decision.OnBehalfOf)
        .Fixed("letter", decision => decision.Letter);

    private readonly TrackedRows<Decision> _signed = new(Columns);

    public void Put(Decision decision) => _signed.Add(decision);

    public void Write(CaseFile file, Statements statements) => _signed.Write(file, statements);
}
