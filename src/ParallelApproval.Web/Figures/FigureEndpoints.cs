using Microsoft.AspNetCore.Http.HttpResults;
using ParallelApproval.Cases;
using ParallelApproval.Identities;
using ParallelApproval.Statistics;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Reports;

namespace ParallelApproval.Web.Figures;

/// <summary>The figures of today (今日概况), and the cases behind each.</summary>
internal static class FigureEndpoints
{
    public static void MapFigures(this IEndpointRouteBuilder app)
    {
        var figures = app.MapGroup("/api/figures/today").WithTags("Figures");
        figures
            .MapGet("", (FigureQueries house, TimeProvider time, CancellationToken cancellation) =>
                house.TodayAsync(time.OfficialNow(), cancellation)
            )
            .Requires<SeeFigures>()
            .WithSummary("The centre as it is now: what came in today, what is due, what stands still, and what lies with each department");
        figures
            .MapGet("/cases", CasesAsync)
            .Requires<SeeFigures>()
            .WithSummary("The cases behind a figure of today, or with department and desk behind a figure of its desk");
        figures.MapReport("/cases", Verb.Of<SeeFigures>(), "The cases behind a figure of today", format =>
            (
                FigureList list,
                ReportPress press,
                CancellationToken cancellation,
                Named<TodaysFigure>? figure = null,
                Named<DepartmentFigure>? desk = null,
                string? department = null
            ) => ReportAsync(new(figure?.Value ?? TodaysFigure.Received, department, desk?.Value), format, list, press, cancellation)
        );
    }

    private static async Task<Results<Ok<Listing<CaseLine>>, Refused>> CasesAsync(
        FigureList list,
        CancellationToken cancellation,
        Named<TodaysFigure>? figure = null,
        Named<DepartmentFigure>? desk = null,
        string? department = null,
        CaseNumber? cursor = null,
        int limit = 50
    )
    {
        if (limit is < 1 or > CaseQueries.LongestPage)
            return Refused.With(FrontRefusals.OutOfRange("limit", 1, CaseQueries.LongestPage));
        var page = await list.PageAsync(
            new(figure?.Value ?? TodaysFigure.Received, department, desk?.Value),
            new(cursor, limit),
            cancellation
        );
        return TypedResults.Ok(new Listing<CaseLine>(page.Cases, page.Next));
    }

    private static async Task<IResult> ReportAsync(
        ChosenFigure chosen,
        ReportFormat format,
        FigureList list,
        ReportPress press,
        CancellationToken cancellation
    ) => await press.AnswerAsync(await list.ReportAsync(chosen, cancellation), format, cancellation);
}
