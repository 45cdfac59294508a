using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ErrorOr;
using ParallelApproval.Web.Languages;
using ParallelApproval.Web.Problems;
using ParallelApproval.Workflows;

namespace ParallelApproval.Web.Studio;

/// <summary>JSON as Elsa Studio reads it.</summary>
internal static class StudioAnswer
{
    public static IResult Json(JsonObject body, int status = StatusCodes.Status200OK) =>
        Results.Text(DefinitionDocument.Write(body), "application/json", statusCode: status);

    /// <summary><c>{items, count}</c>.</summary>
    public static IResult List(IEnumerable<JsonNode?> items)
    {
        var list = new JsonArray([.. items]);
        return Json(new() { ["items"] = list, ["count"] = list.Count });
    }

    /// <summary><c>{items, totalCount}</c>, and the links that say what may be done to the whole.</summary>
    public static IResult Page(IEnumerable<JsonNode?> items, int total, JsonArray? links = null)
    {
        var page = new JsonObject { ["items"] = new JsonArray([.. items]), ["totalCount"] = total };
        if (links is not null)
            page["links"] = links;
        return Json(page);
    }

    /// <summary>Files in one archive.</summary>
    public static async Task<IResult> ZipAsync(string name, IEnumerable<(string Name, string Json)> files, CancellationToken cancellation)
    {
        using var buffer = new MemoryStream();
        await using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var file in files)
            {
                await using var entry = await zip.CreateEntry(file.Name).OpenAsync(cancellation);
                await entry.WriteAsync(Encoding.UTF8.GetBytes(file.Json), cancellation);
            }

        return Results.File(buffer.ToArray(), "application/zip", name);
    }

    public static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);

    public static string In(this Engine.Bilingual text) => ReaderLanguage.IsEnglish ? text.En : text.Zh;

    /// <summary>The body, read with the limits of a definition; an empty one is an object without members.</summary>
    public static async Task<ErrorOr<JsonObject>> BodyAsync(HttpRequest request)
    {
        if (request.ContentType is { Length: > 0 } && !request.HasJsonContentType())
            return FrontRefusals.NotJson();
        using var reader = new StreamReader(request.Body);
        var text = await reader.ReadToEndAsync(request.HttpContext.RequestAborted);
        return text.Length == 0 ? new JsonObject() : DefinitionDocument.Read(text);
    }

    public static string[] Strings(JsonObject body, string name) =>
        body[name] is JsonArray list
            ? [.. list.OfType<JsonValue>().Where(one => one.GetValueKind() is JsonValueKind.String).Select(one => one.GetValue<string>())]
            : [];

    public static string? Text(JsonObject body, string name) =>
        body[name] is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;

    public static int? Number(JsonObject body, string name) =>
        body[name] is JsonValue value && value.GetValueKind() is JsonValueKind.Number && value.TryGetValue(out int number) ? number : null;

    public static bool? Flag(JsonObject body, string name) =>
        body[name] is JsonValue value && value.TryGetValue(out bool flag) ? flag : null;
}

/// <summary>
/// A refusal as Elsa Studio shows it: 400 and, under the id of each activity at fault, sentences in the reader's language. Of a save it
/// shows no other status to the designer, and it repeats what ends in 5xx. What it has no words for, our page around it shows.
/// </summary>
internal sealed class StudioRefused(IReadOnlyList<Error> errors, int status = StatusCodes.Status400BadRequest) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = status;
        httpContext.Response.ContentType = Refused.ContentType;
        await httpContext.Response.WriteAsync(DefinitionDocument.Write(Body(errors, status)), httpContext.RequestAborted);
    }

    /// <summary>Rooms answer with errors; here they become this.</summary>
    public static async ValueTask<object?> InsteadOfProblemsAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        await next(context) is var answer && answer is List<Error> errors ? new StudioRefused(errors) : answer;

    private static JsonObject Body(IReadOnlyList<Error> errors, int status)
    {
        var byActivity = new JsonObject();
        foreach (var faults in errors.GroupBy(Field))
            byActivity[faults.Key] = StudioAnswer.Texts(faults.Select(Sentence).Distinct());
        return new()
        {
            ["type"] = $"/refusals#{errors[0].Code}",
            ["title"] = RefusalTexts.Title(status),
            ["status"] = status,
            ["code"] = errors[0].Code,
            ["detail"] = Sentence(errors[0]),
            ["errors"] = byActivity,
        };
    }

    private static string Field(Error error) =>
        error.Metadata?.GetValueOrDefault(Refusals.Refusal.FieldKey) as string is { Length: > 0 } field ? field : error.Code;

    /// <summary>Refusals among answers that concern many: what each was about, its code, and the sentence.</summary>
    public static JsonArray Among(IEnumerable<(string Id, Error Refusal)> refused) =>
        new([
            .. refused.Select(one => new JsonObject
            {
                ["id"] = one.Id,
                ["code"] = one.Refusal.Code,
                ["message"] = Sentence(one.Refusal),
            }),
        ]);

    public static string Sentence(Error error)
    {
        var sentence = RefusalTexts.Sentence(error);
        return
            error.Metadata?.GetValueOrDefault("display") as string is { Length: > 0 } display
            && !sentence.Contains(display, StringComparison.Ordinal)
            ? $"{display}: {sentence}"
            : sentence;
    }
}
