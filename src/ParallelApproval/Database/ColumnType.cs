using System.Text.Json;
using System.Text.Json.Nodes;
using Npgsql;
using NpgsqlTypes;
using ParallelApproval.Identities;

namespace ParallelApproval.Database;

/// <summary>
/// How a value of one type lies in a column: what the column's type is called, how it is read, how one value or the values of many rows are
/// sent.
/// </summary>
/// <param name="StoreType">PostgreSQL's name; every text is <c>text</c>, however long it may be.</param>
/// <param name="Cast">What the values of many rows are cast to, because they travel as text; null where they travel as they are.</param>
internal sealed record ColumnType<V>(
    string StoreType,
    Func<NpgsqlDataReader, int, V> Read,
    Func<V, NpgsqlParameter> One,
    Func<V[], NpgsqlParameter> Many,
    string? Cast = null
)
{
    private readonly EqualityComparer<V> _equality = EqualityComparer<V>.Default;

    /// <summary>The text that is encrypted; null for a type whose values are not.</summary>
    public Func<V, string?>? Write { get; init; }

    /// <summary>The value of a text that was decrypted.</summary>
    public Func<string?, V>? Parse { get; init; }

    /// <summary>Whether two values are the same; arrays are when their elements are.</summary>
    public bool Same(V before, V now) =>
        _equality.Equals(before, now)
        || (before, now) switch
        {
            (int[] one, int[] other) => one.AsSpan().SequenceEqual(other),
            (string[] one, string[] other) => one.AsSpan().SequenceEqual(other),
            _ => false,
        };

    /// <summary>Puts down what is sent to the database for a value.</summary>
    public void Put(RowBytes bytes, V value)
    {
        // The compiler keeps one of these for each type, and no value is boxed.
        if (typeof(V) == typeof(int))
            bytes.Number((int)(object)value!);
        else if (typeof(V) == typeof(long))
            bytes.Number((long)(object)value!);
        else if (typeof(V) == typeof(bool))
            bytes.Flag((bool)(object)value!);
        else if (typeof(V) == typeof(string) && StoreType != "jsonb")
            bytes.Text((string?)(object?)value);
        else if (typeof(V) == typeof(DateTimeOffset))
            bytes.Instant(((DateTimeOffset)(object)value!).UtcDateTime);
        else
            bytes.Value(One(value).Value, StoreType);
    }
}

/// <summary>The types that columns of the case file have.</summary>
internal static class ColumnTypes
{
    private const string Instants = "timestamp with time zone";

    private static readonly Dictionary<Type, object> Known = new()
    {
        [typeof(string)] = new ColumnType<string?>("text", Rows.GetTextOrNull, Statements.Text, Statements.Texts),
        [typeof(int)] = new ColumnType<int>("integer", (rows, at) => rows.GetInt32(at), Statements.Value, Statements.Value),
        [typeof(int?)] = new ColumnType<int?>("integer", Rows.GetNumberOrNull, Statements.Number, Statements.Numbers),
        [typeof(long)] = new ColumnType<long>("bigint", (rows, at) => rows.GetInt64(at), Statements.Value, Statements.Value),
        [typeof(bool)] = new ColumnType<bool>("boolean", (rows, at) => rows.GetBoolean(at), Statements.Value, Statements.Value),
        [typeof(bool?)] = new ColumnType<bool?>(
            "boolean",
            (rows, at) => rows.IsDBNull(at) ? null : rows.GetBoolean(at),
            Statements.Flag,
            Statements.Flags
        ),
        [typeof(decimal)] = new ColumnType<decimal>("numeric", (rows, at) => rows.GetDecimal(at), Statements.Value, Statements.Value),
        [typeof(DateOnly)] = new ColumnType<DateOnly>(
            "date",
            (rows, at) => rows.GetFieldValue<DateOnly>(at),
            Statements.Value,
            Statements.Value
        ),
        [typeof(DateOnly?)] = new ColumnType<DateOnly?>("date", Rows.GetDateOrNull, Statements.Date, Statements.Dates),
        [typeof(DateTimeOffset)] = new ColumnType<DateTimeOffset>(
            Instants,
            Rows.GetInstant,
            Statements.InstantValue,
            Statements.InstantValues
        ),
        [typeof(DateTimeOffset?)] = new ColumnType<DateTimeOffset?>(
            Instants,
            Rows.GetInstantOrNull,
            Statements.Instant,
            Statements.Instants
        ),
        [typeof(byte[])] = new ColumnType<byte[]>(
            "bytea",
            (rows, at) => rows.GetFieldValue<byte[]>(at),
            Statements.Value,
            Statements.Value
        ),
        // Arrays of arrays cannot be unnested row by row, so they travel as PostgreSQL writes them.
        [typeof(int[])] = new ColumnType<int[]>(
            "integer[]",
            (rows, at) => rows.GetFieldValue<int[]>(at),
            Statements.Value,
            all => Statements.Texts(Array.ConvertAll(all, Written)),
            "integer[]"
        ),
        [typeof(string[])] = new ColumnType<string[]>(
            "text[]",
            (rows, at) => rows.GetFieldValue<string[]>(at),
            Statements.Value,
            all => Statements.Texts(Array.ConvertAll(all, Written)),
            "text[]"
        ),
        [typeof(CaseNumber?)] = new ColumnType<CaseNumber?>(
            "bigint",
            (rows, at) => rows.IsDBNull(at) ? null : new(rows.GetInt64(at)),
            number => Statements.Long(number?.Key),
            all => Statements.Longs(Array.ConvertAll(all, number => number?.Key))
        ),
    };

