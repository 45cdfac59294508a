using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Limits;

namespace ParallelApproval.Web.Reports;

/// <summary>A report has one address for each format: the address of its table with the ending.</summary>
internal static class ReportEndpoints
{
    public static IServiceCollection AddReports(this IServiceCollection services) =>
        services.AddSingleton<ReportPress>().AddSingleton<Figures.FigureList>();

    /// <summary>Maps a report under an address; <paramref name="ask"/> makes the handler of a format.</summary>
    public static void MapReport(this IEndpointRouteBuilder group, string address, Verb verb, string what, Func<ReportFormat, Delegate> ask)
    {
        foreach (var format in ReportFormat.All)
            group
                .MapGet(address + format.Ending, ask(format))
                .Requires(verb)
                .WithSummary($"{what} as {format.Name}")
                .Produces<byte[]>(contentType: format.ContentType)
                .WithRequestTimeout(RequestLimits.TakesLong);
    }
}
