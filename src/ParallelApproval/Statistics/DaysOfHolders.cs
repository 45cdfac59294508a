using Npgsql;
using ParallelApproval.Cases;
using ParallelApproval.Database;

namespace ParallelApproval.Statistics;

/// <summary>
/// Whose the working days were (时间去向统计), of the cases of one item that were decided, or closed undecided, within some days: of the whole
/// cases, or of the branches of one department. Read from what was taken down when each case ended.
/// </summary>
/// <param name="Department">Null for the whole cases.</param>
/// <param name="Matters">How many cases or branches.</param>
internal sealed record DaysOfHolders(string? Department, string ItemCode, int ItemVersion, int Matters, HolderDays Days)
{
    private static readonly string Sums = $"""
        SELECT b.department, c.item_code, c.item_version, count(*)::int, {Columns("h", "sum({0})::int")}
        FROM days_held h CROSS JOIN LATERAL (SELECT i.item_code, i.item_version FROM cases i WHERE i.case_key = h.case_key LIMIT 1) AS c
        LEFT JOIN branches b ON b.case_key = h.case_key AND b.number = h.branch
        WHERE h.ended_on BETWEEN $1 AND $2 GROUP BY b.department, c.item_code, c.item_version
        """;

    /// <summary>Of the cases that ended from the one day to the other.</summary>
    public static Query<DaysOfHolders> Between(DateOnly from, DateOnly to) =>
        new(
            Sums,
            rows => new(rows.GetTextOrNull(0), rows.GetString(1), rows.GetInt32(2), rows.GetInt32(3), Read(rows, 4)),
            Statements.Date(from),
            Statements.Date(to)
        );

    /// <summary>The columns of a row of <c>days_held</c>, in the order of <see cref="DayHolder"/>.</summary>
    /// <param name="format">What is asked of each.</param>
    internal static string Columns(string table, string format = "{0}") =>
        string.Join(
            ", ",
            Enum.GetNames<DayHolder>().Select(holder => string.Format(null, format, $"{table}.{holder.ToLowerInvariant()}_days"))
        );

    /// <summary>Reads <see cref="Columns"/>.</summary>
    internal static HolderDays Read(NpgsqlDataReader rows, int first) =>
        new(
            rows.GetInt32(first),
            rows.GetInt32(first + 1),
            rows.GetInt32(first + 2),
            rows.GetInt32(first + 3),
            rows.GetInt32(first + 4),
            rows.GetInt32(first + 5)
        );
}
