using Microsoft.AspNetCore.Http.HttpResults;
using ParallelApproval.Bulletins;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Reports;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web.Bulletins;

/// <summary>The bulletins (通报) that supervisors expect, as JSON, CSV, Excel and PDF; and their issue.</summary>
internal static class BulletinEndpoints
{
    private const int LongestList = 200;

    public static void MapBulletins(this IEndpointRouteBuilder app)
    {
        var reports = app.MapGroup("/api/reports").WithTags("Bulletins");
        reports.MapBulletin<DailyBulletin>(
            BulletinKind.Daily,
            "The yellow and red cards of a day (2026-03-02), and what was near its due date; without one, of yesterday"
        );
        reports.MapBulletin<WeeklyBulletin>(
            BulletinKind.Weekly,
            "What was late in a week (2026-W10), with the cause given; without one, last week"
        );
        reports.MapBulletin<QuarterlyBulletin>(
            BulletinKind.Quarterly,
            "Grades, repeat offenders and promises that can be cut, of a quarter (2026-Q1); without one, the last"
        );
        reports
            .MapGet("/bulletins", IssuedAsync)
            .Requires<SeeBulletins>()
            .WithSummary("The bulletins of a kind that were issued, the newest first");
        reports
            .MapPost(
                "/bulletins/{period}/issuing",
                (BulletinPeriod period, CallersAct act, IssueBulletinHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(period), act, cancellation).Ok()
            )
            .Requires<IssueBulletin>();
    }

    private static void MapBulletin<T>(this IEndpointRouteBuilder reports, BulletinKind kind, string what)
        where T : Bulletin
    {
        var address = "/" + ChosenBulletin.AddressOf(kind);
        reports
            .MapGet(
                address,
                (BulletinReader reader, CancellationToken cancellation, BulletinPeriod? period = null, bool provisional = false) =>
                    reader.ReadAsync<T>(kind, period ?? reader.Last(kind), provisional, cancellation).Ok()
            )
            .Requires<SeeBulletins>()
            .WithSummary(what);
        reports.MapReport(address, Verb.Of<SeeBulletins>(), "The same", format =>
            async (
                BulletinReader reader,
                ReportPress press,
                CancellationToken cancellation,
                BulletinPeriod? period = null,
                bool provisional = false
            ) =>
                await press.AnswerAsync(
                    await reader.ReportAsync(kind, period ?? reader.Last(kind), provisional, cancellation),
                    format,
                    cancellation
                )
        );
    }

    private static async Task<Results<Ok<Listing<IssuedBulletin>>, Refused>> IssuedAsync(
        BulletinQueries house,
        CancellationToken cancellation,
        Named<BulletinKind>? kind = null,
        int limit = 50
    )
    {
        if (limit is < 1 or > LongestList)
            return Refused.With(FrontRefusals.OutOfRange("limit", 1, LongestList));
        return TypedResults.Ok(
            new Listing<IssuedBulletin>(await house.IssuedAsync(kind?.Value ?? BulletinKind.Daily, limit, cancellation))
        );
    }
}
