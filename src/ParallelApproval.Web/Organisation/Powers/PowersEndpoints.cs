using Microsoft.AspNetCore.Http.HttpResults;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Problems;

namespace ParallelApproval.Web.Organisation;

/// <summary>Who may sign, until when, who stands in, and when nobody may (权限总览).</summary>
internal static class PowersEndpoints
{
    public static void MapPowers(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/powers", Find)
            .WithTags("Authority")
            .Requires<SeePowers>()
            .WithSummary("For each department and item: who may sign on which days, who stands in, and the gaps");

    /// <param name="from">Today when left out.</param>
    /// <param name="to">Thirty days after the first when left out.</param>
    private static Results<Ok<Listing<PowersOfItem>>, Refused> Find(
        PowersAhead powers,
        OfficerRegister officers,
        CatalogueRegister catalogue,
        TimeProvider time,
        string? department = null,
        string? item = null,
        DateOnly? from = null,
        DateOnly? to = null
    )
    {
        if (department is not null && officers.Department(department) is null)
            return Refused.With(Refusal.NotFound(RefusalCode.DepartmentNotFound, ("department", department)));
        if (item is not null && catalogue.Current.Versions(item).Count == 0)
            return Refused.With(FrontRefusals.NoSuchItem(item));
        var first = from ?? time.OfficialToday();
        return Last(first, to) is { } last
            ? TypedResults.Ok(new Listing<PowersOfItem>(powers.Over(department, item, first, last)))
            : Refused.With(Refusal.Input("to", RefusalCode.PowersSpanWrong, ("most", PowersAhead.MostDays)));
    }

    /// <summary>The last day to look at; null where it lies before the first or too far ahead.</summary>
    public static DateOnly? Last(DateOnly first, DateOnly? to)
    {
        if (first > DateOnly.MaxValue.AddDays(-PowersAhead.MostDays))
            return null;
        var last = to ?? first.AddDays(PowersAhead.DaysAhead);
        return last < first || last > first.AddDays(PowersAhead.MostDays - 1) ? null : last;
    }
}
