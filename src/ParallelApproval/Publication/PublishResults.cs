using Npgsql;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;

namespace ParallelApproval.Publication;

/// <summary>
/// Publishes every result when its case is finished (结果公示), once, and marks it when its grant is revoked: what was public as granted must
/// not stay so. A withdrawn case has no result. Told again, it changes nothing. What is withheld (不予公开) is written too, and left out
/// wherever results are read: so nothing told twice can bring it back.
/// </summary>
internal sealed class PublishResults(NpgsqlDataSource source, HouseStore house, CatalogueRegister catalogue, TimeProvider time) : IListener
{
    private const string Publish = """
        INSERT INTO published_results (case_key, item_code, item_name, applicant, result, lead_department, closed_at, published_at,
            departments, certificates, outcomes)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        ON CONFLICT (case_key) DO UPDATE SET result = excluded.result WHERE excluded.result = 'Revoked'
        """;

    public string Name => "published-results";

    public IReadOnlyCollection<Type> Kinds { get; } = [typeof(CaseFinished), typeof(GrantRevoked)];

    public async Task HearAsync(IReadOnlyList<Heard> batch, CancellationToken cancellation)
    {
        var facts = await source.ReadAsync(CaseReading.Of(batch.Select(heard => heard.Case)), cancellation);
        await house.NoteAsync(
            statements =>
            {
                foreach (var fact in facts)
                    if (
                        fact is
                        { ClosedAt: { } closedAt, Result: { } result and not (CaseStatus.Withdrawn or CaseStatus.AcceptanceRevoked) }
                    )
                        Add(statements, fact, result, closedAt);
            },
            cancellation
        );
    }

    private void Add(Statements statements, CaseFact fact, CaseStatus result, DateTimeOffset closedAt) =>
        statements.Add(
            Publish,
            Statements.Value(fact.Number.Key),
            Statements.Text(fact.ItemCode),
            Statements.Text(fact.ItemName),
            Statements.Text(fact.IsOrganisation ? fact.ApplicantName : Masks.Name(fact.ApplicantName)),
            Statements.Text(result.ToString()),
            Statements.Text(catalogue.Version(fact.ItemCode, fact.ItemVersion).LeadDepartmentCode),
            Statements.Instant(closedAt),
            Statements.Instant(time.GetUtcNow()),
            Statements.Value(fact.Branches.Select(branch => branch.Department).ToArray()),
            Statements.Value(fact.Branches.Select(branch => branch.Result).ToArray()),
            Statements.Value(fact.Branches.Select(branch => branch.Status.ToString()).ToArray())
        );
}
