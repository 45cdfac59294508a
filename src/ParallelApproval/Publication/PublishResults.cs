using Npgsql;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;

namespace ParallelApproval.Publication;

/// <summary>
/// Publishes every result when its case is finished (结果公示), once. A withdrawn case has no result. Told again, it changes nothing. What is
/// withheld (不予公开) is written too, and left out wherever results are read: so nothing told twice can bring it back.
/// </summary>
internal sealed class PublishResults(NpgsqlDataSource source, CatalogueRegister catalogue, TimeProvider time) : IListener
{
    private const string Read = """
        SELECT c.case_key, c.item_code, c.item_version, c.item_name, c.applicant_name, a.applicant->>'kind', c.result, c.closed_at,
            array_agg(b.department ORDER BY b.number), array_agg(b.result ORDER BY b.number), array_agg(b.status ORDER BY b.number)
        FROM cases c JOIN case_applications a USING (case_key) JOIN branches b USING (case_key)
        WHERE c.case_key = ANY ($1) AND c.closed_at IS NOT NULL AND c.result <> 'Withdrawn' GROUP BY c.case_key, a.applicant->>'kind'
        """;

    private const string Publish = """
        INSERT INTO published_results (case_key, item_code, item_name, applicant, result, lead_department, closed_at, published_at, departments, certificates, outcomes)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (case_key) DO NOTHING
        """;

    public string Name => "published-results";

    public IReadOnlyCollection<Type> Kinds { get; } = [typeof(CaseFinished)];

    public async Task HearAsync(IReadOnlyList<Heard> batch, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var publish = new NpgsqlBatch(connection);
        var statements = new Statements(publish);
        await AddAsync(statements, connection, batch.Select(heard => heard.Case.Key).Distinct().ToArray(), cancellation);
        if (publish.BatchCommands.Count > 0) await publish.ExecuteNonQueryAsync(cancellation);
    }

    private async Task AddAsync(Statements statements, NpgsqlConnection connection, long[] finished, CancellationToken cancellation)
    {
        await using var read = new NpgsqlCommand(Read, connection);
        read.Parameters.Add(Statements.Value(finished));
        await using var rows = await read.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var isPerson = !string.Equals(rows.GetString(5), nameof(ApplicantKind.Organisation), StringComparison.OrdinalIgnoreCase);
            statements.Add(Publish,
                Statements.Value(rows.GetInt64(0)), Statements.Text(rows.GetString(1)), Statements.Text(rows.GetString(3)),
                Statements.Text(isPerson ? Masks.Name(rows.GetString(4)) : rows.GetString(4)), Statements.Text(rows.GetString(6)),
                Statements.Text(catalogue.Version(rows.GetString(1), rows.GetInt32(2)).LeadDepartmentCode), Statements.Instant(rows.GetInstant(7)),
                Statements.Instant(time.GetUtcNow()), Statements.Value(rows.GetFieldValue<string[]>(8)), Statements.Value(rows.GetFieldValue<string[]>(9)),
                Statements.Value(rows.GetFieldValue<string[]>(10)));
        }
    }
}
