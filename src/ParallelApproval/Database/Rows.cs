using Npgsql;

namespace ParallelApproval.Database;

/// <summary>Reading what <see cref="Statements"/> wrote.</summary>
public static class Rows
{
    /// <summary>An instant, shown in Asia/Shanghai.</summary>
    public static DateTimeOffset GetInstant(this NpgsqlDataReader rows, int column) =>
        new DateTimeOffset(rows.GetDateTime(column), TimeSpan.Zero).InShanghai();

    public static DateTimeOffset? GetInstantOrNull(this NpgsqlDataReader rows, int column) =>
        rows.IsDBNull(column) ? null : rows.GetInstant(column);

    public static string? GetTextOrNull(this NpgsqlDataReader rows, int column) => rows.IsDBNull(column) ? null : rows.GetString(column);

    public static int? GetNumberOrNull(this NpgsqlDataReader rows, int column) => rows.IsDBNull(column) ? null : rows.GetInt32(column);

    public static DateOnly? GetDateOrNull(this NpgsqlDataReader rows, int column) =>
        rows.IsDBNull(column) ? null : rows.GetFieldValue<DateOnly>(column);

    public static T GetEnum<T>(this NpgsqlDataReader rows, int column)
        where T : struct, Enum => Enum.Parse<T>(rows.GetString(column));
}
