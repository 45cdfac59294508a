using Microsoft.EntityFrameworkCore;
using Npgsql;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Installations;

namespace ParallelApproval.Statistics;

/// <summary>The figures of today, and the cases behind each (今日概况查询).</summary>
public sealed class FigureQueries(ReadPool pool, CaseQueries cases, InstallationRegister installation)
{
    private const string Ratings =
        "SELECT count(*)::int, count(*) FILTER (WHERE grade IN ('Dissatisfied', 'VeryDissatisfied'))::int FROM ratings "
        + "WHERE rated_at >= @began";

    /// <summary>All of them, in one round trip.</summary>
    public Task<Today> TodayAsync(DateTimeOffset now, CancellationToken cancellation) =>
        pool.AskAsync(source => TodayAsync(source, now, cancellation));

    private async Task<Today> TodayAsync(NpgsqlDataSource source, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection);
        var statements = new Statements(batch);
        statements.Add(FigureConditions.Counts, FigureConditions.Parameters(installation.Region, now));
        statements.Add(Ratings, FigureConditions.Parameters(installation.Region, now));
        statements.Add(FigureConditions.Loads, FigureConditions.Parameters(installation.Region, now));
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        await rows.ReadAsync(cancellation);
        var figures = Enum.GetValues<TodaysFigure>().Select(figure => new FigureCount(figure, rows.GetInt32((int)figure))).ToList();
        await rows.NextResultAsync(cancellation);
        await rows.ReadAsync(cancellation);
        var (ratings, bad) = (rows.GetInt32(0), rows.GetInt32(1));
        await rows.NextResultAsync(cancellation);
        var desks = new List<DepartmentLoad>();
        while (await rows.ReadAsync(cancellation))
            desks.Add(new(rows.GetString(0), rows.GetInt32(1), rows.GetInt32(2), rows.GetInt32(3), rows.GetInt32(4)));
        return new(now, figures, ratings, bad, desks);
    }

    /// <summary>The cases behind a figure, the newest first, a page at a time.</summary>
    public Task<CasePage> CasesAsync(TodaysFigure figure, DateTimeOffset now, FigurePage page, CancellationToken cancellation) =>
        ListAsync(FigureConditions.CasesOf(figure), "", now, page, cancellation);

    /// <summary>The cases behind a figure of a department's desk.</summary>
    public Task<CasePage> CasesAsync(
        DepartmentFigure figure,
        string department,
        DateTimeOffset now,
        FigurePage page,
        CancellationToken cancellation
    ) => ListAsync(FigureConditions.CasesOf(figure), department, now, page, cancellation);

    private Task<CasePage> ListAsync(string keys, string department, DateTimeOffset now, FigurePage page, CancellationToken cancellation) =>
        cases.ListAsync(
            new(After: page.After, Limit: page.Limit)
            {
                Among = db => db.Database.SqlQueryRaw<long>(keys, [.. FigureConditions.Parameters(installation.Region, now, department)]),
            },
            now,
            cancellation
        );
}

/// <summary>Which page of a list.</summary>
/// <param name="After">The last case of the page before; null for the first.</param>
public sealed record FigurePage(Identities.CaseNumber? After = null, int Limit = 50);
