using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ParallelApproval.Database;

/// <summary>
/// All tables with encrypted columns (加密表), found by what maps and contexts say of them, and what in them is not yet encrypted with the
/// newest key: stored in clear before there was a vault, or under an older one.
/// </summary>
internal static class EncryptedTables
{
    /// <summary>Rows taken at once.</summary>
    public const int BatchSize = 500;

    public static IReadOnlyList<EncryptedTable> All(DbContext db)
    {
        var ofCases = SealedRows.OfCases.Where(map => map.EncryptedColumns.Count > 0).Select(EncryptedTable.Of).ToList();
        var ofHouse =
            from rows in db.Model.GetEntityTypes()
            let columns = EncryptedProperties.Of(rows)
            where columns.Count > 0 && ofCases.TrueForAll(known => known.Name != rows.GetTableName())
            orderby rows.GetTableName()
            select EncryptedTable.Of(
                rows.GetTableName()!,
                [.. rows.FindPrimaryKey()!.Properties.Select(key => key.GetColumnName())],
                columns
            );
        return [.. ofCases, .. ofHouse];
    }
}

/// <summary>A column that is encrypted.</summary>
/// <param name="Mark">The column of its mark; null for none.</param>
internal sealed record EncryptedTableColumn(string Name, bool IsJson, IReadOnlyList<string> BoundTo, string? Mark = null);

