using ParallelApproval.Database;

namespace ParallelApproval.Cases;

/// <summary>Takes down the decisions signed during a command. The key (branch, round) makes a second decision of one round impossible.</summary>
internal sealed class DecisionSection : ICaseSection
{
    private readonly List<Decision> _signed = [];

    public void Put(Decision decision) => _signed.Add(decision);

    public void Write(CaseFile file, Statements statements)
    {
        foreach (var decision in _signed)
            statements.Add(
                "INSERT INTO decisions (case_key, branch, round, verdict, opinion, reasons, remedies, department, signed_by, signed_at, on_behalf_of, letter) " +
                "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
                Statements.Value(file.Number.Key), Statements.Value(decision.Task.Branch), Statements.Value(decision.Task.Round),
                Statements.Text(decision.Verdict.ToString()), Statements.Text(decision.Opinion), Statements.Text(decision.Reasons),
                Statements.Text(decision.Remedies), Statements.Text(decision.Department), Statements.Text(decision.SignedBy),
                Statements.Instant(decision.SignedAt), Statements.Text(decision.OnBehalfOf), Statements.Text(decision.Letter));
        _signed.Clear();
    }
}
