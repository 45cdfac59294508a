using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Npgsql;
using ParallelApproval.Database;
using ParallelApproval.Identities;

namespace ParallelApproval.Notices;

/// <summary>Where messages to applicants are put for the city's SMS gateway to fetch; setting <c>ParallelApproval:Notices</c>.</summary>
/// <param name="Outbox">A folder; null when there is no gateway.</param>
public sealed record NoticeSettings(string? Outbox = null);

/// <summary>
/// Hands messages to applicants over to the city's gateway (短信网关): one file for each, whose name is the number of the notice. A file
/// appears whole or not at all; after a crash the same message is written under the same name, so that the gateway sees it once.
/// </summary>
public sealed class NoticeGateway(NpgsqlDataSource source, Leases leases, NoticeSettings settings, TimeProvider time, Vault vault)
{
    private const int BatchSize = 200;
    private const string Lease = "notice-gateway";
    private const string Unsent =
        "SELECT id, case_key, kind, phone, text, made_at, sequence, branch, recipient FROM notices "
        + "WHERE sent_at IS NULL AND phone IS NOT NULL ORDER BY id LIMIT $1";
    private const string Sent = "UPDATE notices SET sent_at = $2 WHERE id = ANY ($1)";
    private const string Waiting = "SELECT id, reference, phone, text, made_at FROM citizen_messages ORDER BY id LIMIT $1";
    private const string HandedOver = "DELETE FROM citizen_messages WHERE id = ANY ($1)";
    private const string TooOld = "DELETE FROM citizen_messages WHERE made_at < $1";

    /// <summary>Writes what has not been handed over yet; one node at a time.</summary>
    /// <returns>How many were handed over.</returns>
    /// <exception cref="IOException">The folder cannot be written to; nothing is marked as sent that is not there.</exception>
    public async Task<int> RunOnceAsync(CancellationToken cancellation)
    {
        if (settings.Outbox is not { Length: > 0 } outbox)
        {
            await ForgetAsync(cancellation);
            return 0;
        }

        Directory.CreateDirectory(outbox);
        var handed = 0;
        await leases.TryDoAsync(Lease, async (_, held) => handed = await HandOverAsync(outbox, held), cancellation);
        return handed;
    }

    private async Task<int> HandOverAsync(string outbox, CancellationToken held)
    {
        await using var connection = await source.OpenConnectionAsync(held);
        var handed = 0;
        while (await ReadAsync(connection, held) is { Count: > 0 } batch)
        {
            foreach (var message in batch)
                await WriteAsync(outbox, message.Id.ToString("D12", CultureInfo.InvariantCulture), message, held);
            await using var mark = new NpgsqlCommand(Sent, connection);
            mark.Parameters.Add(Statements.Value(batch.Select(message => message.Id).ToArray()));
            mark.Parameters.Add(Statements.Instant(time.GetUtcNow()));
            await mark.ExecuteNonQueryAsync(held);
            handed += batch.Count;
        }

        while (await WaitingAsync(connection, held) is { Count: > 0 } batch)
        {
            foreach (var message in batch)
                await WriteAsync(outbox, message.Id, message, held);
            await using var forget = new NpgsqlCommand(HandedOver, connection);
            forget.Parameters.Add(Statements.Value(batch.Select(message => message.Row).ToArray()));
            await forget.ExecuteNonQueryAsync(held);
            handed += batch.Count;
        }

        return handed;
    }

    private async Task ForgetAsync(CancellationToken cancellation)
    {
        await using var forget = source.CreateCommand(TooOld);
        forget.Parameters.Add(Statements.Instant(time.GetUtcNow() - CitizenMessages.Longest));
        await forget.ExecuteNonQueryAsync(cancellation);
    }

    private async Task<List<ToCitizen>> WaitingAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var read = new NpgsqlCommand(Waiting, connection);
        read.Parameters.Add(Statements.Value(BatchSize));
        await using var rows = await read.ExecuteReaderAsync(cancellation);
        var found = new List<ToCitizen>();
        while (await rows.ReadAsync(cancellation))
            found.Add(
                new(
                    rows.GetInt64(0),
                    rows.GetString(1),
                    vault.Decrypt(rows.GetString(2), CitizenMessage.PlaceOf("phone", rows.GetString(1))),
                    vault.Decrypt(rows.GetString(3), CitizenMessage.PlaceOf("text", rows.GetString(1))),
                    rows.GetInstant(4)
                )
            );
        return found;
    }

    private async Task<List<Message>> ReadAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var read = new NpgsqlCommand(Unsent, connection);
        read.Parameters.Add(Statements.Value(BatchSize));
        await using var rows = await read.ExecuteReaderAsync(cancellation);
        var found = new List<Message>();
        while (await rows.ReadAsync(cancellation))
        {
            var (number, kind) = (rows.GetInt64(1), rows.GetEnum<NoticeKind>(2));
            var (sequence, branch, recipient) = (rows.GetInt32(6), rows.GetInt32(7), rows.GetString(8));
            string Decrypted(int at, string column) =>
                vault.Decrypt(rows.GetString(at), NoticeTable.PlaceOf(column, number, sequence, kind, branch, recipient));
            found.Add(
                new(
                    rows.GetInt64(0),
                    new CaseNumber(number).ToString(),
                    kind,
                    Decrypted(3, NoticeTable.Phone),
                    Decrypted(4, NoticeTable.Text),
                    rows.GetInstant(5)
                )
            );
        }

        return found;
    }

    private static async Task WriteAsync<T>(string outbox, string name, T message, CancellationToken cancellation)
    {
        var (file, draft) = (Path.Combine(outbox, name + ".json"), Path.Combine(outbox, "." + name + ".part"));
        if (File.Exists(file))
            return;
        await File.WriteAllTextAsync(draft, JsonSerializer.Serialize(message, HouseJson.Options), cancellation);
        File.Move(draft, file, overwrite: true);
    }

    /// <param name="Row">Its number in the table.</param>
    private sealed record ToCitizen([property: JsonIgnore] long Row, string Reference, string Phone, string Text, DateTimeOffset MadeAt)
    {
        /// <summary>Never the number of a notice.</summary>
        public string Id { get; } = "C" + Row.ToString("D11", CultureInfo.InvariantCulture);
    }

    private sealed record Message(long Id, string CaseNumber, NoticeKind Kind, string Phone, string Text, DateTimeOffset MadeAt);
}
