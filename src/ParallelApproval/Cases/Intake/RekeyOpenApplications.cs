using System.Text.Json;
using System.Text.Json.Nodes;
using Npgsql;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;

namespace ParallelApproval.Cases;

/// <summary>
/// Open applications while the search key is changed (重复申请换密钥): each is held under the old key until the old one is retired, and under
/// the new one before that. So a second application finds it at any time.
/// </summary>
/// <remarks>
/// The key is made of what the application says now: one whose object was corrected at the window is held by what was corrected. Of two
/// that came to be the same by a correction, one holds it.
/// </remarks>
internal sealed class RekeyOpenApplications(CatalogueRegister catalogue) : IRekey
{
    private const int BatchSize = 200;

    // Whoever closes a case changes its page before he releases it: he waits, and releases what was entered, too.
    private const string Lock = $"""
        SELECT case_key FROM cases
        WHERE case_key IN (
            SELECT case_key FROM {OpenApplications.Table} WHERE $1::bigint IS NULL OR case_key > $1 ORDER BY case_key LIMIT $2)
        ORDER BY case_key FOR UPDATE
        """;

    private const string Read = $"""
        SELECT o.case_key, o.open_key, c.item_code, c.item_version, a.applicant, a.form
        FROM {OpenApplications.Table} o JOIN cases c USING (case_key) JOIN case_applications a USING (case_key)
        """;

    private const string Enter = $"""
        INSERT INTO {OpenApplications.Table} (open_key, case_key) SELECT * FROM unnest($1, $2) ON CONFLICT DO NOTHING
        """;

    public async Task<(int Rows, long? Last)> EnterAsync(
        NpgsqlConnection connection,
        Vault vault,
        long? after,
        CancellationToken cancellation
    )
    {
        var locked = new List<long>();
        await using (var take = new NpgsqlCommand(Lock, connection))
        {
            take.Parameters.Add(new() { Value = after is { } last ? last : DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bigint });
            take.Parameters.Add(Statements.Value(BatchSize));
            await using var rows = await take.ExecuteReaderAsync(cancellation);
            while (await rows.ReadAsync(cancellation))
                locked.Add(rows.GetInt64(0));
        }

        if (locked.Count == 0)
            return (0, null);
        var found = await ReadAsync(connection, vault, locked, cancellation);
        await using var enter = new NpgsqlCommand(Enter, connection);
        enter.Parameters.Add(Statements.Value(found.Select(row => row.Newest).ToArray()));
        enter.Parameters.Add(Statements.Value(found.Select(row => row.Case).ToArray()));
        return (await enter.ExecuteNonQueryAsync(cancellation), locked[^1]);
    }

    public async Task RemoveOldAsync(NpgsqlConnection connection, Vault vault, CancellationToken cancellation)
    {
        var found = await ReadAsync(connection, vault, only: null, cancellation);
        var newest = found.Select(row => row.Newest).ToHashSet(StringComparer.Ordinal);
        await using var remove = new NpgsqlCommand($"DELETE FROM {OpenApplications.Table} WHERE open_key = ANY($1)", connection);
        // What was received since is not among them.
        remove.Parameters.Add(Statements.Value(found.Select(row => row.Held).Where(held => !newest.Contains(held)).ToArray()));
        await remove.ExecuteNonQueryAsync(cancellation);
    }

    private async Task<List<(long Case, string Held, string Newest)>> ReadAsync(
        NpgsqlConnection connection,
        Vault vault,
        List<long>? only,
        CancellationToken cancellation
    )
    {
        var found = new List<(long, string, string)>();
        await using var read = new NpgsqlCommand(only is null ? Read : $"{Read} WHERE o.case_key = ANY($1)", connection);
        if (only is not null)
            read.Parameters.Add(Statements.Value(only.ToArray()));
        await using var rows = await read.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var number = rows.GetInt64(0);
            if (KeyOf(number, rows, vault) is { } newest)
                found.Add((number, rows.GetString(1), newest));
        }

        return found;
    }

    // One that cannot be read stays held as it is, and stops nobody else's.
    private string? KeyOf(long number, NpgsqlDataReader rows, Vault vault)
    {
        try
        {
            var applicant = ApplicationSection.Decrypt(new CaseNumber(number), rows.GetString(4), vault);
            var item = catalogue.Version(rows.GetString(2), rows.GetInt32(3));
            var form = JsonSerializer.Deserialize<JsonObject>(rows.GetString(5), HouseJson.Options);
            return OpenApplications.KeyOf(item, applicant.IdNumber, form, vault);
        }
        catch (Exception fault) when (DamagedRecordException.IsOfRow(fault))
        {
            return null;
        }
    }
}
