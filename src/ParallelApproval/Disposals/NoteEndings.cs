using Npgsql;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Events;

namespace ParallelApproval.Disposals;

/// <summary>
/// Takes down when the term of a case ends that was closed (登记保管期限), so that every night those that are due are found without looking
/// through what has been closed since the first day. It hears the past: what was closed before there were terms has one, too.
/// </summary>
internal sealed class NoteEndings(NpgsqlDataSource source, CatalogueRegister catalogue) : IListener
{
    private const string Note = """
        INSERT INTO retentions (case_key, item_code, ended_on, is_undecided, due_on)
        SELECT n.case_key, n.item_code, n.ended_on, n.is_undecided, n.due_on
        FROM unnest($1, $2, $3, $4, $5) AS n (case_key, item_code, ended_on, is_undecided, due_on)
        WHERE NOT EXISTS (SELECT FROM disposals d WHERE d.case_key = n.case_key AND d.disposed_at IS NOT NULL)
        ON CONFLICT (case_key) DO UPDATE SET ended_on = excluded.ended_on, is_undecided = excluded.is_undecided,
            due_on = excluded.due_on, listed_at = NULL
        """;

    public string Name => "retention-terms";

    public IReadOnlyCollection<Type> Kinds { get; } =
    [
        typeof(CaseFinished),
        typeof(CaseDeclined),
        typeof(CaseWithdrawn),
        typeof(CaseDelivered),
        typeof(SupplementUnanswered),
        typeof(DeferralMissed),
        typeof(GrantRevoked),
    ];

    public async Task HearAsync(IReadOnlyList<Heard> batch, CancellationToken cancellation)
    {
        var numbers = batch.Select(heard => heard.Case).Where(number => !number.IsOfCentre && !number.IsOfFlow).Distinct().ToList();
        var closed = (await source.ReadAsync(CaseReading.Of(numbers), cancellation))
            .Where(fact => fact.ClosedAt is not null && fact.Status.IsClosed() && fact.DisposedAt is null)
            .ToList();
        if (closed.Count == 0)
            return;
        await using var note = source.CreateCommand(Note);
        note.Parameters.Add(Statements.Value(closed.ConvertAll(fact => fact.Number.Key)));
        note.Parameters.Add(Statements.Value(closed.ConvertAll(fact => fact.ItemCode)));
        note.Parameters.Add(Statements.Value(closed.ConvertAll(fact => fact.ClosedAt!.Value.OfficialDate())));
        note.Parameters.Add(Statements.Value(closed.ConvertAll(fact => RetentionTerm.IsUndecided(fact.Status))));
        note.Parameters.Add(
            Statements.Dates([
                .. closed.Select(fact => catalogue.DueOf(fact.ItemCode, fact.ItemVersion, fact.Status, fact.ClosedAt)?.DueOn),
            ])
        );
        await note.ExecuteNonQueryAsync(cancellation);
    }
}
