using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ParallelApproval.Web;

/// <summary>
/// What the description says of a body is what the server reads: a body that is filled by nothing but its schema is understood. It may be
/// refused for what it says, never for how.
/// </summary>
public sealed class HonestSchemaTests(FrontDoor door) : IClassFixture<FrontDoor>
{
    private static readonly string[] NotUnderstood =
    [
        "field_unknown",
        "field_missing",
        "field_malformed",
        "json_expected",
        "json_broken",
        "body_missing",
        "request_malformed",
        "number_malformed",
        "verb_not_allowed",
        "sign_in_needed",
    ];

    private static readonly Dictionary<string, string> Accounts = new()
    {
        ["Clerk"] = "clerk",
        ["Approver"] = "approver-syj",
        ["Supervisor"] = "supervisor",
        ["Manager"] = "manager",
        ["Designer"] = "designer",
        ["Administrator"] = "admin",
        ["SecurityAdministrator"] = "security",
        ["AuditAdministrator"] = "auditor",
    };

    [Fact]
    public async Task Every_body_that_is_filled_by_its_schema_is_understood()
    {
        var description = (await door.Anonymous.GetAsync("/openapi/v1.json")).Json!;
        var clerk = await door.AsAsync("clerk");
        var number = (await clerk.PostAsync("/api/cases", Catering.Application(accept: true)))["caseNumber"]!.GetValue<string>();
        var (wrong, asked) = (new List<string>(), 0);
        foreach (var (path, methods) in description["paths"]!.AsObject())
        foreach (var (method, operation) in methods!.AsObject())
        {
            if (operation?["requestBody"]?["content"]?["application/json"]?["schema"] is not { } schema)
                continue;
            foreach (var isFull in (bool[])[false, true])
            {
                var body = new Filling(description, number, isFull).Of(schema)!.ToJsonString();
                var answer = await (await CallerAsync(operation)).SendAsync(
                    new(method.ToUpperInvariant()),
                    Address(path, operation, number),
                    body
                );
                asked++;
                if (answer.Status >= 500 || Codes(answer).Any(NotUnderstood.Contains))
                    wrong.Add($"{method} {path} {answer.Status} {answer.Text[..Math.Min(400, answer.Text.Length)]}\n  {body}");
            }
        }

        asked.ShouldBeGreaterThan(150, "a test that asks nothing finds nothing");
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void No_two_types_share_the_name_of_a_schema()
    {
        var options = door.App.Services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var (names, seen) = (new Dictionary<string, Type>(), new HashSet<Type>());
        var shared = new List<string>();
        var waiting = new Queue<Type>(Described());
        while (waiting.TryDequeue(out var type))
        {
            if (!seen.Add(type) || !options.TryGetTypeInfo(type, out var info))
                continue;
            if (
                OpenApiOptions.CreateDefaultSchemaReferenceId(info) is { } name
                && !names.TryAdd(name, Plain(type))
                && names[name] != Plain(type)
            )
                shared.Add($"{name}: {names[name]} and {type}");
            foreach (var property in info.Properties)
                waiting.Enqueue(property.PropertyType);
            if (info.ElementType is { } element)
                waiting.Enqueue(element);
        }

        names.Count.ShouldBeGreaterThan(300, "the walk has reached what the API speaks of");
        shared.ShouldBeEmpty();
    }

    // A nullable value has the schema of the value.
    private static Type Plain(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    private IEnumerable<Type> Described() =>
        door
            .App.Services.GetServices<EndpointDataSource>()
            .SelectMany(source => source.Endpoints)
            .Where(endpoint => endpoint.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is null)
            .SelectMany(endpoint =>
                endpoint
                    .Metadata.OfType<IProducesResponseTypeMetadata>()
                    .Select(produced => produced.Type)
                    .Concat(endpoint.Metadata.OfType<IAcceptsMetadata>().Select(accepted => accepted.RequestType))
            )
            .OfType<Type>()
            .Where(type => type != typeof(void));

    private static IEnumerable<string> Codes(Answer answer)
    {
        if (answer.Code is { } code)
            yield return code;
        if (answer.Status < 400 || answer["errors"] is not JsonObject fields)
            yield break;
        foreach (var (_, faults) in fields)
        foreach (var fault in faults!.AsArray())
            yield return fault!["code"]!.GetValue<string>();
    }

    private async Task<Account> CallerAsync(JsonNode operation)
    {
        if (
            operation["description"]?.GetValue<string>() is not { } said
            || said.IndexOf("roles: ", StringComparison.Ordinal) is not (>= 0 and var at)
        )
            return door.Anonymous;
        return await door.AsAsync(Accounts[said[(at + 7)..].TrimEnd('.').Split(", ")[0]]);
    }

    private static string Address(string path, JsonNode operation, string number)
    {
        var query = new List<string>();
        foreach (var parameter in operation["parameters"]?.AsArray() ?? [])
        {
            var name = parameter!["name"]!.GetValue<string>();
            if (parameter["in"]!.GetValue<string>() == "path")
                path = path.Replace($"{{{name}}}", PathValue(path, name, parameter["schema"]!, number), StringComparison.Ordinal);
            else if (parameter["in"]!.GetValue<string>() == "query" && parameter["required"]?.GetValue<bool>() is true)
                query.Add($"{name}=0");
        }

        return query.Count == 0 ? path : path + "?" + string.Join('&', query);
    }

    private static string PathValue(string path, string name, JsonNode schema, string number) =>
        (name, path.Split('/')[2], schema["format"]?.GetValue<string>()) switch
        {
            (_, _, "uuid") => "00000000-0000-4000-8000-000000000001",
            ("year", _, _) => "2027",
            ("period", _, _) => "2026-03",
            (_, _, "int32" or "int64") => "1",
            ("no", _, _) => number,
            ("id", "tasks", _) => $"{number}-01-1",
            ("id", "supervision", _) when path.Contains("/cards/", StringComparison.Ordinal) => $"{number}-K1",
            ("id", "supervision", _) when path.Contains("/orders/", StringComparison.Ordinal) => $"{number}-D1",
            ("id", "supervision", _) => $"{number}-C1",
            ("id", "evaluations", _) => $"{number}-1",
            ("id", "complaints", _) => "TS1",
            ("id", "prechecks", _) => "YS00000001",
            _ => "X9",
        };

    /// <summary>Fills schemas with values that they ask for; the number of a case or card where their pattern is that of one.</summary>
    private sealed class Filling(JsonNode description, string number, bool isFull)
    {
        private const int Deepest = 6;

        public JsonNode? Of(JsonNode schema, int depth = 0)
        {
            if (schema["$ref"]?.GetValue<string>() is { } reference)
                return Of(description["components"]!["schemas"]![reference.Split('/')[^1]]!, depth);
            if (schema["oneOf"] is JsonArray ways)
                return Of(ways.First(way => way!["type"] is not JsonValue plain || plain.ToString() != "null")!, depth);
            if (schema["enum"] is JsonArray members)
                return members[0]?.DeepClone();
            return Kind(schema) switch
            {
                "object" => Filled(schema, depth),
                "array" => new JsonArray(depth > Deepest || schema["items"] is null ? [] : [Of(schema["items"]!, depth + 1)]),
                "integer" or "number" => schema["minimum"]?.DeepClone() ?? JsonValue.Create(1),
                "boolean" => JsonValue.Create(true),
                _ => JsonValue.Create(Text(schema)),
            };
        }

        private string Text(JsonNode schema) =>
            (schema["pattern"]?.GetValue<string>(), schema["format"]?.GetValue<string>()) switch
            {
                ({ } pattern, _) when Regex.IsMatch(number, pattern) => number,
                ({ } pattern, _) when Regex.IsMatch(number + "-K1", pattern) => number + "-K1",
                (_, "date") => "2026-12-10",
                (_, "date-time") => "2026-12-10T09:00:00+08:00",
                (_, "time") => "09:00:00",
                (_, "uuid") => "00000000-0000-4000-8000-000000000001",
                _ => "依法办理",
            };

        private static string Kind(JsonNode schema) =>
            schema["type"] switch
            {
                JsonArray several => several.Select(kind => kind!.GetValue<string>()).First(kind => kind != "null"),
                { } one => one.GetValue<string>(),
                null => "object",
            };

        private JsonObject Filled(JsonNode schema, int depth)
        {
            var required = schema["required"]?.AsArray().Select(name => name!.GetValue<string>()).ToHashSet() ?? [];
            var filled = new JsonObject();
            foreach (var (name, member) in schema["properties"]?.AsObject() ?? [])
                if (required.Contains(name) || (isFull && depth < Deepest))
                    filled[name] = Of(member!, depth + 1);
            return filled;
        }
    }
}
