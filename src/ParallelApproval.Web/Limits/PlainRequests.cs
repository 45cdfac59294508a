using ErrorOr;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Extensions.Primitives;
using ParallelApproval.Database;
using ParallelApproval.Web.Problems;

namespace ParallelApproval.Web.Limits;

/// <summary>
/// Refuses a request whose address or form holds text that cannot be kept, before anything asks the database with it. In bodies of JSON it
/// is refused where they are read; the server itself refuses it in paths and headers.
/// </summary>
internal static class PlainRequests
{
    private const string Escaped = "%00";

    public static IApplicationBuilder UsePlainRequests(this IApplicationBuilder app) =>
        app.Use(
            static async (context, next) =>
            {
                if (await FaultAsync(context) is not { } fault)
                    await next(context);
                else if (context.WantsPage())
                    context.Response.StatusCode = StatusCodes.Status400BadRequest;
                else
                    await Refused.WriteAsync(context, fault);
            }
        );

    /// <summary>Whether an address holds such text.</summary>
    public static bool IsSpoilt(string address) => address.Contains(Escaped, StringComparison.Ordinal);

    private static async Task<Error?> FaultAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.QueryString.Value is { } query && IsSpoilt(query) && Fault(request.Query) is { } field)
            return PlainText.Refuse(field);
        // The API takes no forms, and says so itself; a forged form is refused by its page, unread.
        if (request.Path.StartsWithSegments("/api") || context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false })
            return null;
        return request.HasFormContentType ? await FormFaultAsync(request) : null;
    }

    private static async Task<Error?> FormFaultAsync(HttpRequest request)
    {
        try
        {
            return Fault(await request.ReadFormAsync(request.HttpContext.RequestAborted)) is { } field ? PlainText.Refuse(field) : null;
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException and not BadHttpRequestException)
        {
            // A form that breaks off, or has no boundary, or more parts than a form may have.
            return FrontRefusals.MalformedRequest();
        }
    }

    private static string? Fault(IEnumerable<KeyValuePair<string, StringValues>> fields)
    {
        foreach (var (name, values) in fields)
            if (!PlainText.Is(name) || values.Any(value => value is not null && !PlainText.Is(value)))
                return name.Replace("\0", "", StringComparison.Ordinal);
        return null;
    }
}
