using Npgsql;
using NpgsqlTypes;
using ParallelApproval.Identities;

namespace ParallelApproval.Database;

/// <summary>
/// The file of one case (案卷) as it lies on the desk during one command: its cover with the head of the audit chain, and one drawer
/// for each room that keeps something in it. What a command changes stays in the drawers until the cabinet puts the file back.
/// </summary>
public sealed class CaseFile
{
    private readonly IDrawer[] _drawers;

    internal CaseFile(CaseNumber number, Act act, IDrawer[] drawers, bool isNew)
    {
        Number = number;
        Act = act;
        IsNew = isNew;
        _drawers = drawers;
    }

    public CaseNumber Number { get; }

    /// <summary>Who has the file on the desk, and when.</summary>
    public Act Act { get; internal set; }

    /// <summary>True while the case is being received: nothing of it is stored yet.</summary>
    public bool IsNew { get; }

    /// <summary>How many events the chain holds.</summary>
    public int EventCount { get; internal set; }

    /// <summary>Hash of the last event; 32 zero bytes before the first.</summary>
    public byte[] LastHash { get; internal set; } = new byte[32];

    internal IReadOnlyList<IDrawer> Drawers => _drawers;

    /// <summary>The drawer of that kind.</summary>
    /// <exception cref="InvalidOperationException">The room has not registered its drawer.</exception>
    public T Drawer<T>() where T : class, IDrawer
    {
        foreach (var drawer in _drawers)
            if (drawer is T found) return found;
        throw new InvalidOperationException($"No drawer {typeof(T).Name} in the file: register it in the room's set-up.");
    }
}

/// <summary>
/// What one room keeps in the file of a case. A drawer contributes one SELECT to the batch that opens the file and any number of
/// statements to the batch that puts it back, so that a command costs two round trips however many rooms take part.
/// </summary>
public interface IDrawer
{
    /// <summary>Whether every command needs this drawer, or only those that ask for everything.</summary>
    Contents Contents => Contents.WorkingPapers;

    /// <summary>One SELECT with the case key as <c>$1</c>; its text never varies, so that PostgreSQL prepares it once. Null for a drawer that is only filled.</summary>
    string? Query => null;

    /// <summary>Reads every row of <see cref="Query"/>.</summary>
    void Read(CaseFile file, NpgsqlDataReader rows)
    {
    }

    /// <summary>Adds the statements that store what has changed; none when nothing has.</summary>
    void Write(CaseFile file, Statements statements);
}

/// <summary>How much of a file is taken out.</summary>
public enum Contents
{
    /// <summary>What an approval needs: status, branches, clocks, position in the flow.</summary>
    WorkingPapers,

    /// <summary>The application, the materials and the certificates too.</summary>
    Everything,
}

/// <summary>The statements of one transaction, sent to PostgreSQL in a single round trip.</summary>
public sealed class Statements(NpgsqlBatch batch)
{
    public void Add(string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters) command.Parameters.Add(parameter);
        batch.BatchCommands.Add(command);
    }

    public static NpgsqlParameter Value<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };

    public static NpgsqlParameter Json(string json) => new NpgsqlParameter<string> { TypedValue = json, NpgsqlDbType = NpgsqlDbType.Json };

    public static NpgsqlParameter Jsonb(string json) => new NpgsqlParameter<string> { TypedValue = json, NpgsqlDbType = NpgsqlDbType.Jsonb };

    public static NpgsqlParameter Text(string? text) => new() { Value = text ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    public static NpgsqlParameter Number(int? number) => new() { Value = number ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer };

    /// <summary>An array with nulls in it.</summary>
    public static NpgsqlParameter Numbers(int?[] numbers) => new() { Value = numbers, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer };

    /// <summary>An array with nulls in it.</summary>
    public static NpgsqlParameter Texts(string?[] texts) => new() { Value = texts, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };

    public static NpgsqlParameter Date(DateOnly? date) => new() { Value = date ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Date };

    /// <summary>An array with nulls in it.</summary>
    public static NpgsqlParameter Dates(DateOnly?[] dates) => new() { Value = dates, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Date };

    /// <summary>timestamptz; PostgreSQL keeps the instant and forgets the offset.</summary>
    public static NpgsqlParameter Instant(DateTimeOffset? at) =>
        new() { Value = at?.UtcDateTime ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz };
}

/// <summary>Reading what <see cref="Statements"/> wrote.</summary>
public static class Rows
{
    /// <summary>An instant, shown in Asia/Shanghai.</summary>
    public static DateTimeOffset GetInstant(this NpgsqlDataReader rows, int column) =>
        new DateTimeOffset(rows.GetDateTime(column), TimeSpan.Zero).ToOffset(Act.ChinaStandardTime);

    public static DateTimeOffset? GetInstantOrNull(this NpgsqlDataReader rows, int column) => rows.IsDBNull(column) ? null : rows.GetInstant(column);

    public static string? GetTextOrNull(this NpgsqlDataReader rows, int column) => rows.IsDBNull(column) ? null : rows.GetString(column);

    public static int? GetNumberOrNull(this NpgsqlDataReader rows, int column) => rows.IsDBNull(column) ? null : rows.GetInt32(column);

    public static DateOnly? GetDateOrNull(this NpgsqlDataReader rows, int column) => rows.IsDBNull(column) ? null : rows.GetFieldValue<DateOnly>(column);

    public static T GetEnum<T>(this NpgsqlDataReader rows, int column) where T : struct, Enum => Enum.Parse<T>(rows.GetString(column));
}
