using ErrorOr;
using Microsoft.AspNetCore.Http.HttpResults;
using ParallelApproval.Organisation;
using ParallelApproval.Supervision;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web.Supervision;

/// <summary>What cards, orders, points and the wall have in common: the sheets, and who sees what.</summary>
internal static class SupervisionEndpoints
{
    public static void MapSupervision(this IEndpointRouteBuilder app)
    {
        var supervision = app.MapGroup("/api/supervision").WithTags("Supervision");
        CardEndpoints.Map(supervision.MapGroup("/cards"));
        OrderEndpoints.Map(supervision.MapGroup("/orders"));
        SpotCheckEndpoints.Map(supervision.MapGroup("/spot-checks"));
        supervision.MapGet("/points", (SupervisionSheets sheets) => new Listing<PointSheet>(sheets.Points())).Requires<SeeMonitorPoints>();
        supervision.MapGet("/wall", WallAsync).Requires<SeeWall>();
    }

    /// <summary>Supervisors and managers see every department; everybody else his own.</summary>
    public static string? Scope(Caller caller, string? wanted = null) => SeesAll(caller) ? wanted : caller.DepartmentCode;

    public static bool SeesAll(Caller caller) => caller.Is(Role.Supervisor) || caller.Is(Role.Manager);

    /// <summary>200 with the sheet.</summary>
    public static async Task<Results<Ok<TSheet>, Refused>> Sheet<T, TSheet>(this Task<ErrorOr<T>> outcome, Func<T, TSheet> sheet) =>
        await outcome is { IsError: false } good ? TypedResults.Ok(sheet(good.Value)) : new Refused((await outcome).Errors);

    private static async Task<Results<Ok<WallSheet>, Refused>> WallAsync(
        SupervisionQueries house,
        SupervisionSheets sheets,
        Caller caller,
        CancellationToken cancellation,
        string? department = null,
        int limit = 50
    )
    {
        if (limit is < 1 or > SupervisionQueries.LongestPage)
            return Refused.With(FrontRefusals.OutOfRange("limit", 1, SupervisionQueries.LongestPage));
        return TypedResults.Ok(sheets.Of(await house.WallAsync(Scope(caller, department), limit, cancellation)));
    }
}
