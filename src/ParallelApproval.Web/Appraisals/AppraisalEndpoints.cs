using Microsoft.AspNetCore.Http.HttpResults;
using ParallelApproval.Appraisals;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Reports;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web.Appraisals;

/// <summary>Appraisals (绩效考核): a month in figures, each with the cases behind it, as JSON, CSV, Excel and PDF.</summary>
internal static class AppraisalEndpoints
{
    private const int LongestPage = 500;

    public static void MapAppraisals(this IEndpointRouteBuilder app)
    {
        var appraisals = app.MapGroup("/api").WithTags("Appraisals");
        appraisals
            .MapGet("/appraisals", TableAsync)
            .Requires<SeeAppraisals>()
            .WithSummary("A closed month in figures; one that is not closed only with provisional=true, and marked");
        appraisals.MapReport("/appraisals", Verb.Of<SeeAppraisals>(), "The same", format =>
            async ([AsParameters] AskedMonth asked, AppraisalReader reader, ReportPress press, CancellationToken cancellation) =>
                await press.AnswerAsync(await reader.ReportAsync(asked.Month, cancellation), format, cancellation)
        );
        appraisals
            .MapGet("/appraisals/cases", CasesAsync)
            .Requires<SeeAppraisals>()
            .WithSummary("The cases behind a figure; deductions with their point, card, order or complaint");
        appraisals.MapReport("/appraisals/cases", Verb.Of<SeeAppraisals>(), "The cases behind a figure", format =>
            async (
                [AsParameters] AskedMonth asked,
                AppraisalReader reader,
                ReportPress press,
                CancellationToken cancellation,
                Named<AppraisalFigure>? figure = null,
                string key = ""
            ) =>
                await press.AnswerAsync(
                    await reader.ReportAsync(asked.Month, key, figure?.Value ?? AppraisalFigure.Closed, cancellation),
                    format,
                    cancellation
                )
        );
        appraisals
            .MapPost(
                "/appraisals/{period}/closing",
                (AppraisalPeriod period, CallersAct act, ClosePeriodHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(period), act, cancellation).Ok()
            )
            .Requires<ClosePeriod>();
        appraisals
            .MapPost(
                "/appraisals/{period}/reopening",
                (AppraisalPeriod period, ReopeningBody body, CallersAct act, ReopenPeriodHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(period, body.Reason), act, cancellation).Ok()
            )
            .Requires<ReopenPeriod>();
    }

    private static async Task<Results<Ok<Appraisal>, Refused>> TableAsync(
        [AsParameters] AskedMonth asked,
        AppraisalReader reader,
        CancellationToken cancellation
    )
    {
        var table = await reader.TableAsync(asked.Month, cancellation);
        return table.IsError ? new Refused(table.Errors) : TypedResults.Ok(table.Value);
    }

    private static async Task<Results<Ok<Listing<AppraisalCase>>, Refused>> CasesAsync(
        [AsParameters] AskedMonth asked,
        AppraisalReader reader,
        CancellationToken cancellation,
        Named<AppraisalFigure>? figure = null,
        string key = "",
        int cursor = 0,
        int limit = 100
    )
    {
        if (limit is < 1 or > LongestPage)
            return Refused.With(FrontRefusals.OutOfRange("limit", 1, LongestPage));
        if (cursor < 0)
            return Refused.With(FrontRefusals.WrongType("cursor"));
        var found = await reader.CasesAsync(asked.Month, key, figure?.Value ?? AppraisalFigure.Closed, cancellation);
        if (found.IsError)
            return new Refused(found.Errors);
        var next = cursor + limit < found.Value.Count ? (cursor + limit).ToString(System.Globalization.CultureInfo.InvariantCulture) : null;
        return TypedResults.Ok(new Listing<AppraisalCase>([.. found.Value.Skip(cursor).Take(limit)], next));
    }
}

/// <summary>Why a closed month is to be reopened; the second person gives the same reason.</summary>
internal sealed record ReopeningBody(string Reason);

/// <summary>Which month an address asks for, and how.</summary>
/// <param name="Provisional">Also when it is not closed; then it is marked.</param>
/// <param name="Rankings">False leaves the ranks out.</param>
internal readonly record struct AskedMonth(
    AppraisalPeriod Period,
    Named<AppraisalBy>? By = null,
    bool Provisional = false,
    bool Rankings = true
)
{
    public ChosenMonth Month => new(Period, By?.Value ?? AppraisalBy.Department, Provisional, Rankings);
}
