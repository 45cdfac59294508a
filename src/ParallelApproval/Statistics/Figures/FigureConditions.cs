using Npgsql;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Identities;

namespace ParallelApproval.Statistics;

/// <summary>
/// What each figure counts (指标口径), as a query of case keys: the number and the list behind it are made by the same words. Each is answered
/// from an index that holds only what is open or what is of today, so that none costs more when the history grows.
/// </summary>
internal static class FigureConditions
{
    // @first and @last are the possible case keys of today, @began the instant at which today began.
    private const string RecentCases = "FROM cases WHERE (closed_at IS NULL OR closed_at >= @began)";
    private const string RunningPromise = "FROM clocks WHERE ended_on IS NULL AND branch = 0 AND kind = 'Promised'";
    private const string DueToday = "due_on = @today AND due_at > @now";
    private const string Overdue = "due_on <= @today AND due_at <= @now";

    private const string Desk = $"""
        FROM branches b LEFT JOIN clocks k ON k.case_key = b.case_key AND k.branch = b.number AND k.kind = 'Promised' AND k.ended_on IS NULL WHERE {BranchTable.IsWithDepartment}
        """;

    private static readonly Dictionary<TodaysFigure, string> Today = new()
    {
        [TodaysFigure.Received] = "SELECT case_key FROM cases WHERE case_key >= @first AND case_key <= @last",
        [TodaysFigure.Accepted] = $"SELECT case_key {RecentCases} AND accepted_at >= @began",
        [TodaysFigure.Decided] = $"SELECT case_key {RecentCases} AND decided_at >= @began",
        [TodaysFigure.DueToday] = $"SELECT case_key {RunningPromise} AND {DueToday}",
        [TodaysFigure.Overdue] = $"SELECT case_key {RunningPromise} AND {Overdue}",
        [TodaysFigure.Stopped] = "SELECT DISTINCT case_key FROM branches WHERE status = 'Stopped'",
        [TodaysFigure.WaitingForApplicant] = """
            SELECT case_key FROM cases WHERE closed_at IS NULL AND status = 'CorrectionRequested'
            UNION SELECT case_key FROM branches WHERE status = 'CorrectionRequested'
            UNION SELECT case_key FROM clocks WHERE ended_on IS NULL AND kind = 'Answer'
            """,
    };

    private static readonly Dictionary<DepartmentFigure, string> OfDepartment = new()
    {
        [DepartmentFigure.Open] = "true",
        [DepartmentFigure.DueToday] = DueToday,
        [DepartmentFigure.Overdue] = Overdue,
        [DepartmentFigure.Stopped] = "status = 'Stopped'",
    };

    /// <summary>All figures in one row, in the order of the enumeration.</summary>
    public static readonly string Counts =
        "SELECT "
        + string.Join(", ", Enum.GetValues<TodaysFigure>().Select(figure => $"(SELECT count(*)::int FROM ({Today[figure]}) AS found)"));

    /// <summary>A row for each department.</summary>
    public static readonly string Loads =
        $"SELECT department, {string.Join(", ", Enum.GetValues<DepartmentFigure>().Select(figure => $"count(*) FILTER (WHERE {OfDepartment[figure]})::int"))} {Desk} GROUP BY department ORDER BY 4 DESC, 3 DESC, 2 DESC, 1";

    /// <summary>The cases behind a figure, as rows of one value.</summary>
    public static string CasesOf(TodaysFigure figure) => $"SELECT case_key AS \"Value\" FROM ({Today[figure]}) AS found";

    /// <summary>The cases behind a figure of a department's desk.</summary>
    public static string CasesOf(DepartmentFigure figure) =>
        $"SELECT DISTINCT b.case_key AS \"Value\" {Desk} AND {OfDepartment[figure]} AND department = @department";

    public static NpgsqlParameter[] Parameters(string region, DateTimeOffset now, string department = "")
    {
        var today = now.OfficialDate();
        return
        [
            Named("first", Statements.Value(CaseNumber.Of(region, today, 1).Key)),
            Named("last", Statements.Value(CaseNumber.Of(region, today, CaseNumber.MostADay).Key)),
            Named("began", Statements.Instant(today.At(TimeOnly.MinValue))),
            Named("today", Statements.Date(today)),
            Named("now", Statements.Instant(now)),
            Named("department", Statements.Text(department)),
        ];
    }

    private static NpgsqlParameter Named(string name, NpgsqlParameter parameter)
    {
        parameter.ParameterName = name;
        return parameter;
    }
}
