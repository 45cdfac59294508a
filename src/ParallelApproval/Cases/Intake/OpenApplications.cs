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

    /// <summary>
    /// The keys of an application, that by the oldest search key first: while the search key is changed, an application is held under the
    /// old one and the new one, so that whoever knows but one of them finds it taken. None when the item has no rule, or the form does
    /// not name the object.
    /// </summary>
    internal static IReadOnlyList<string> KeysOf(ServiceItem item, Application application, Vault vault) =>
        KeyOf(item, application.Applicant.IdNumber, application.Form, vault) is null
            ? []
            : [.. vault.BySearchKey.Select(by => KeyOf(item, application.Applicant.IdNumber, application.Form, by)!)];

    /// <summary>The key by the newest search key.</summary>
    internal static string? KeyOf(ServiceItem item, string idNumber, JsonObject? form, Vault vault)
    {
        if (item.ObjectField is not { } field)
            return null;
        var about = field == ServiceItem.ObjectIsApplicant ? field : Written(form?[field]);
        return about is null
            ? null
            : Keyed(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{item.ItemCode}\n{idNumber}\n{about}"))), vault);
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

    // In the order of the keys on every node, so that no two wait for each other.
    internal static void Hold(Statements statements, IReadOnlyList<string> keys, CaseNumber number)
    {
        foreach (var key in keys)
            statements.Add($"INSERT INTO {Table} (open_key, case_key) VALUES ($1, $2)", Statements.Text(key), Statements.Value(number.Key));
    }

    internal static void Release(Statements statements, CaseNumber number) =>
        statements.Add($"DELETE FROM {Table} WHERE case_key = $1", Statements.Value(number.Key));

    /// <summary>Why an application of those keys cannot be received; null when the first case has been closed meanwhile.</summary>
    internal async Task<Error?> RefusalAsync(IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        await using var ask = source.CreateCommand($"SELECT case_key FROM {Table} WHERE open_key = ANY($1) LIMIT 1");
        ask.Parameters.Add(Statements.Value(keys.ToArray()));
        return await ask.ExecuteScalarAsync(cancellation) is long first ? CaseRefusals.Duplicate(new CaseNumber(first)) : null;
    }

    // 长安路 1 号 and 长安路1号 are one place.
    private static string? Written(JsonNode? value) =>
        value is JsonValue && WrittenAlike.Plain(value.ToString()) is { Length: > 0 } plain ? plain : null;
}
