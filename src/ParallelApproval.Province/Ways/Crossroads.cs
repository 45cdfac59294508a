using ParallelApproval.Province.Registers;

namespace ParallelApproval.Province.Ways;

/// <summary>
/// Where a request goes (分流): by the name of its host to a district as a whole; under the province's own name by the number that it is
/// about, programs straight through, readers to the name of the district, where their session is.
/// </summary>
internal static class Crossroads
{
    /// <summary>Before anything else, for a district's pages and answers are its own affair.</summary>
    public static IApplicationBuilder UseHostsOfDistricts(this IApplicationBuilder app) =>
        app.Use(
            static (context, next) =>
            {
                var services = context.RequestServices;
                var (book, host) = (services.GetRequiredService<DistrictBook>(), HostOf(context.Request));
                if (book.OfHost(host) is { } district)
                    return services.GetRequiredService<PassOn>().UnderItsNameAsync(context, district);
                // Whoever watches this program asks it by whatever address he has.
                if (book.IsOwn(host) || context.Request.Path.StartsWithSegments("/health"))
                    return next(context);
                // A page is drawn under some name, and what stands there may be none.
                context.Request.Headers.Host = new Uri(book.Province.Address).Authority;
                return Answers.RefuseAsync(context, ProvinceRefusals.NoSuchHost(host));
            }
        );

    /// <summary>The name without its port; as it was written, where it is no name at all.</summary>
    public static string HostOf(HttpRequest request)
    {
        try
        {
            return request.Host.Host;
        }
        catch (ArgumentException)
        {
            return request.Headers.Host.ToString();
        }
    }

    /// <summary>What the province has no page for is about a case, or about nothing.</summary>
    public static void MapNumbers(this IEndpointRouteBuilder app) =>
        app.Map("{**path}", static (HttpContext context, DistrictBook book, PassOn way) =>
        {
            var found = NumberOnItsWay.DistrictOf(context.Request, book);
            if (found.IsError)
                return Answers.RefuseAsync(context, found.FirstError);
            if (context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase))
                return way.ByNumberAsync(context, found.Value);
            context.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
            context.Response.Headers.Location = At(found.Value, context.Request.Path + context.Request.QueryString);
            return Task.CompletedTask;
        });

    /// <summary>The same address at the house of that district.</summary>
    public static string At(District district, string pathAndQuery) => district.Address.GetLeftPart(UriPartial.Authority) + pathAndQuery;
}
