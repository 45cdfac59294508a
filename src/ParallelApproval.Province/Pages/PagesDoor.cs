using Microsoft.AspNetCore.Http.HttpResults;
using ParallelApproval.Province.Registers;
using ParallelApproval.Province.Ways;
using ParallelApproval.Web.Languages;
using ParallelApproval.Web.Problems;

namespace ParallelApproval.Province.Pages;

/// <summary>The entrance's own pages (入口页面), and what they are dressed in.</summary>
internal static class PagesDoor
{
    private static readonly Dictionary<string, string> Looks = new(StringComparer.Ordinal)
    {
        ["site.css"] = "text/css; charset=utf-8",
        ["public.css"] = "text/css; charset=utf-8",
        ["icon.svg"] = "image/svg+xml",
    };

    public static void MapPages(this IEndpointRouteBuilder app)
    {
        app.MapGet("/", () => new RazorComponentResult<ProvinceHome>());
        app.MapGet("/find", Find);
        // Without a number it is the same question.
        app.MapGet("/track", (HttpContext context, DistrictBook book) => Find(context, book));
        app.MapGet("/api/province/districts", (DistrictBook book) =>
            Results.Json(
                new ListedDistricts([
                    .. book.Districts.Select(district => new ListedDistrict(
                        district.Region,
                        district.Entry.Name,
                        district.Entry.NameEn,
                        district.Entry.Address,
                        district.IsThere
                    )),
                ]),
                Answers.Json
            )
        );
        foreach (var (name, type) in Looks)
            app.MapGet("/static/" + name, () => Results.Stream(typeof(PagesDoor).Assembly.GetManifestResourceStream(name)!, type));
    }

    private static IResult Find(HttpContext context, DistrictBook book)
    {
        var typed = context.Request.Query["number"].FirstOrDefault() ?? context.Request.Query["no"].FirstOrDefault();
        if (string.IsNullOrWhiteSpace(typed))
            return new RazorComponentResult<ProvinceHome>();
        var found = NumberOnItsWay.DistrictOf(typed, book);
        if (found.IsError)
            return new RazorComponentResult<ProvinceHome>(
                new { Number = typed[..Math.Min(typed.Length, 80)], Fault = RefusalTexts.Sentence(found.FirstError) }
            )
            {
                StatusCode = ProblemStatus.Of(found.FirstError),
            };
        // The query code is asked for there: what stands in an address is kept in logs and histories.
        var query = QueryString.Create("no", NumberOnItsWay.Read(typed)!.Value.ToString());
        if (context.Request.Query[ReaderLanguage.Name].ToString() is ("en" or "zh") and var language)
            query = query.Add(ReaderLanguage.Name, language);
        return new Leads(Crossroads.At(found.Value, "/track" + query));
    }

    private sealed class Leads(string to) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
            httpContext.Response.Headers.Location = to;
            return Task.CompletedTask;
        }
    }
}

/// <summary>The districts of the province, for programs.</summary>
internal sealed record ListedDistricts(IReadOnlyList<ListedDistrict> Items);

/// <summary>A district as it is listed.</summary>
/// <param name="IsThere">Whether a server of it can be given a request.</param>
internal sealed record ListedDistrict(string Region, string Name, string NameEn, string Address, bool IsThere);
