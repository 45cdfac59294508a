using Npgsql;
using NpgsqlTypes;

namespace ParallelApproval.Database;

/// <summary>The statements of one transaction, sent to PostgreSQL in a single round trip.</summary>
public sealed class Statements(NpgsqlBatch batch)
{
    internal Statements(NpgsqlBatch batch, RowSeal? seal)
        : this(batch) => Seal = seal;

    /// <summary>Into what the rows are summed that these statements store; null where nothing is.</summary>
    internal RowSeal? Seal { get; }

    /// <summary>Rows of a table of the house are among them, whose changes the database notes.</summary>
    internal bool TouchTheHouse { get; set; }

    public void Add(string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter);
        batch.BatchCommands.Add(command);
    }

    public static NpgsqlParameter Value<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };

    public static NpgsqlParameter Json(string json) => new NpgsqlParameter<string> { TypedValue = json, NpgsqlDbType = NpgsqlDbType.Json };

    public static NpgsqlParameter JsonOrNull(string? json) =>
        new() { Value = json ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Json };

    public static NpgsqlParameter Jsonb(string json) =>
        new NpgsqlParameter<string> { TypedValue = json, NpgsqlDbType = NpgsqlDbType.Jsonb };

    public static NpgsqlParameter Text(string? text) => new() { Value = text ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    public static NpgsqlParameter Bytes(byte[]? bytes) =>
        new() { Value = bytes ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bytea };

    public static NpgsqlParameter Flag(bool? flag) => new() { Value = flag ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Boolean };

    public static NpgsqlParameter Number(int? number) =>
        new() { Value = number ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer };

    public static NpgsqlParameter Long(long? number) =>
        new() { Value = number ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint };

    /// <summary>An array with nulls in it.</summary>
    public static NpgsqlParameter Longs(long?[] numbers) =>
        new() { Value = numbers, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint };

    /// <summary>An array with nulls in it.</summary>
    public static NpgsqlParameter Flags(bool?[] flags) => new() { Value = flags, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Boolean };

    /// <summary>An array with nulls in it.</summary>
    public static NpgsqlParameter Numbers(int?[] numbers) =>
        new() { Value = numbers, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer };

    /// <summary>An array with nulls in it.</summary>
    public static NpgsqlParameter Texts(string?[] texts) => new() { Value = texts, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };

    public static NpgsqlParameter Date(DateOnly? date) => new() { Value = date ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Date };

    /// <summary>An array with nulls in it.</summary>
    public static NpgsqlParameter Dates(DateOnly?[] dates) =>
        new() { Value = dates, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Date };

    /// <summary>An array with nulls in it.</summary>
    public static NpgsqlParameter Instants(DateTimeOffset?[] instants) =>
        new() { Value = Array.ConvertAll(instants, at => at?.UtcDateTime), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz };

    /// <summary>timestamptz; PostgreSQL keeps the instant and forgets the offset.</summary>
    public static NpgsqlParameter Instant(DateTimeOffset? at) =>
        new() { Value = at?.UtcDateTime ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz };

    /// <summary>The same for one that is always there.</summary>
    public static NpgsqlParameter InstantValue(DateTimeOffset at) =>
        new NpgsqlParameter<DateTime> { TypedValue = at.UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz };

    public static NpgsqlParameter InstantValues(DateTimeOffset[] instants) =>
        new NpgsqlParameter<DateTime[]>
        {
            TypedValue = Array.ConvertAll(instants, at => at.UtcDateTime),
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz,
        };
}