    /// <summary>The type of the columns that hold such values.</summary>
    /// <exception cref="NotSupportedException">No column of the case file holds such values.</exception>
    public static ColumnType<V> Of<V>()
    {
        if (Known.TryGetValue(typeof(V), out var known))
            return (ColumnType<V>)known;
        var named = Nullable.GetUnderlyingType(typeof(V)) ?? typeof(V);
        if (!named.IsEnum)
            throw new NotSupportedException($"No column holds a {typeof(V).Name}: state its type.");
        var make = named == typeof(V) ? nameof(Names) : nameof(NamesOrNull);
        var type = typeof(ColumnTypes).GetMethod(make, System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!;
        return (ColumnType<V>)type.MakeGenericMethod(named).Invoke(null, null)!;
    }

    /// <summary>A document as it is written.</summary>
    public static ColumnType<V> Json<V>()
        where V : class? =>
        new(
            "json",
            (rows, at) => rows.IsDBNull(at) ? null! : JsonSerializer.Deserialize<V>(rows.GetString(at), HouseJson.Options)!,
            document => Statements.JsonOrNull(Written(document)),
            all => Statements.Texts(Array.ConvertAll(all, Written)),
            "json"
        );

    /// <summary>A document that is encrypted: it names a person.</summary>
    public static ColumnType<V> EncryptedJson<V>()
        where V : class =>
        Json<V>() with
        {
            Write = Written,
            Parse = text => text is null ? null! : JsonSerializer.Deserialize<V>(text, HouseJson.Options)!,
        };

    /// <summary>The same of JSON that somebody else wrote and reads.</summary>
    public static ColumnType<string> EncryptedJsonText() => JsonText() with { Write = text => text, Parse = text => text! };

    /// <summary>A document that can be searched.</summary>
    public static ColumnType<V> Jsonb<V>()
        where V : class =>
        new(
            "jsonb",
            (rows, at) => JsonSerializer.Deserialize<V>(rows.GetString(at), HouseJson.Options)!,
            document => Statements.Jsonb(Written(document)!),
            all => Statements.Texts(Array.ConvertAll(all, Written)),
            "jsonb"
        );

    /// <summary>JSON that somebody else wrote and reads.</summary>
    public static ColumnType<string> JsonText() => new("json", (rows, at) => rows.GetString(at), Statements.Json, Statements.Texts, "json");

    private static ColumnType<V> Names<V>()
        where V : struct, Enum =>
        new(
            "text",
            Rows.GetEnum<V>,
            name => Statements.Text(Enum.GetName(name)),
            all => Statements.Texts(Array.ConvertAll(all, Enum.GetName))
        );

    private static ColumnType<V?> NamesOrNull<V>()
        where V : struct, Enum =>
        new(
            "text",
            (rows, at) => rows.IsDBNull(at) ? null : rows.GetEnum<V>(at),
            name => Statements.Text(name is { } set ? Enum.GetName(set) : null),
            all => Statements.Texts(Array.ConvertAll(all, name => name is { } set ? Enum.GetName(set) : null))
        );

    private static string? Written<V>(V document)
        where V : class? =>
        document switch
        {
            null => null,
            JsonNode node => node.ToJsonString(HouseJson.Options),
            _ => JsonSerializer.Serialize(document, HouseJson.Options),
        };

    private static string Written(int[] numbers) => $"{{{string.Join(',', numbers)}}}";

    private static string Written(string[] texts) => $"{{{string.Join(',', texts.Select(Quoted))}}}";

    private static string Quoted(string text) =>
        $"\"{text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
