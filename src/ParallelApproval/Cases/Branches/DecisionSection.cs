using ParallelApproval.Database;

namespace ParallelApproval.Cases;

/// <summary>
/// Takes down the decisions signed during a command. The key (branch, round) makes a second decision of one round impossible.
/// </summary>
internal sealed class DecisionSection : ICaseSection
{
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
