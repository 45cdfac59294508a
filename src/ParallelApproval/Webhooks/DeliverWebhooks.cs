using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;
using ParallelApproval.Database;
using ParallelApproval.Installations;
using ParallelApproval.Outbound;

namespace ParallelApproval.Webhooks;

/// <summary>
/// Tells systems of others what happened (推送执行): at least once, on whatever node takes it. Of one webhook one message is under way at a
/// time, so that a receiver that hangs holds up itself alone. What does not get through is tried again ever later, and is dead after
/// <see cref="MostTries"/>; a receiver that answers 410 wants no more, and an address that may not be called is not tried again.
/// </summary>
public sealed class DeliverWebhooks(
    NpgsqlDataSource source,
    IDbContextFactory<ApprovalDbContext> contexts,
    WebhookSecrets secrets,
    HttpSender http,
    InstallationRegister installation,
    TimeProvider time,
    ILogger<DeliverWebhooks> log
) : IAwait
{
    internal const int LongestSaid = 300;

    private const int MostAtATime = 16;
    private const int Gone = 410;

    /// <summary>How long one that was taken up is left to who took it, by the clock of the house.</summary>
    public static readonly TimeSpan Term = TimeSpan.FromMinutes(3);

    /// <summary>How long is waited after each try that failed: the times that Standard Webhooks names.</summary>
    public static readonly IReadOnlyList<TimeSpan> Pauses =
    [
        TimeSpan.FromSeconds(5),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(5),
        TimeSpan.FromHours(10),
        TimeSpan.FromHours(14),
        TimeSpan.FromHours(20),
        TimeSpan.FromHours(24),
    ];

    /// <summary>The first, and one after each pause.</summary>
    public static int MostTries => Pauses.Count + 1;

    private const string Take = """
        UPDATE webhook_deliveries d SET next_at = $1::timestamptz + $2::interval, tries = d.tries + 1, tried_at = $1
        WHERE d.id = (
            SELECT id FROM webhook_deliveries WHERE next_at <= $1 AND webhook_id <> ALL ($3)
            ORDER BY next_at, position LIMIT 1 FOR UPDATE SKIP LOCKED)
        RETURNING d.id, d.webhook_id, d.kind, d.case_number, d.branch, d.happened_at, d.tries
        """;

    string IAwait.Question => "(EXISTS (SELECT FROM webhook_deliveries WHERE next_at <= $1))::int::bigint";

    bool IAwait.IsWanted(long told) => told > 0;

    private const string End = """
        UPDATE webhook_deliveries SET status = $3, next_at = $4, said = $5 WHERE id = $1 AND tries = $2 AND status = 'Waiting'
        """;

    private readonly ConcurrentDictionary<Guid, Task> _under = new();

    private sealed record Message(Guid Id, Guid Webhook, string Kind, string CaseNumber, int? Branch, DateTimeOffset HappenedAt, int Tries);

    /// <summary>Tells all that is due now, and waits for the answers.</summary>
    /// <returns>How many were taken up.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellation)
    {
        var taken = 0;
        while (await SendAsync(cancellation) is > 0 and var begun)
        {
            taken += begun;
            await Task.WhenAll(_under.Values);
        }

        return taken;
    }

    /// <summary>Begins to send what is due, as far as this node has places free; waits for no answer.</summary>
    /// <returns>How many were taken up.</returns>
    public async Task<int> SendAsync(CancellationToken cancellation)
    {
        var taken = 0;
        while (_under.Count < MostAtATime && await TakeAsync([.. _under.Keys], cancellation) is { } message)
        {
            taken++;
            var sending = TellAsync(message, cancellation);
            _under[message.Webhook] = sending;
            _ = sending.ContinueWith(
                _ => _under.TryRemove(message.Webhook, out Task? _),
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default
            );
        }

        return taken;
    }

    /// <summary>Sends one message by hand, and says what came of it; nothing is entered.</summary>
    internal async Task<HttpReply> TestAsync(Webhook webhook, CancellationToken cancellation)
    {
        var id = Guid.NewGuid();
        return await SendAsync(webhook, id, Body(WebhookKinds.Test, null, null, Now), cancellation);
    }

    private async Task TellAsync(Message message, CancellationToken cancellation)
    {
        // Whoever begins to send must not wait for it.
        await Task.Yield();
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellation);
            var webhook = await db.Set<Webhook>().AsNoTracking().FirstAsync(known => known.Id == message.Webhook, cancellation);
            if (webhook.EndedAt is not null)
            {
                await EndAsync(message, DeliveryStatus.Dead, null, "ended", cancellation);
                return;
            }

            var body = Body(message.Kind, message.CaseNumber, message.Branch, message.HappenedAt);
            var reply = await SendAsync(webhook, message.Id, body, cancellation);
            if (IsTaken(reply))
                await EndAsync(message, DeliveryStatus.Delivered, null, reply.Said, cancellation);
            else if (message.Tries >= MostTries || reply.Status == Gone || reply.Fault is HttpFault.NotAllowed)
            {
                await EndAsync(message, DeliveryStatus.Dead, null, reply.Said, cancellation);
                log.LogWarning(
                    "Webhook of {Client}: {Message} is dead after {Tries} tries, the last: {Said}",
                    webhook.Client,
                    WebhookSecrets.MessageOf(message.Id),
                    message.Tries,
                    reply.Said
                );
            }
            else
                await EndAsync(
                    message,
                    DeliveryStatus.Waiting,
                    time.GetUtcNow() + Pauses[Math.Min(message.Tries, Pauses.Count) - 1],
                    reply.Said,
                    cancellation
                );
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // It stands in the rows, and is taken up again when the term of this try is over.
            log.LogError(fault, "Message {Message} could not be sent and is tried again", WebhookSecrets.MessageOf(message.Id));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The node goes down; another one takes it up.
        }
    }

    internal static bool IsTaken(HttpReply reply) => reply is { Fault: HttpFault.None, Status: >= 200 and < 300 };

    private Task<HttpReply> SendAsync(Webhook webhook, Guid id, string body, CancellationToken cancellation)
    {
        var (message, now) = (WebhookSecrets.MessageOf(id), Now);
        var at = now.ToUnixTimeSeconds();
        return http.SendAsync(
            new(
                "POST",
                new(webhook.Address),
                message,
                body,
                "application/json",
                new Dictionary<string, string>
                {
                    ["webhook-id"] = message,
                    ["webhook-timestamp"] = at.ToString(CultureInfo.InvariantCulture),
                    ["webhook-signature"] = secrets.Sign(webhook, message, at, body, now),
                }
            ),
            cancellation
        );
    }

    // Receivers compare the time stamp with their own clock, which knows nothing of a demonstration.
    private DateTimeOffset Now => time is DatabaseTime clock ? clock.GetUndisplacedNow() : time.GetUtcNow();

    private string Body(string kind, string? caseNumber, int? branch, DateTimeOffset at) =>
        JsonSerializer.Serialize(
            new
            {
                type = kind,
                timestamp = at.InShanghai(),
                data = new
                {
                    caseNumber,
                    branch,
                    address = caseNumber is null ? null : $"{installation.PublicAddress}/api/cases/{caseNumber}",
                },
            },
            HouseJson.Options
        );

    private async Task EndAsync(Message message, DeliveryStatus status, DateTimeOffset? next, string said, CancellationToken cancellation)
    {
        await using var end = source.CreateCommand(End);
        end.Parameters.Add(Statements.Value(message.Id));
        end.Parameters.Add(Statements.Value(message.Tries));
        end.Parameters.Add(Statements.Value(status.ToString()));
        end.Parameters.Add(Statements.Instant(next));
        end.Parameters.Add(Statements.Text(said.Length > LongestSaid ? said[..LongestSaid] : said));
        await end.ExecuteNonQueryAsync(cancellation);
    }

    private async Task<Message?> TakeAsync(Guid[] busy, CancellationToken cancellation)
    {
        await using var take = source.CreateCommand(Take);
        take.Parameters.Add(Statements.Instant(time.GetUtcNow()));
        take.Parameters.Add(Statements.Value(Term));
        take.Parameters.Add(Statements.Value(busy));
        await using var rows = await take.ExecuteReaderAsync(cancellation);
        return await rows.ReadAsync(cancellation)
            ? new(
                rows.GetGuid(0),
                rows.GetGuid(1),
                rows.GetString(2),
                rows.GetString(3),
                rows.GetNumberOrNull(4),
                rows.GetInstant(5),
                rows.GetInt32(6)
            )
            : null;
    }
}
