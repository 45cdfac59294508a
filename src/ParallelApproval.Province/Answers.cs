using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using ErrorOr;
using Microsoft.AspNetCore.Http.HttpResults;
using ParallelApproval.Province.Pages;
using ParallelApproval.Province.Registers;
using ParallelApproval.Web.Problems;

namespace ParallelApproval.Province;

/// <summary>
/// How the entrance answers by itself: programs with a problem (RFC 9457), readers with a page, both in the reader's language.
/// </summary>
internal static class Answers
{
    private const string ProblemType = "application/problem+json";

    // Its servers are asked every second.
    private const string RetryAfterSeconds = "3";

    /// <summary>JSON as the districts write it.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <param name="context">Of the request.</param>
    /// <param name="error">Why.</param>
    /// <param name="district">Whom it was meant for; null where nobody is known.</param>
    public static Task RefuseAsync(HttpContext context, Error error, District? district = null)
    {
        context.RequestServices.GetRequiredService<ProvinceMeter>().Refused(error.Code, district);
        var status = ProblemStatus.Of(error);
        context.Response.StatusCode = status;
        context.Response.Headers.CacheControl = "no-store";
        if (status == StatusCodes.Status503ServiceUnavailable)
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
        if (WantsPage(context.Request))
            return new RazorComponentResult<ShowRefusal>(new { Refusal = error }) { StatusCode = status }.ExecuteAsync(context);
        var problem = new Problem(
            $"/refusals#{error.Code}",
            RefusalTexts.Title(status),
            status,
            RefusalTexts.Sentence(error),
            error.Code,
            Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier,
            RefusalTexts.Field(error) is { Length: > 0 } field ? new() { [field] = [new(error.Code, RefusalTexts.Sentence(error))] } : null
        );
        return context.Response.WriteAsJsonAsync(problem, Json, ProblemType, context.RequestAborted);
    }

    private static bool WantsPage(HttpRequest request) =>
        !request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
        && request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase));
}
