using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json;
using Npgsql;
using ParallelApproval.Identities;

namespace ParallelApproval.Database;

/// <summary>
/// The columns of one table of the case file (列映射), each stated once. SELECT, INSERT, UPDATE and the reading of a row are made from them at
/// the first use;
/// their texts never vary, so that PostgreSQL prepares them once, and a row costs neither reflection nor boxing. The first column is
/// <c>case_key</c>, which is not stated.
/// </summary>
/// <typeparam name="T">What a row is; its init-only properties and the parameters of its constructor are filled like all
/// others.</typeparam>
internal sealed class ColumnMap<T>(string table, bool isOfCase = true) : IColumnMap
    where T : class
{
    private const string CaseKey = "case_key";
    private const string OfCase = $" WHERE {CaseKey} = $1";

    private static readonly Func<object, object> Clone = typeof(object)
        .GetMethod(nameof(MemberwiseClone), BindingFlags.NonPublic | BindingFlags.Instance)!
        .CreateDelegate<Func<object, object>>();

    [ThreadStatic]
    private static (T? Row, string?[]? Texts) _readLast;

    private readonly List<Column<T>> _columns = [];
    private readonly HashSet<string> _unsealed = [];
    private Func<CaseNumber, NpgsqlDataReader, int, Vault?, T>? _read;
    private bool _isSealedElsewhere;

    public string Table => table;

    /// <summary>The columns of the key and what else is stored: name, type, and whether it belongs to the key.</summary>
    public IEnumerable<(string Name, string StoreType, bool IsKey)> Columns =>
        _columns
            .Select(column => (column.Name, column.StoreType, column.Use is ColumnUse.Key))
            .Prepend((CaseKey, "bigint", true))
            .Skip(isOfCase ? 0 : 1);

    /// <summary>
    /// The rows of a case: <c>SELECT … FROM … WHERE case_key = $1</c>; of everything, where the table is not of one case.
    /// </summary>
    public string Select => field ??= $"SELECT {Listed(Read, column => column.Name)} FROM {table}{(isOfCase ? OfCase : "")}";

    /// <inheritdoc/>
    public bool IsSealed => isOfCase && !_isSealedElsewhere;

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, string StoreType)> SealedColumns => [.. Sealed.Select(column => (column.Name, column.StoreType))];

    private Column<T>[] Sealed => field ??= [.. _columns.Where(column => !_unsealed.Contains(column.Name))];

    // A document is sealed as it lies there: the program that reads it may be another one than the one that wrote it.
    private Column<T>[] Documents => field ??= [.. Sealed.Where(column => column.IsEncrypted || column.StoreType is "json" or "jsonb")];

    private Column<T>[] Encrypted => field ??= [.. _columns.Where(column => column.IsEncrypted)];

    /// <inheritdoc/>
    public IReadOnlyList<string> EncryptedColumns => [.. Encrypted.Select(column => column.Name)];

    /// <inheritdoc/>
    public string? MarksColumn => _columns.OfType<MarksColumn<T>>().FirstOrDefault()?.Name;

    /// <inheritdoc/>
    public long[]? MarksOf(string column, string plain, Vault vault) =>
        _columns.OfType<MarksColumn<T>>().FirstOrDefault(known => known.MadeOf == column)?.OfText(plain, vault);

    /// <summary>What the column of a table with one row for a case holds.</summary>
    public string Decrypt(string column, CaseNumber number, string stored, Vault vault) =>
        vault.Decrypt(EncryptedText.Unquoted(stored), new(table, column, number.Key.ToString(CultureInfo.InvariantCulture)));

    /// <summary>What the encrypted column at that ordinal of a row says.</summary>
    public string Decrypt(string column, CaseNumber number, NpgsqlDataReader rows, int at, Vault vault) =>
        vault.Decrypt(EncryptedText.Unquoted(rows.GetString(at)), PlaceAt(column, number, rows, at));

    /// <summary>A text as an encrypted column of a row holds it, where it is written without its section.</summary>
    /// <param name="keys">What tells the row apart from others of its case, in the order of the keys.</param>
    public string Encrypt(string column, CaseNumber number, string plain, Vault vault, params ReadOnlySpan<string> keys) =>
        $"\"{vault.Encrypt(plain, new(table, column, [number.Key.ToString(CultureInfo.InvariantCulture), .. keys]))}\"";

    /// <summary>How many columns are read.</summary>
    public int Width => Read.Length;

    private Column<T>[] Read => field ??= [.. _columns.Where(column => !column.OnlyWritten)];

    private IEnumerable<Column<T>> Keys => _columns.Where(column => column.Use is ColumnUse.Key);

    private IEnumerable<Column<T>> Changed => _columns.Where(column => column.Use is ColumnUse.Changing);

    private Column<T>[] Inserted => field ??= [.. _columns];

    private Column<T>[] Updated => field ??= [.. Keys, .. Changed];

    private Column<T>[] Compared => field ??= [.. Changed];

    private int Before => isOfCase ? 1 : 0;

    private string InsertOne => field ??= $"{InsertInto} VALUES ({Parameters(1, Before + Inserted.Length)})";

    private string InsertMany => field ??= $"{InsertInto} SELECT {(isOfCase ? "$1, " : "")}{Listed(Inserted, OfRow)} {Unnested(Inserted)}";

    private string UpdateOne =>
        field ??= $"UPDATE {table} SET {Listed(Changed, column => $"{column.Name} = ${Place(column)}")} WHERE {OfOne}";

    private string UpdateMany =>
        field ??=
            $"UPDATE {table} SET {Listed(Changed, column => $"{column.Name} = {OfRow(column)}")} {Unnested(Updated)} "
            + $"WHERE {(isOfCase ? $"{table}.{CaseKey} = $1 AND " : "")}"
            + string.Join(" AND ", Keys.Select(key => $"{table}.{key.Name} = r.{key.Name}"));

    // A line of a case is known by the case and by its own key.
    private string[] MarksOf(CaseNumber number, Func<Column<T>, object?> keyOf) =>
        [
            number.Key.ToString(CultureInfo.InvariantCulture),
            .. Keys.Select(key => Convert.ToString(keyOf(key), CultureInfo.InvariantCulture) ?? ""),
        ];

    private CipherPlace PlaceOf(string column, CaseNumber number, T row) =>
        new(table, column, MarksOf(number, key => key.One(row, default).Value));

    private CipherPlace PlaceAt(string column, CaseNumber number, NpgsqlDataReader rows, int at)
    {
        var first = at - Array.FindIndex(Read, known => known.Name == column);
        return new(table, column, MarksOf(number, key => rows.GetValue(first + Array.IndexOf(Read, key))));
    }

    private string DeleteOne => field ??= $"DELETE FROM {table} WHERE {OfOne}";

    private string InsertInto => $"INSERT INTO {table} ({(isOfCase ? $"{CaseKey}, " : "")}{Listed(Inserted, column => column.Name)})";

    private string OfOne =>
        string.Join(" AND ", Keys.Select(key => $"{key.Name} = ${Place(key)}").Prepend($"{CaseKey} = $1").Skip(isOfCase ? 0 : 1));

    /// <summary>A column that tells the rows of one case apart.</summary>
    public ColumnMap<T> Key<V>(string name, Expression<Func<T, V>> value, ColumnType<V>? type = null, bool onlyWritten = false) =>
        With(ColumnUse.Key, name, value, type, onlyWritten);

    /// <summary>A column that is written with the row and never again.</summary>
    /// <param name="onlyWritten">It stands there for lists and indexes; a command never reads it back.</param>
    public ColumnMap<T> Fixed<V>(string name, Expression<Func<T, V>> value, ColumnType<V>? type = null, bool onlyWritten = false) =>
        With(ColumnUse.Fixed, name, value, type, onlyWritten);

    /// <summary>A column that may change.</summary>
    /// <param name="onlyWritten">It stands there for lists and indexes; a command never reads it back.</param>
    public ColumnMap<T> Changing<V>(string name, Expression<Func<T, V>> value, ColumnType<V>? type = null, bool onlyWritten = false) =>
        With(ColumnUse.Changing, name, value, type, onlyWritten);

    /// <summary>For a row that is kept as a document and read from it.</summary>
    /// <param name="read">Gets the case, the rows, and where the first column that is read stands.</param>
    public ColumnMap<T> ReadWith(Func<CaseNumber, NpgsqlDataReader, int, T> read)
    {
        _read = (number, rows, at, _) => read(number, rows, at);
        return this;
    }

    /// <summary>The same for a document that is encrypted.</summary>
    /// <param name="read">Gets the case, the rows, where the first column that is read stands, and the vault.</param>
    public ColumnMap<T> ReadWithVault(Func<CaseNumber, NpgsqlDataReader, int, Vault, T> read)
    {
        _read = (number, rows, at, vault) => read(number, rows, at, new RowCipher(vault, number).Open);
        return this;
    }

    /// <summary>
    /// Marks by which rows are found whose values are encrypted; they are written with the row and never again.
    /// </summary>
    /// <param name="of">The encrypted column that they are made of.</param>
    /// <param name="marks">Makes them of a value of that column.</param>
    public ColumnMap<T> Marks<V>(string name, string of, Func<T, V> value, Func<V, Vault, long[]> marks)
        where V : class
    {
        _columns.Add(
            new MarksColumn<T>(
                name,
                of,
                (row, vault) => marks(value(row), vault),
                (plain, vault) => marks(JsonSerializer.Deserialize<V>(plain, HouseJson.Options)!, vault)
            )
        );
        return this;
    }

    /// <summary>A column of files that are encrypted; a command never reads them back.</summary>
    public ColumnMap<T> File(string name, Expression<Func<T, byte[]>> value)
    {
        _columns.Add(new EncryptedFileColumn<T>(name, value, (number, row) => PlaceOf(name, number, row)));
        return this;
    }

    /// <summary>Columns that jobs keep for themselves and change without the case: they have no legal effect and are not sealed.</summary>
    public ColumnMap<T> Unsealed(params ReadOnlySpan<string> columns)
    {
        foreach (var column in columns)
            _unsealed.Add(column);
        return this;
    }

    /// <summary>Its rows are not summed with the case: they are linked to its chain, or sealed with their table.</summary>
    public ColumnMap<T> SealedElsewhere()
    {
        _isSealedElsewhere = true;
        return this;
    }

    /// <summary>The columns that are read, of a table that is joined under this name.</summary>
    public string Joined(string alias) => Listed(Read, column => $"{alias}.{column.Name}");

    /// <summary>One row.</summary>
    /// <param name="at">Where its first column stands.</param>
    /// <param name="vault">Decrypts what is encrypted; null for a table in which nothing is.</param>
    public T ReadRow(CaseNumber number, NpgsqlDataReader rows, int at = 0, Vault? vault = null)
    {
        var row = (_read ??= RowReader.Make<T>(Array.ConvertAll(Read, column => (column.Path, (RowReader.ReadColumn)column.Read))))(
            number,
            rows,
            at,
            vault
        );
        if (IsSealed && Documents.Length > 0)
            _readLast = (row, TextsOf(number, rows, at, vault));
        return row;
    }

    /// <summary>The documents of the row as they lie there, if it was the last that was read; null when it has none.</summary>
    public string?[]? TextsOf(T row) => ReferenceEquals(_readLast.Row, row) ? _readLast.Texts : null;

    private string?[] TextsOf(CaseNumber number, NpgsqlDataReader rows, int at, Vault? vault)
    {
        var texts = new string?[Documents.Length];
        for (var i = 0; i < texts.Length; i++)
            if (Array.IndexOf(Read, Documents[i]) is >= 0 and var place && !rows.IsDBNull(at + place))
                texts[i] = Documents[i].IsEncrypted
                    ? vault!.Decrypt(
                        EncryptedText.Unquoted(rows.GetString(at + place)),
                        PlaceAt(Documents[i].Name, number, rows, at + place)
                    )
                    : rows.GetString(at + place);
        return texts;
    }

    private void Put(RowBytes bytes, RowCipher cipher, T row, string?[]? texts, bool isStored)
    {
        var number = cipher.Case;
        bytes.Number(number.Key);
        foreach (var column in Sealed)
            if (
                texts is not null
                && (isStored || column.Use is not ColumnUse.Changing)
                && Array.IndexOf(Documents, column) is >= 0 and var place
            )
                bytes.Value(texts[place], column.StoreType);
            else
                column.Put(bytes, row, cipher);
    }

    /// <inheritdoc/>
    public void Put(RowBytes bytes, NpgsqlDataReader rows, Vault vault)
    {
        var number = rows.GetInt64(0);
        bytes.Number(number);
        for (var i = 0; i < Sealed.Length; i++)
            bytes.Value(
                rows.IsDBNull(i + 1) ? null
                    : Sealed[i] is MarksColumn<T> marks && Fit(marks, new(number), rows, i + 1, vault) ? true
                    : Sealed[i] is EncryptedFileColumn<T>
                        ? vault.DecryptFileOrLeave(rows.GetFieldValue<byte[]>(i + 1), SaidAt(Sealed[i], new(number), rows))
                    : Sealed[i].IsEncrypted ? Said(Sealed[i], new(number), rows, i + 1, vault)
                    : Sealed[i].StoreType == "date" ? rows.GetFieldValue<DateOnly>(i + 1)
                    : rows.GetValue(i + 1),
                Sealed[i].StoreType
            );
    }

    private bool Fit(MarksColumn<T> marks, CaseNumber number, NpgsqlDataReader rows, int at, Vault vault)
    {
        var of = 1 + Array.FindIndex(Sealed, column => column.Name == marks.MadeOf);
        var text = Said(Sealed[of - 1], number, rows, of, vault);
        return !Vault.IsEncrypted(text) && marks.Fit(rows.GetFieldValue<long[]>(at), text, vault);
    }

    // What cannot be decrypted is summed as it lies there: so it is found.
    private string Said(Column<T> column, CaseNumber number, NpgsqlDataReader rows, int at, Vault vault) =>
        vault.DecryptOrLeave(EncryptedText.Unquoted(rows.GetString(at)), SaidAt(column, number, rows));

    private CipherPlace SaidAt(Column<T> column, CaseNumber number, NpgsqlDataReader rows) =>
        new(table, column.Name, MarksOf(number, key => rows.GetValue(1 + Array.IndexOf(Sealed, key))));

    // What a row that was stored or is being stored adds to the sum of its case.
    private void Sum(Statements statements, CaseNumber number, T row, string?[]? texts, bool isStored)
    {
        if (!isOfCase)
            statements.TouchTheHouse = true;
        if (!IsSealed || statements.Seal is not { } seal)
            return;
        var bytes = RowBytes.Begin(table);
        Put(bytes, new(seal.Vault, number), row, texts, isStored);
        if (isStored)
            seal.Subtract(bytes.Written);
        else
            seal.Add(bytes.Written);
    }

    /// <summary>
    /// The row as it is now, to be compared with what becomes of it. What a property refers to is not copied: it is replaced and never
    /// changed.
    /// </summary>
    public T Copy(T row) => (T)Clone(row);

    /// <summary>Whether a column that may change has changed.</summary>
    public bool HasChanged(T before, T now)
    {
        if (ReferenceEquals(before, now))
            return false;
        foreach (var column in Compared)
            if (!column.Same(before, now))
                return true;
        return false;
    }

    /// <summary>Stores new rows, all of them with one statement.</summary>
    public void Insert(Statements statements, CaseNumber number, IReadOnlyList<T> rows)
    {
        Add(statements, number, rows, InsertOne, InsertMany, Inserted);
        foreach (var row in rows)
            Sum(statements, number, row, texts: null, isStored: false);
    }

    /// <summary>Stores what has changed in rows, all of them with one statement.</summary>
    /// <param name="before">The same rows as they are stored, with their documents as they lie there.</param>
    public void Update(Statements statements, CaseNumber number, IReadOnlyList<T> rows, IReadOnlyList<(T Row, string?[]? Texts)> before)
    {
        Add(statements, number, rows, UpdateOne, UpdateMany, Updated);
        for (var i = 0; i < rows.Count; i++)
        {
            Sum(statements, number, before[i].Row, before[i].Texts, isStored: true);
            Sum(statements, number, rows[i], before[i].Texts, isStored: false);
        }
    }

    public void Delete(Statements statements, CaseNumber number, T row, string?[]? texts)
    {
        Add(statements, number, [row], DeleteOne, "", [.. Keys]);
        Sum(statements, number, row, texts, isStored: true);
    }

    private void Add(Statements statements, CaseNumber number, IReadOnlyList<T> rows, string one, string many, Column<T>[] columns)
    {
        if (rows.Count == 0)
            return;
        var cipher = new RowCipher(statements.Seal?.Vault, number);
        var parameters = new NpgsqlParameter[Before + columns.Length];
        if (isOfCase)
            parameters[0] = Statements.Value(number.Key);
        for (var i = 0; i < columns.Length; i++)
            parameters[Before + i] = rows.Count == 1 ? columns[i].One(rows[0], cipher) : columns[i].Many(rows, cipher);
        statements.Add(rows.Count == 1 ? one : many, parameters);
    }

    private ColumnMap<T> With<V>(ColumnUse use, string name, Expression<Func<T, V>> value, ColumnType<V>? type, bool onlyWritten)
    {
        _columns.Add(
            type?.Write is null
                ? new Column<T, V>(name, use, onlyWritten, value, type ?? ColumnTypes.Of<V>())
                : new EncryptedColumn<T, V>(
                    name,
                    use,
                    value,
                    type,
                    (number, row) => PlaceOf(name, number, row),
                    (number, rows, at) => PlaceAt(name, number, rows, at)
                )
        );
        return this;
    }

    private int Place(Column<T> column) => Before + 1 + Array.IndexOf(Updated, column);

    private string Unnested(Column<T>[] columns) =>
        $"FROM unnest({Parameters(Before + 1, columns.Length)}) AS r ({Listed(columns, column => column.Name)})";

    private static string Parameters(int first, int count) => string.Join(", ", Enumerable.Range(first, count).Select(at => $"${at}"));

    private static string OfRow(Column<T> column) => column.Cast is { } cast ? $"r.{column.Name}::{cast}" : $"r.{column.Name}";

    private static string Listed(IEnumerable<Column<T>> columns, Func<Column<T>, string> tell) => string.Join(", ", columns.Select(tell));
}

/// <summary>What a map says of its table, for the comparison with the model of which the migrations are made.</summary>
internal interface IColumnMap
{
    string Table { get; }

    IEnumerable<(string Name, string StoreType, bool IsKey)> Columns { get; }

    /// <summary>Whether its rows are summed and sealed with the case.</summary>
    bool IsSealed { get; }

    /// <summary>What of a row is sealed, behind the key of the case, in that order.</summary>
    IReadOnlyList<(string Name, string StoreType)> SealedColumns { get; }

    /// <summary>Names of the columns whose values are encrypted.</summary>
    IReadOnlyList<string> EncryptedColumns { get; }

    /// <summary>The column of the marks; null for none.</summary>
    string? MarksColumn { get; }

    /// <summary>The marks of a row by what is encrypted in that column; null when they are made of another, or there are none.</summary>
    long[]? MarksOf(string column, string plain, Vault vault);

    /// <summary>Puts down a row as it lies there: the key of the case and the sealed columns, decrypted.</summary>
    void Put(RowBytes bytes, NpgsqlDataReader rows, Vault vault);
}
