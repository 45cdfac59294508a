using ParallelApproval.Database;

namespace ParallelApproval.Headlines;

/// <summary>How many closed cases of an item took so many working days (用时分布).</summary>
/// <param name="Late">How many of them were late.</param>
internal sealed record DaysTaken(string ItemCode, int Days, int Cases, int Late)
{
    private const string Read = """
        SELECT item_code, actual_days, count(*)::int, count(*) FILTER (WHERE is_late)::int FROM headline_cases
        WHERE closed_on BETWEEN $1 AND $2 AND is_late IS NOT NULL GROUP BY item_code, actual_days
        """;

    /// <summary>Of the cases closed from the one day to the other whose promise ran to its end.</summary>
    public static Query<DaysTaken> Between(DateOnly from, DateOnly to) =>
        new(
            Read,
            rows => new(rows.GetString(0), rows.GetInt32(1), rows.GetInt32(2), rows.GetInt32(3)),
            Statements.Date(from),
            Statements.Date(to)
        );
}
