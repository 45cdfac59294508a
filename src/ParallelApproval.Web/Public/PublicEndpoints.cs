using Microsoft.AspNetCore.Http.HttpResults;
using ParallelApproval.Calendars;
using ParallelApproval.Catalogue;
using ParallelApproval.Identities;
using ParallelApproval.Organisation;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Catalogue;
using ParallelApproval.Web.Limits;
using ParallelApproval.Web.Problems;

namespace ParallelApproval.Web.Public;

/// <summary>What anybody may ask (公众查询): the guide to an item, and his own case by the number and code on his receipt.</summary>
internal static class PublicEndpoints
{
    public static void MapPublic(this IEndpointRouteBuilder app)
    {
        var open = app.MapGroup("/api/public").WithTags("Public").RequireRateLimiting(RequestLimits.PublicRate).OpenToAnybody();
        open.MapGet("/cases/{no}", FindAsync).WithSummary("How a case stands, by the number and the query code of its receipt");
        open.MapGet("/items", Items).WithSummary("The items on offer, with the nine public fields");
    }

    private static async Task<Results<Ok<PublicCase>, Refused>> FindAsync(string no, PublicCases cases, CancellationToken cancellation, string code = "")
    {
        var found = await cases.FindAsync(no, code, cancellation);
        return found.IsError ? new Refused(found.Errors) : TypedResults.Ok(found.Value);
    }

    private static Listing<PublicItem> Items(CatalogueBook book, TimeProvider time, string? search = null, Named<Tier>? tier = null, Named<ItemKind>? kind = null) =>
        new([.. book.Current.Search(new(search, tier?.Value, kind?.Value), time.OfficialToday()).Select(item => new PublicItem(ItemLine.Of(item), NineFields.Of(item)))]);
}

/// <summary>An item with what is published of it (九公开), in Chinese as the guide prints it.</summary>
internal sealed record PublicItem(ItemLine Item, NineFields NineFields);
