using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ErrorOr;
using Npgsql;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Identities;

namespace ParallelApproval.Cases;

/// <summary>
/// 重复申请: of one applicant, item and object only one case is open at a time. The key of a table keeps it so, whichever windows receive at
/// the same instant; the second one is told the number of the first. When a case is closed, its key is free again.
/// </summary>
public sealed class OpenApplications(NpgsqlDataSource source)
{
    internal const string Table = "open_applications";

    /// <summary>The key of an application; null when the item has no rule, or the form does not name the object.</summary>
    internal static string? KeyOf(ServiceItem item, Application application, Vault vault)
    {
        if (item.ObjectField is not { } field)
            return null;
        var about = field == ServiceItem.ObjectIsApplicant ? field : Written(application.Form?[field]);
        return about is null
            ? null
            : Keyed(
                Convert.ToHexStringLower(
                    SHA256.HashData(Encoding.UTF8.GetBytes($"{item.ItemCode}\n{application.Applicant.IdNumber}\n{about}"))
                ),
                vault
            );
    }

    // Who has the database alone could try all numbers against a bare hash.
    private static string Keyed(string hash, Vault vault) => vault.LongMarkOf(Table, hash);

    /// <summary>
    /// Puts the keyed hash in place of the bare one of former versions; at the first start, before cases are sealed anew.
    /// </summary>
    internal static async Task KeyAllAsync(NpgsqlConnection connection, Vault vault, CancellationToken cancellation)
    {
        var bare = new List<string>();
        await using (var read = new NpgsqlCommand($"SELECT open_key FROM {Table} WHERE length(open_key) = 64", connection))
        await using (var rows = await read.ExecuteReaderAsync(cancellation))
            while (await rows.ReadAsync(cancellation))
                bare.Add(rows.GetString(0));
        if (bare.Count == 0)
            return;
        await using var put = new NpgsqlBatch(connection) { Timeout = 0 };
        var statements = new Statements(put);
        foreach (var table in (string[])[Table, "cases"])
            statements.Add(
                $"UPDATE {table} SET open_key = k.keyed FROM unnest($1, $2) AS k (bare, keyed) WHERE open_key = k.bare",
                Statements.Value(bare.ToArray()),
                Statements.Value(bare.Select(hash => Keyed(hash, vault)).ToArray())
            );
        await put.ExecuteNonQueryAsync(cancellation);
    }

    internal static void Hold(Statements statements, string key, CaseNumber number) =>
        statements.Add($"INSERT INTO {Table} (open_key, case_key) VALUES ($1, $2)", Statements.Text(key), Statements.Value(number.Key));

    internal static void Release(Statements statements, string key) =>
        statements.Add($"DELETE FROM {Table} WHERE open_key = $1", Statements.Text(key));

    /// <summary>Why an application of that key cannot be received; null when the first case has been closed meanwhile.</summary>
    internal async Task<Error?> RefusalAsync(string? key, CancellationToken cancellation)
    {
        await using var ask = source.CreateCommand($"SELECT case_key FROM {Table} WHERE open_key = $1");
        ask.Parameters.Add(Statements.Text(key));
        return await ask.ExecuteScalarAsync(cancellation) is long first ? CaseRefusals.Duplicate(new CaseNumber(first)) : null;
    }

    // 长安路 1 号 and 长安路1号 are one place.
    private static string? Written(JsonNode? value) =>
        value is JsonValue && WrittenAlike.Plain(value.ToString()) is { Length: > 0 } plain ? plain : null;
}
