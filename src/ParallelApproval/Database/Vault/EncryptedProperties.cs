using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ParallelApproval.Database;

/// <summary>
/// Says of a property that its column is encrypted (加密属性). Whoever reads or stores rows through a context sees and sets the text itself;
/// to find rows by it there is its mark.
/// </summary>
internal static class EncryptedProperties
{
    private const string BoundTo = "EncryptedFor";
    private const string Marked = "EncryptedMark";

    /// <param name="boundTo">Properties that tell the row apart, known before it is stored and never changed.</param>
    /// <param name="mark">Column of the mark (<c>bigint</c>) by which rows are found; null where nobody looks for any.</param>
    public static PropertyBuilder<T> IsEncrypted<T>(this PropertyBuilder<T> property, string[] boundTo, string? mark = null) =>
        property.HasAnnotation(BoundTo, string.Join(',', boundTo)).HasAnnotation(Marked, mark ?? "");

    /// <summary>The encrypted properties of a kind of rows; none for most.</summary>
    public static IReadOnlyList<EncryptedProperty> Of(IEntityType rows) =>
        [
            .. rows.GetProperties()
                .Where(property => property.FindAnnotation(BoundTo) is not null)
                .Select(property => new EncryptedProperty(
                    property,
                    rows.GetTableName()!,
                    [.. ((string)property.FindAnnotation(BoundTo)!.Value!).Split(',').Select(name => rows.FindProperty(name)!)],
                    property.FindAnnotation(Marked)?.Value is string { Length: > 0 } mark ? rows.FindProperty(mark) : null
                )),
        ];

    /// <summary>What the mark of a column is of: the same text in two columns has two marks.</summary>
    public static string MarkedAs(string table, string column) => $"{table}.{column}";

    /// <summary>The marks that a text may have in such a column, the oldest key's first.</summary>
    public static long[] MarksOf(this Vault vault, DbContext db, Type rows, string property, string text)
    {
        var type = db.Model.FindEntityType(rows)!;
        return vault.MarksOf(MarkedAs(type.GetTableName()!, type.FindProperty(property)!.GetColumnName()), text);
    }
}

/// <summary>An encrypted property, and where its values stand.</summary>
internal sealed record EncryptedProperty(IProperty Property, string Table, IReadOnlyList<IProperty> BoundTo, IProperty? Mark)
{
    public string Column { get; } = Property.GetColumnName();

    public bool IsJson { get; } = Property.GetColumnType() is "json" or "jsonb";

    public CipherPlace PlaceOf(object row) =>
        new(
            Table,
            Column,
            [
                .. BoundTo.Select(property =>
                    Convert.ToString(property.GetGetter().GetClrValue(row), System.Globalization.CultureInfo.InvariantCulture) ?? ""
                ),
            ]
        );

    public string Decrypt(Vault vault, string stored, object row) =>
        vault.Decrypt(IsJson ? EncryptedText.Unquoted(stored) : stored, PlaceOf(row));

    public string Encrypt(Vault vault, string plain, object row)
    {
        var text = vault.Encrypt(plain, PlaceOf(row));
        return IsJson ? $"\"{text}\"" : text;
    }

    public long MarkOf(Vault vault, string plain) => vault.MarkOf(EncryptedProperties.MarkedAs(Table, Column), plain);
}
