using Microsoft.EntityFrameworkCore;
using Npgsql;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Events;

namespace ParallelApproval.Webhooks;

/// <summary>
/// Enters what is to be told to systems of others (登记推送): a row for each event and webhook, in the order of the trail. Told again after a
/// crash, it enters nothing twice.
/// </summary>
internal sealed class EnterDeliveries(
    HouseStore house,
    IDbContextFactory<ApprovalDbContext> contexts,
    NpgsqlDataSource source,
    TimeProvider time
) : IListener
{
    private const string Enter = """
        INSERT INTO webhook_deliveries
            (id, webhook_id, position, kind, case_number, branch, happened_at, status, tries, next_at)
        SELECT gen_random_uuid(), w.id, $2, $3, $4, $5, $6, 'Waiting', 0, $7 FROM webhooks w WHERE w.id = $1 AND w.ended_at IS NULL
        ON CONFLICT (webhook_id, position) DO NOTHING
        """;

    public string Name => "webhooks";

    /// <summary>Who comes today hears from today on.</summary>
    public bool HearsThePast => false;

    public IReadOnlyCollection<Type> Kinds => WebhookKinds.Types;

    public async Task HearAsync(IReadOnlyList<Heard> batch, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var open = await db.Set<Webhook>().AsNoTracking().Where(webhook => webhook.EndedAt == null).ToListAsync(cancellation);
        if (open.Count == 0)
            return;
        var parts = open.Exists(webhook => webhook.Body is not null) ? await PartsAsync(batch, cancellation) : [];
        var now = time.GetUtcNow();
        await house.NoteAsync(
            statements =>
            {
                foreach (var heard in batch)
                foreach (var webhook in open.Where(webhook => Wants(webhook, heard, parts)))
                    statements.Add(
                        Enter,
                        Statements.Value(webhook.Id),
                        Statements.Value(heard.Position),
                        Statements.Value(heard.Event.Kind),
                        Statements.Value(heard.Case.ToString()),
                        Statements.Number(heard.Event.Branch),
                        Statements.Instant(heard.Event.At),
                        Statements.Instant(now)
                    );
            },
            cancellation
        );
    }

    private static bool Wants(Webhook webhook, Heard heard, Dictionary<long, HashSet<string>> parts) =>
        // What happened before somebody asked to hear of it is not told, however late the relay comes.
        heard.Event.At >= webhook.MadeAt
        && webhook.Kinds.Contains(heard.Event.Kind)
        && (
            webhook.Body is not { } body
            || heard.Event.Department == body
            || (parts.TryGetValue(heard.Case.Key, out var bodies) && bodies.Contains(body))
        );

    private async Task<Dictionary<long, HashSet<string>>> PartsAsync(IReadOnlyList<Heard> batch, CancellationToken cancellation) =>
        (await source.ReadAsync(CaseReading.Of(batch.Select(heard => heard.Case)), cancellation)).ToDictionary(
            fact => fact.Number.Key,
            fact => fact.Branches.Select(branch => branch.Department).ToHashSet(StringComparer.Ordinal)
        );
}