/// <summary>A table with encrypted columns.</summary>
/// <param name="Map">Of a table of the case file.</param>
internal sealed record EncryptedTable(
    string Name,
    IReadOnlyList<string> Keys,
    IReadOnlyList<EncryptedTableColumn> Columns,
    IColumnMap? Map = null
)
{
    public static EncryptedTable Of(IColumnMap map)
    {
        string[] keys = [.. map.Columns.Where(column => column.IsKey).Select(column => column.Name)];
        return new(map.Table, keys, [.. map.EncryptedColumns.Select(name => new EncryptedTableColumn(name, IsJson: true, keys))], map);
    }

    public static EncryptedTable Of(string name, IReadOnlyList<string> keys, IReadOnlyList<EncryptedProperty> columns) =>
        new(
            name,
            keys,
            [
                .. columns.Select(column => new EncryptedTableColumn(
                    column.Column,
                    column.IsJson,
                    [.. column.BoundTo.Select(property => property.GetColumnName())],
                    column.Mark?.GetColumnName()
                )),
            ]
        );

    /// <summary>Whether its rows are found by marks.</summary>
    public bool IsMarked => Map?.MarksColumn is not null || Columns.Any(column => column.Mark is not null);

    private string[] Asked => [.. Keys, .. Columns.SelectMany(column => column.BoundTo), .. Columns.Select(column => column.Name)];

    /// <summary>Whether anything is encrypted there, with whichever key.</summary>
    public async Task<bool> IsEncryptedAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var so = Columns.Select(column => $"{column.Name}::text LIKE '{(column.IsJson ? "\"" : "")}$%$%$%'");
        await using var ask = new NpgsqlCommand($"SELECT EXISTS (SELECT FROM {Name} WHERE {string.Join(" OR ", so)})", connection)
        {
            CommandTimeout = 0,
        };
        return (bool)(await ask.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>How many rows there are of which something is not encrypted with the newest key.</summary>
    public async Task<long> CountAsync(NpgsqlConnection connection, Vault vault, CancellationToken cancellation)
    {
        await using var count = new NpgsqlCommand($"SELECT count(*) FROM {Name} WHERE {Left(vault)}", connection) { CommandTimeout = 0 };
        return (long)(await count.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>
    /// Encrypts some of these rows with the newest key; within a transaction. What somebody has changed meanwhile, or has locked, is left
    /// for the next time, and so is what cannot be decrypted: the verification of the trail names it.
    /// </summary>
    /// <param name="after">The keys of the last row of the batch before; empty for the first.</param>
    /// <returns>How many rows were encrypted, and the keys of the last; null when there are no more.</returns>
    public async Task<(int Rows, object[]? Last)> EncryptAsync(
        NpgsqlConnection connection,
        Vault vault,
        object[] after,
        CancellationToken cancellation
    )
    {
        var asked = Asked.Distinct(StringComparer.Ordinal).ToArray();
        var keys = string.Join(", ", Keys);
        var further = after.Length == 0 ? "" : $" AND ({keys}) > ({string.Join(", ", after.Select((_, at) => $"${at + 1}"))})";
        var found = new List<(object[] Keys, List<(string Column, string Was, string Becomes, long? Mark)> Values, long[]? Marks)>();
        await using (
            var read = new NpgsqlCommand(
                $"SELECT {string.Join(", ", asked)} FROM {Name} WHERE ({Left(vault)}){further} ORDER BY {keys} "
                    + $"LIMIT {EncryptedTables.BatchSize} FOR UPDATE SKIP LOCKED",
                connection
            )
            {
                CommandTimeout = 0,
            }
        )
        {
            foreach (var key in after)
                read.Parameters.Add(new() { Value = key });
            await using var rows = await read.ExecuteReaderAsync(cancellation);
            while (await rows.ReadAsync(cancellation))
                found.Add(Encrypted(rows, asked, vault));
        }

        await using var batch = new NpgsqlBatch(connection) { Timeout = 0 };
        var statements = new Statements(batch);
        foreach (var row in found)
            Store(statements, row.Keys, row.Values, row.Marks);
        if (batch.BatchCommands.Count > 0)
            await batch.ExecuteNonQueryAsync(cancellation);
        return (batch.BatchCommands.Count, found.Count == 0 ? null : found[^1].Keys);
    }

    /// <summary>
    /// Marks some of the rows with the newest key that are not yet; within a transaction. What cannot be decrypted is left: the
    /// verification of the trail names it.
    /// </summary>
    /// <param name="after">The keys of the last row of the batch before; empty for the first.</param>
    /// <returns>How many rows were marked, and the keys of the last that was looked at; null when there are no more.</returns>
    public async Task<(int Rows, object[]? Last)> MarkAsync(
        NpgsqlConnection connection,
        Vault vault,
        object[] after,
        CancellationToken cancellation
    )
    {
        string[] marked = [.. Columns.Select(column => column.Mark).Append(Map?.MarksColumn).OfType<string>()];
        string[] asked = [.. Asked.Concat(marked).Distinct(StringComparer.Ordinal)];
        var keys = string.Join(", ", Keys);
        var further = after.Length == 0 ? "" : $" WHERE ({keys}) > ({string.Join(", ", after.Select((_, at) => $"${at + 1}"))})";
        await using var batch = new NpgsqlBatch(connection) { Timeout = 0 };
        var statements = new Statements(batch);
        object[]? last = null;
        await using (
            var read = new NpgsqlCommand(
                $"SELECT {string.Join(", ", asked)} FROM {Name}{further} ORDER BY {keys} LIMIT {EncryptedTables.BatchSize} FOR UPDATE",
                connection
            )
            {
                CommandTimeout = 0,
            }
        )
        {
            foreach (var key in after)
                read.Parameters.Add(new() { Value = key });
            await using var rows = await read.ExecuteReaderAsync(cancellation);
            while (await rows.ReadAsync(cancellation))
            {
                last = [.. Keys.Select(key => rows.GetValue(Array.IndexOf(asked, key)))];
                Mark(statements, rows, asked, vault, last);
            }
        }

        if (batch.BatchCommands.Count > 0)
            await batch.ExecuteNonQueryAsync(cancellation);
        return (batch.BatchCommands.Count, last);
    }

    private void Mark(Statements statements, NpgsqlDataReader rows, string[] asked, Vault vault, object[] keys)
    {
        object? Value(string column) => rows.GetValue(Array.IndexOf(asked, column)) is var value and not DBNull ? value : null;
        foreach (var column in Columns)
        {
            if (Value(column.Name) is not string stored)
                continue;
            var plain = vault.DecryptOrLeave(column.IsJson ? EncryptedText.Unquoted(stored) : stored, PlaceOf(column, Value));
            if (Vault.IsEncrypted(plain))
                continue;
            if (column.Mark is { } mark && vault.MarkOf(EncryptedProperties.MarkedAs(Name, column.Name), plain) is var one)
                Set(mark, one.Equals(Value(mark)) ? null : Statements.Long(one));
            if (Map?.MarksOf(column.Name, plain, vault) is { } marks)
                Set(
                    Map.MarksColumn!,
                    Value(Map.MarksColumn!) is long[] held && held.AsSpan().SequenceEqual(marks) ? null : Statements.Value(marks)
                );
        }

        void Set(string column, NpgsqlParameter? becomes)
        {
            if (becomes is not null)
                statements.Add(
                    $"UPDATE {Name} SET {column} = $1 WHERE {string.Join(" AND ", Keys.Select((key, at) => $"{key} = ${at + 2}"))}",
                    [becomes, .. keys.Select(key => new NpgsqlParameter { Value = key })]
                );
        }
    }

    private CipherPlace PlaceOf(EncryptedTableColumn column, Func<string, object?> value) =>
        new(Name, column.Name, [.. column.BoundTo.Select(bound => Convert.ToString(value(bound), CultureInfo.InvariantCulture) ?? "")]);

    private (object[], List<(string, string, string, long?)>, long[]?) Encrypted(NpgsqlDataReader rows, string[] asked, Vault vault)
    {
        object Value(string column) => rows.GetValue(Array.IndexOf(asked, column));
        var values = new List<(string, string, string, long?)>();
        long[]? marks = null;
        foreach (var column in Columns)
        {
            if (Value(column.Name) is not string stored)
                continue;
            var place = PlaceOf(column, Value);
            var text = column.IsJson ? EncryptedText.Unquoted(stored) : stored;
            var plain = vault.DecryptOrLeave(text, place);
            if (plain == text && Vault.IsEncrypted(text))
                continue;
            var becomes = vault.Encrypt(plain, place);
            var mark = column.Mark is null ? (long?)null : vault.MarkOf(EncryptedProperties.MarkedAs(Name, column.Name), plain);
            values.Add((column.Name, stored, column.IsJson ? $"\"{becomes}\"" : becomes, mark));
            marks ??= Map?.MarksOf(column.Name, plain, vault);
        }

        return ([.. Keys.Select(Value)], values, marks);
    }

    private void Store(
        Statements statements,
        object[] keys,
        List<(string Column, string Was, string Becomes, long? Mark)> values,
        long[]? marks
    )
    {
        var parameters = new List<NpgsqlParameter>();
        string Next(NpgsqlParameter parameter)
        {
            parameters.Add(parameter);
            return $"${parameters.Count}";
        }

        var set = new List<string>();
        var only = new List<string>();
        for (var i = 0; i < Keys.Count; i++)
            only.Add($"{Keys[i]} = {Next(new() { Value = keys[i] })}");
        foreach (var (name, was, becomes, mark) in values)
        {
            var column = Columns.First(known => known.Name == name);
            set.Add($"{name} = {Next(column.IsJson ? Statements.Json(becomes) : Statements.Text(becomes))}");
            only.Add($"{name}::text = {Next(Statements.Text(was))}");
            if (column.Mark is { } marked)
                set.Add($"{marked} = {Next(Statements.Long(mark))}");
        }

        if (marks is not null)
            set.Add($"{Map!.MarksColumn} = {Next(Statements.Value(marks))}");
        if (set.Count > 0)
            statements.Add($"UPDATE {Name} SET {string.Join(", ", set)} WHERE {string.Join(" AND ", only)}", [.. parameters]);
    }

    // A prefix has no letter that a pattern would take for anything else.
    private string Left(Vault vault) =>
        string.Join(
            " OR ",
            Columns.Select(column =>
                $"({column.Name} IS NOT NULL AND {column.Name}::text NOT LIKE '{(column.IsJson ? "\"" : "")}{vault.CurrentPrefix}%')"
            )
        );
}
