using System.Text;
using ErrorOr;
using Microsoft.AspNetCore.Http.HttpResults;
using ParallelApproval.Appraisals;
using ParallelApproval.Calendars;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web.Appraisals;

/// <summary>Appraisals (绩效考核): a month in figures, each with the cases behind it, as JSON, CSV and Excel.</summary>
internal static class AppraisalEndpoints
{
    private const int LongestPage = 500;
    private const string Excel = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static void MapAppraisals(this IEndpointRouteBuilder app)
    {
        var appraisals = app.MapGroup("/api").WithTags("Appraisals");
        appraisals.MapGet("/appraisals", TableAsync).Requires(Verb.SeeAppraisals).WithSummary("A closed month in figures; one that is not closed only with provisional=true, and marked");
        appraisals.MapGet("/appraisals.csv", CsvAsync).Requires(Verb.SeeAppraisals).WithSummary("The same as CSV").Produces<string>(contentType: "text/csv");
        appraisals.MapGet("/appraisals.xlsx", ExcelAsync).Requires(Verb.SeeAppraisals).WithSummary("The same for Excel").Produces<byte[]>(contentType: Excel);
        appraisals.MapGet("/appraisals/cases", CasesAsync).Requires(Verb.SeeAppraisals).WithSummary("The cases behind a figure; deductions with their point, card, order or complaint");
        appraisals.MapPost("/appraisals/{period}/closing", (AppraisalPeriod period, CallersAct act, ClosePeriodHandler house, CancellationToken cancellation) =>
                house.HandleAsync(new(period), act, cancellation).Ok())
            .Requires(Verb.ClosePeriod).WithSummary("Close a month: its figures never change again");
    }

    private static async Task<Results<Ok<Appraisal>, Refused>> TableAsync(
        AppraisalPeriod period, AppraisalQueries house, TimeProvider time, CancellationToken cancellation, Named<AppraisalBy>? by = null, bool provisional = false)
    {
        var table = await house.TableAsync(period, by?.Value ?? AppraisalBy.Department, provisional, time.OfficialToday(), cancellation);
        return table.IsError ? new Refused(table.Errors) : TypedResults.Ok(table.Value);
    }

    private static async Task<IResult> CsvAsync(
        AppraisalPeriod period, AppraisalQueries house, AppraisalSheet sheet, TimeProvider time, CancellationToken cancellation, Named<AppraisalBy>? by = null, bool provisional = false)
    {
        var table = await house.TableAsync(period, by?.Value ?? AppraisalBy.Department, provisional, time.OfficialToday(), cancellation);
        // With the mark that tells Excel it is UTF-8.
        return table.IsError ? new Refused(table.Errors) : TypedResults.File([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(sheet.Csv(table.Value))], "text/csv; charset=utf-8", Name(table.Value, "csv"));
    }

    private static async Task<IResult> ExcelAsync(
        AppraisalPeriod period, AppraisalQueries house, AppraisalSheet sheet, TimeProvider time, CancellationToken cancellation, Named<AppraisalBy>? by = null, bool provisional = false)
    {
        var table = await house.TableAsync(period, by?.Value ?? AppraisalBy.Department, provisional, time.OfficialToday(), cancellation);
        return table.IsError ? new Refused(table.Errors) : TypedResults.File(await sheet.ExcelAsync(table.Value, cancellation), Excel, Name(table.Value, "xlsx"));
    }

    private static async Task<Results<Ok<Listing<AppraisalCase>>, Refused>> CasesAsync(
        AppraisalPeriod period, AppraisalQueries house, TimeProvider time, CancellationToken cancellation,
        Named<AppraisalFigure>? figure = null, Named<AppraisalBy>? by = null, string key = "", bool provisional = false, int cursor = 0, int limit = 100)
    {
        if (limit is < 1 or > LongestPage) return Refused.With(FrontRefusals.OutOfRange("limit", 1, LongestPage));
        if (cursor < 0) return Refused.With(FrontRefusals.WrongType("cursor"));
        var found = await house.CasesAsync(period, by?.Value ?? AppraisalBy.Department, key, figure?.Value ?? AppraisalFigure.Closed, provisional, time.OfficialToday(), cancellation);
        if (found.IsError) return new Refused(found.Errors);
        var next = cursor + limit < found.Value.Count ? (cursor + limit).ToString(System.Globalization.CultureInfo.InvariantCulture) : null;
        return TypedResults.Ok(new Listing<AppraisalCase>([.. found.Value.Skip(cursor).Take(limit)], next));
    }

    private static string Name(Appraisal table, string kind) =>
        $"appraisal-{table.Period}-{table.By.ToString().ToLowerInvariant()}{(table.IsProvisional ? "-provisional" : "")}.{kind}";
}
