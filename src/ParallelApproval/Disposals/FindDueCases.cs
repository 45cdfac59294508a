using Npgsql;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Identities;

namespace ParallelApproval.Disposals;

/// <summary>
/// Every night, puts the cases whose term has ended onto the list of those that can be appraised (到期鉴定); it destroys nothing. An index
/// holds only what is not on the list yet, in the order of the days.
/// </summary>
public sealed class FindDueCases(NpgsqlDataSource source, CatalogueRegister catalogue, RegisterCache registers, TimeProvider time)
{
    private const int AtOnce = 500;

    private const string Due = """
        SELECT case_key FROM retentions WHERE listed_at IS NULL AND due_on IS NOT NULL AND due_on <= $1 ORDER BY due_on, case_key LIMIT $2
        """;

    // What was lengthened since is put off; what was not is listed.
    private const string Note = """
        UPDATE retentions r SET due_on = n.due_on, listed_at = CASE WHEN n.due_on <= $3 THEN $4 END
        FROM unnest($1, $2) AS n (case_key, due_on) WHERE r.case_key = n.case_key
        """;

    /// <summary>Looks for what is due today; doing it again does nothing.</summary>
    /// <returns>How many came onto the list.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellation)
    {
        await registers.RefreshAsync(cancellation);
        var (today, listed) = (time.OfficialToday(), 0);
        while (true)
        {
            var keys = await source.ReadAsync(
                new Query<CaseNumber>(Due, rows => new(rows.GetInt64(0)), Statements.Value(today), Statements.Value(AtOnce)),
                cancellation
            );
            if (keys.Count == 0)
                return listed;
            var facts = await source.ReadAsync(CaseReading.Of(keys), cancellation);
            var terms = facts.ConvertAll(fact => catalogue.DueOf(fact.ItemCode, fact.ItemVersion, fact.Status, fact.ClosedAt)?.DueOn);
            await using var note = source.CreateCommand(Note);
            note.Parameters.Add(Statements.Value(facts.ConvertAll(fact => fact.Number.Key)));
            note.Parameters.Add(Statements.Dates([.. terms]));
            note.Parameters.Add(Statements.Value(today));
            note.Parameters.Add(Statements.InstantValue(time.GetUtcNow()));
            if (await note.ExecuteNonQueryAsync(cancellation) == 0)
                return listed;
            listed += terms.Count(due => due <= today);
        }
    }
}
