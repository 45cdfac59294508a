using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ParallelApproval.Web;

[Collection<OneDoor>]
public sealed class OpenApiTests(FrontDoor door)
{
    [Fact]
    public async Task The_description_names_every_route_of_the_API()
    {
        var described = (await DescriptionAsync())["paths"]!
            .AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(operation => $"{operation.Key.ToUpperInvariant()} {path.Key}"))
            .Order();
        var mapped = door
            .App.Services.GetServices<EndpointDataSource>()
            .SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is null)
            .Where(endpoint =>
                endpoint.RoutePattern.RawText!.TrimStart('/') is var route
                && (route.StartsWith("api/", StringComparison.Ordinal) || route.StartsWith("health/", StringComparison.Ordinal))
            )
            .SelectMany(endpoint =>
                endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods.Select(method => $"{method} {Plain(endpoint)}")
            )
            .Order();
        described.ShouldBe(mapped);
    }

    [Fact]
    public async Task Every_operation_has_a_summary_and_a_described_answer()
    {
        var poor = (await DescriptionAsync())["paths"]!
            .AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(operation => (path.Key, Method: operation.Key, Operation: operation.Value!)))
            .Where(found => found.Operation["summary"] is null || found.Operation["responses"]!.AsObject().Count == 0)
            .Select(found => $"{found.Method} {found.Key}");
        poor.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_description_is_the_approved_one()
    {
        var text =
            (await DescriptionAsync()).ToJsonString(
                new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
            ) + "\n";
        Approved.ShouldMatch("openapi.v1.json", text);
    }

    private async Task<JsonNode> DescriptionAsync() => (await door.Anonymous.GetAsync("/openapi/v1.json")).Json!;

    private static string Plain(RouteEndpoint endpoint) =>
        "/" + System.Text.RegularExpressions.Regex.Replace(endpoint.RoutePattern.RawText!.Trim('/'), @"\{(\w+)[^}]*\}", "{$1}");
}

/// <summary>Long texts that a person has read and approved; they lie in <c>Approved/</c>.</summary>
internal static class Approved
{
    /// <summary>
    /// Compares; what differs is written beside the approved file as <c>*.received</c>, to be read and to take its place.
    /// </summary>
    public static void ShouldMatch(string name, string text, [CallerFilePath] string here = "")
    {
        var approved = Path.Combine(Path.GetDirectoryName(here)!, "Approved", name);
        if (File.Exists(approved) && File.ReadAllText(approved) == text)
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(approved)!);
        File.WriteAllText(approved + ".received", text);
        File.Exists(approved).ShouldBeTrue($"Nothing approved yet: read {approved}.received and rename it.");
        text.ShouldBe(File.ReadAllText(approved), $"Read {approved}.received; if it is right, let it take the place of the approved file.");
    }
}
