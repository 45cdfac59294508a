using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using ParallelApproval.Database;
using ParallelApproval.Notices;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Languages;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web.Notices;

/// <summary>Notices (通知): what the signed-in officer has been told.</summary>
internal static class NoticeEndpoints
{
    public static void MapNotices(this IEndpointRouteBuilder app)
    {
        var notices = app.MapGroup("/api/notices").WithTags("Notices");
        notices.MapGet("", ListAsync).Requires<SeeNotices>();
        notices.MapPost("/{notice}/read", ReadAsync).Requires<ReadNotice>();
    }

    private static async Task<Results<Ok<Listing<NoticeLine>>, Refused>> ListAsync(
        NoticeQueries house,
        Caller caller,
        CancellationToken cancellation,
        bool unread = false,
        long? cursor = null,
        int limit = 50
    )
    {
        if (limit is < 1 or > NoticeQueries.LongestPage)
            return Refused.With(FrontRefusals.OutOfRange("limit", 1, NoticeQueries.LongestPage));
        var page = await house.ListAsync(caller.Officer.UserName, unread, cursor, limit, ReaderLanguage.IsEnglish, cancellation);
        return TypedResults.Ok(new Listing<NoticeLine>(page.Notices, page.Next?.ToString(CultureInfo.InvariantCulture)));
    }

    private static async Task<Results<NoContent, Refused>> ReadAsync(
        long notice,
        NoticeQueries house,
        Caller caller,
        TimeProvider time,
        CancellationToken cancellation
    ) =>
        await house.ReadAsync(caller.Officer.UserName, notice, Act.Instant(time), cancellation)
            ? TypedResults.NoContent()
            : Refused.With(FrontRefusals.NoSuchNotice(notice));
}
