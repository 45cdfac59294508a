using System.Globalization;
using ErrorOr;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using ParallelApproval.Database;
using ParallelApproval.Web.Problems;

namespace ParallelApproval.Web.Limits;

/// <summary>
/// The one decoder of what comes in (统一解码): refuses a request whose address or form holds text that cannot be kept, a day beyond all
/// calendars, a form that cannot be read to its end, and a body in another encoding than UTF-8 or packed, before anything is asked with it.
/// What stands in bodies of JSON is refused where they are read.
/// </summary>
internal static class PlainRequests
{
    // A day further off is a slip or an attack, and cannot be counted with: its neighbours do not exist.
    private const int FirstYear = 1900;
    private const int LastYear = 2199;
    private const int LongestDay = 40;

    private static readonly string[] Encodings = ["utf-8", "utf8", "us-ascii"];

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

    /// <summary>Whether an address holds text that cannot be kept, a day beyond all calendars, or what its page cannot read.</summary>
    public static bool IsSpoilt(string address, Type page)
    {
        var (path, query) = address.IndexOf('?', StringComparison.Ordinal) is >= 0 and var at
            ? (address[..at], address[at..])
            : (address, "");
        var asked = QueryHelpers.ParseQuery(query);
        return !PlainText.Is(Uri.UnescapeDataString(path)) || Fault(asked) is not null || PageQuery.FaultIn(page, asked) is not null;
    }

    private static async Task<Error?> FaultAsync(HttpContext context)
    {
        var request = context.Request;
        if (!PlainText.Is(request.Path.Value ?? ""))
            return PlainText.Refuse("");
        if (request.QueryString.HasValue && Fault(request.Query) is { } inQuery)
            return inQuery;
        if (
            request.QueryString.HasValue
            && context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>()?.Type is { } page
            && PageQuery.FaultIn(page, request.Query) is { } unread
        )
            return FrontRefusals.WrongType(unread);
        if (request.Headers.ContentEncoding.ToString() is { Length: > 0 } packed && packed != "identity")
            return FrontRefusals.ContentEncoded(Plain(packed));
        if (MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.Charset.HasValue && !IsUtf8(type))
            return FrontRefusals.NotUtf8(Plain(type.Charset.ToString()));
        // The API takes no forms, and says so itself; a forged form is refused by its page, unread.
        if (request.Path.StartsWithSegments("/api") || context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false })
            return null;
        return request.HasFormContentType ? await FaultInFormAsync(request) : null;
    }

    private static bool IsUtf8(MediaTypeHeaderValue type) =>
        Encodings.Contains(HeaderUtilities.RemoveQuotes(type.Charset).ToString(), StringComparer.OrdinalIgnoreCase);

    private static async Task<Error?> FaultInFormAsync(HttpRequest request)
    {
        try
        {
            return Fault(await request.ReadFormAsync(request.HttpContext.RequestAborted));
        }
        catch (Exception broken) when (broken is InvalidDataException or (IOException and not BadHttpRequestException))
        {
            return FrontRefusals.BrokenForm();
        }
    }

    private static Error? Fault(IEnumerable<KeyValuePair<string, StringValues>> fields)
    {
        foreach (var (name, values) in fields)
        {
            if (!PlainText.Is(name))
                return PlainText.Refuse(Plain(name));
            foreach (var value in values)
                if (value is not null && !PlainText.Is(value))
                    return PlainText.Refuse(name);
                else if (value is not null && IsBeyondCalendars(value))
                    return FrontRefusals.WrongType(name);
        }

        return null;
    }

    private static bool IsBeyondCalendars(string text) =>
        text.Length is >= 8 and <= LongestDay
        && char.IsAsciiDigit(text[0])
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var day)
        && day.Year is < FirstYear or > LastYear;

    private static string Plain(string text) => string.Concat(text.Where(c => c is >= ' ' and <= '~'));
}
