using System.Linq.Expressions;
using Npgsql;
using ParallelApproval.Identities;

namespace ParallelApproval.Database;

/// <summary>
/// A column whose values are encrypted (加密列). It stays of the type it was, and holds a JSON string instead of a document once it is;
/// what stood there before is read as it is.
/// </summary>
/// <param name="placeOf">Where the value of a row stands.</param>
/// <param name="placeAt">Where the value of a row stands that is being read, its column at that ordinal.</param>
internal sealed class EncryptedColumn<T, V>(
    string name,
    ColumnUse use,
    Expression<Func<T, V>> value,
    ColumnType<V> type,
    Func<CaseNumber, T, CipherPlace> placeOf,
    Func<CaseNumber, NpgsqlDataReader, int, CipherPlace> placeAt
) : Column<T, V>(name, use, onlyWritten: false, value, type)
{
    public override bool IsEncrypted => true;

    public override NpgsqlParameter One(T row, RowCipher cipher) => Encrypted(Type.Write!(Of(row)), cipher.Open, placeOf(cipher.Case, row));

    public override NpgsqlParameter Many(IReadOnlyList<T> rows, RowCipher cipher)
    {
        var texts = new string?[rows.Count];
        for (var i = 0; i < texts.Length; i++)
            texts[i] = Type.Write!(Of(rows[i])) is { } text ? Quoted(cipher.Open.Encrypt(text, placeOf(cipher.Case, rows[i]))) : null;
        return Statements.Texts(texts);
    }

    public override void Put(RowBytes bytes, T row, RowCipher cipher) => bytes.Value(Type.Write!(Of(row)), StoreType);

    public override Expression Read(RowExpressions row, Expression at) =>
        Expression.Invoke(Expression.Constant(ReadAt), row.Vault, row.Number, row.Rows, at);

    public override NpgsqlParameter Encrypted(string? text, Vault vault, CipherPlace place) =>
        Statements.JsonOrNull(text is null ? null : Quoted(vault.Encrypt(text, place)));

    private Func<Vault?, CaseNumber, NpgsqlDataReader, int, V> ReadAt =>
        (vault, number, rows, at) =>
            Type.Parse!(
                rows.IsDBNull(at)
                    ? null
                    : new RowCipher(vault, number).Open.Decrypt(EncryptedText.Unquoted(rows.GetString(at)), placeAt(number, rows, at))
            );

    private static string Quoted(string text) => $"\"{text}\"";
}

/// <summary>
/// A column of files that are encrypted (加密文件列). What was filed before is read as it is; a seal covers what the file says, so that it
/// does not matter how it lies there.
/// </summary>
internal sealed class EncryptedFileColumn<T>(string name, Expression<Func<T, byte[]>> value, Func<CaseNumber, T, CipherPlace> placeOf)
    : Column<T, byte[]>(name, ColumnUse.Fixed, onlyWritten: true, value, ColumnTypes.Of<byte[]>())
{
    public override NpgsqlParameter One(T row, RowCipher cipher) =>
        Statements.Value(cipher.Open.EncryptFile(Of(row), placeOf(cipher.Case, row)));

    public override NpgsqlParameter Many(IReadOnlyList<T> rows, RowCipher cipher) =>
        Statements.Value(rows.Select(row => cipher.Open.EncryptFile(Of(row), placeOf(cipher.Case, row))).ToArray());
}

/// <summary>Encrypted texts in columns of JSON.</summary>
internal static class EncryptedText
{
    /// <summary>What stands in the column: the encrypted text, or the document as it was before.</summary>
    public static string Unquoted(string json) => json.Length > 1 && json[0] == '"' && json[1] == '$' ? json[1..^1] : json;
}

/// <summary>
/// Marks by which the rows of a table are found whose values are encrypted (检索摘要): keyed hashes, many in one column. Nothing is read from
/// it, and seals cover that they fit what they are made of.
/// </summary>
/// <param name="of">The encrypted column that they are made of.</param>
/// <param name="marks">What a row can be found by.</param>
/// <param name="ofText">The same by the text of that column.</param>
internal sealed class MarksColumn<T>(string name, string of, Func<T, Vault, long[]> marks, Func<string, Vault, long[]> ofText)
    : Column<T>(name, ColumnUse.Fixed, true, Nothing)
{
    public string MadeOf => of;

    /// <summary>Null where the text cannot be read: such a row is found by nobody, and stops no change of keys.</summary>
    public long[]? OfText(string plain, Vault vault)
    {
        try
        {
            return ofText(plain, vault);
        }
        catch (Exception fault) when (DamagedRecordException.IsOfRow(fault))
        {
            return null;
        }
    }

    private static readonly Expression<Func<T, object?>> Nothing = _ => null;

    public override string StoreType => "bigint[]";

    public override string? Cast => "bigint[]";

    public override NpgsqlParameter One(T row, RowCipher cipher) => Statements.Value(marks(row, cipher.Open));

    public override NpgsqlParameter Many(IReadOnlyList<T> rows, RowCipher cipher) =>
        Statements.Texts([.. rows.Select(row => $"{{{string.Join(',', marks(row, cipher.Open))}}}")]);

    public override bool Same(T before, T now) => true;

    // A seal says what a row says, and not with which key it is found.
    public override void Put(RowBytes bytes, T row, RowCipher cipher) => bytes.Value(true, StoreType);

    /// <summary>Whether these are the marks of that text, by one of the keys in use.</summary>
    public bool Fit(long[] stored, string plain, Vault vault) =>
        vault.BySearchKey.Any(by => OfText(plain, by) is { } marks && marks.AsSpan().SequenceEqual(stored));

    public override Expression Read(RowExpressions row, Expression at) => throw new NotSupportedException($"{Name} is only written.");
}
