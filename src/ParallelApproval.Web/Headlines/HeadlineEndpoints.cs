using ErrorOr;
using Microsoft.AspNetCore.Http.HttpResults;
using ParallelApproval.Catalogue;
using ParallelApproval.Headlines;
using ParallelApproval.Organisation;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Reports;

namespace ParallelApproval.Web.Headlines;

/// <summary>The headline table (总览指标) and the cases behind each of its figures, as JSON and CSV.</summary>
internal static class HeadlineEndpoints
{
    public static void MapHeadlines(this IEndpointRouteBuilder app)
    {
        var reports = app.MapGroup("/api/reports").WithTags("Headline");
        reports
            .MapGet("/headline", TableAsync)
            .Requires<SeeHeadline>()
            .WithSummary("The headline figures of the cases closed in a window of days; without one, of the last twelve months");
        reports
            .MapGet("/headline/sums", SumsAsync)
            .Requires<SeeHeadline>()
            .WithSummary("What the same days come to in sums, for whoever adds up several houses: he divides once, at the end");
        reports.MapReport("/headline", Verb.Of<SeeHeadline>(), "The same", format =>
            async (
                HeadlineQueries house,
                HeadlineSheet sheet,
                ReportPress press,
                TimeProvider time,
                CancellationToken cancellation,
                DateOnly? from = null,
                DateOnly? to = null
            ) =>
            {
                var window = HeadlineWindow.Of(from, to, time);
                return await press.AnswerAsync(
                    (await house.TableAsync(window.From, window.To, cancellation)).Then(sheet.Of),
                    format,
                    cancellation
                );
            }
        );
        reports
            .MapGet("/headline/cases", CasesAsync)
            .Requires<SeeHeadline>()
            .WithSummary("The cases behind a figure, and how many they are: exactly the figure");
        reports
            .MapGet("/headline/cases.csv", CasesCsvAsync)
            .Requires<SeeHeadline>()
            .WithSummary("All of them as CSV")
            .Produces<string>(contentType: "text/csv");
    }

    private static async Task<Results<Ok<Headline>, Refused>> TableAsync(
        HeadlineQueries house,
        TimeProvider time,
        CancellationToken cancellation,
        DateOnly? from = null,
        DateOnly? to = null
    )
    {
        var window = HeadlineWindow.Of(from, to, time);
        var table = await house.TableAsync(window.From, window.To, cancellation);
        return table.IsError ? new Refused(table.Errors) : TypedResults.Ok(table.Value);
    }

    private static async Task<Results<Ok<HeadlineSums>, Refused>> SumsAsync(
        HeadlineQueries house,
        TimeProvider time,
        CancellationToken cancellation,
        DateOnly? from = null,
        DateOnly? to = null
    )
    {
        var window = HeadlineWindow.Of(from, to, time);
        var sums = await house.SumsAsync(window.From, window.To, cancellation);
        return sums.IsError ? new Refused(sums.Errors) : TypedResults.Ok(sums.Value);
    }

    private static async Task<Results<Ok<HeadlineCases>, Refused>> CasesAsync(
        HeadlineQueries house,
        TimeProvider time,
        CancellationToken cancellation,
        DateOnly? from = null,
        DateOnly? to = null,
        Named<HeadlineFigure>? figure = null,
        Named<ItemKind>? kind = null,
        Named<Tier>? tier = null,
        string? department = null,
        string? item = null,
        string? cursor = null,
        int limit = 100
    )
    {
        if (limit is < 1 or > HeadlineQueries.LongestPage)
            return Refused.With(FrontRefusals.OutOfRange("limit", 1, HeadlineQueries.LongestPage));
        var after = HeadlinePlace.Parse(cursor);
        if (cursor is not null && after is null)
            return Refused.With(FrontRefusals.WrongType("cursor"));
        var window = HeadlineWindow.Of(from, to, time);
        var page = await house.CasesAsync(
            new(window.From, window.To, figure?.Value ?? HeadlineFigure.Closed, kind?.Value, tier?.Value, department, item, after, limit),
            cancellation
        );
        return page.IsError
            ? new Refused(page.Errors)
            : TypedResults.Ok(new HeadlineCases(page.Value.Count, page.Value.Cases, page.Value.Next?.ToString()));
    }

    private static async Task<IResult> CasesCsvAsync(
        HeadlineQueries house,
        HeadlineSheet sheet,
        TimeProvider time,
        CancellationToken cancellation,
        DateOnly? from = null,
        DateOnly? to = null,
        Named<HeadlineFigure>? figure = null,
        Named<ItemKind>? kind = null,
        Named<Tier>? tier = null,
        string? department = null,
        string? item = null
    )
    {
        var window = HeadlineWindow.Of(from, to, time);
        var filter = new HeadlineFilter(
            window.From,
            window.To,
            figure?.Value ?? HeadlineFigure.Closed,
            kind?.Value,
            tier?.Value,
            department,
            item,
            null,
            HeadlineQueries.LongestPage
        );
        var first = await house.CasesAsync(filter, cancellation);
        return first.IsError
            ? new Refused(first.Errors)
            : TypedResults.Stream(
                stream => sheet.WriteCasesAsync(stream, house, filter, first.Value, cancellation),
                "text/csv; charset=utf-8",
                $"headline-cases-{window}.csv"
            );
    }
}

/// <summary>The cases behind a figure.</summary>
/// <param name="Count">How many there are in all: the figure.</param>
/// <param name="Items">At most as many as were asked for, the one closed last first.</param>
/// <param name="NextCursor">To be sent as <c>?cursor=</c> for the next ones; null at the end.</param>
internal sealed record HeadlineCases(int Count, IReadOnlyList<HeadlineCase> Items, string? NextCursor);
