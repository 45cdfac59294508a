using System.IO.Compression;
using System.Net.Http.Headers;
using System.Net.Mime;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Testing;

namespace ParallelApproval.Web.Studio;

/// <summary>
/// Whatever is sent to whichever address of the designer's interface, it is an answer or a refusal with its code, never a fault of the
/// server; and what was stored on the way can still be opened.
/// </summary>
public sealed class StudioBodiesTests(FrontDoor door) : IClassFixture<FrontDoor>
{
    private static readonly string[] Broken =
    [
        "",
        "[]",
        "null",
        "5",
        "\"x\"",
        "{",
        "{\"model\":",
        "{\"model\":{\"root\":{\"id\":\"r\"",
        "{}",
        "\uFEFF{}",
        "\uFFFE",
        "{\"model\":\"\uFFFE\",\"ids\":[\"\uFFFE\"]}",
        "{\"model\":\"\\ud800\",\"ids\":[\"\\u0000\"]}",
        "{\"root\":{\"id\":\"r\",\"type\":\"\\ud800\"},\"model\":{\"root\":{\"id\":\"r\",\"type\":\"\\ud800\"}}}",
        "{\"a\":1,\"a\":2}",
        string.Concat(Enumerable.Repeat("{\"a\":", 200)) + "1" + new string('}', 200),
        new string('[', 100_000),
    ];

    private static readonly string[] Spoilers =
    [
        "null",
        "true",
        "5",
        "1e300",
        "\"\"",
        "\"x\"",
        "[]",
        "[null]",
        "[[5]]",
        "{}",
        "{\"id\":5,\"type\":5,\"nodeId\":5}",
        "{\"id\":\"q\",\"type\":\"Elsa.NotFoundActivity\",\"nodeId\":\"q\",\"originalActivityJson\":\"{\\\"id\\\":5\"}",
        $"\"{new string('x', 5_000)}\"",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_address_is_broken_by_a_broken_body()
    {
        var designer = await door.AsAsync("designer");
        var wrong = new List<string>();
        foreach (var (method, path) in Addresses())
        foreach (var body in Broken)
            Judge(await designer.SendAsync(method, path, body), $"{method} {path}", body, wrong);
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task No_address_is_broken_by_a_member_that_is_something_else()
    {
        var designer = await door.AsAsync("designer");
        var wrong = new List<string>();
        foreach (var (method, path) in Addresses().Where(address => address.Method == HttpMethod.Post))
        foreach (var body in Spoilt(Everything()))
            Judge(await designer.SendAsync(method, path, body), $"{method} {path}", body, wrong);
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_definition_spoilt_anywhere_is_stored_so_that_it_opens_or_not_at_all()
    {
        var designer = await door.AsAsync("designer");
        var (wrong, number, stored) = (new List<string>(), 0, 0);
        foreach (var model in Spoilt(Definition("spoilt")))
        {
            string Named(string name) => model.Replace("\"spoilt\"", $"\"{name}-{number}\"", StringComparison.Ordinal);
            number++;
            Judge(
                await designer.SendAsync(HttpMethod.Post, $"{StudioDoor.Api}/workflow-definitions/import", Named("taken")),
                "import",
                model,
                wrong
            );
            var saved = await designer.SendAsync(
                HttpMethod.Post,
                $"{StudioDoor.Api}/workflow-definitions",
                $$"""{"model":{{Named("saved")}}}"""
            );
            Judge(saved, "save", model, wrong);
            if (saved["workflowDefinition"] is not JsonObject definition)
                continue;
            stored++;
            var (id, version) = (definition.Text("definitionId"), definition.Text("id"));
            foreach (var address in (string[])[$"by-id/{version}", $"subgraph/{version}", $"{id}/export?versionOptions=Latest"])
                Judge(await designer.GetAsync($"{StudioDoor.Api}/workflow-definitions/{address}"), address, model, wrong);
            Judge(await designer.PostAsync($"{StudioDoor.Api}/workflow-definitions/{id}/publish"), "publish", model, wrong);
        }

        stored.ShouldBeGreaterThan(number / 3, "most of what is spoilt is no more than odd");
        Judge(await designer.GetAsync($"{StudioDoor.Api}/workflow-definitions?versionOptions=Latest"), "list", "", wrong);
        Judge(await designer.GetAsync($"{StudioDoor.Api}/workflow-definitions/no-such/consumers"), "consumers", "", wrong);
        Judge(await designer.GetAsync($"{StudioDoor.Api}/workflow-definitions/{StudioDoor.Catering}/consumers"), "consumers", "", wrong);
        wrong.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(
        "multipart/form-data; boundary=xx",
        "--xx\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.json\"\r\n\r\n{\"a\""
    )]
    [InlineData("multipart/form-data; boundary=xx", "--xx\r\nContent-Disposition: form-data; name=\"fi")]
    [InlineData("multipart/form-data; boundary=xx", "")]
    [InlineData("multipart/form-data; boundary=xx", "--xx--\r\n")]
    [InlineData("multipart/form-data", "--xx\r\n")]
    [InlineData("text/plain", "{}")]
    [InlineData("application/xml", "<a/>")]
    public async Task A_form_that_breaks_off_and_a_body_of_another_kind_are_refused(string contentType, string body)
    {
        var designer = await door.AsAsync("designer");
        foreach (var path in (string[])["import", "import-files", "no-such/publish"])
        {
            var address = $"{StudioDoor.Api}/workflow-definitions/{path}";
            var refused = await designer.SendAsync(HttpMethod.Post, address, body, contentType);
            refused.Status.ShouldBeInRange(400, 415, $"{path} {refused.Text}");
            refused.Code.ShouldNotBeNull();
            (await door.Anonymous.SendAsync(HttpMethod.Post, address, body, contentType)).Status.ShouldBe(401);
        }

        var nowhere = await door.Anonymous.SendAsync(HttpMethod.Post, "/elsa/api/no-such", body, contentType);
        nowhere.Status.ShouldBeInRange(400, 404, nowhere.Text);
        (await door.Anonymous.SendAsync(HttpMethod.Post, $"{StudioDoor.Api}/identity/login", body, contentType)).Status.ShouldBeInRange(
            400,
            415
        );
    }

    [Fact]
    public async Task Files_and_archives_are_imported_one_by_one_and_what_is_refused_is_told_under_its_name()
    {
        using var form = new MultipartFormDataContent();
        void Add(string name, byte[] content, string type) =>
            form.Add(new ByteArrayContent(content) { Headers = { ContentType = new MediaTypeHeaderValue(type) } }, "files", name);
        Add("one.json", Encoding.UTF8.GetBytes(Definition("file-one").ToJsonString()), MediaTypeNames.Application.Json);
        Add("broken.json", "{\"root\":"u8.ToArray(), MediaTypeNames.Application.Json);
        Add("damaged.zip", "PK\u0003\u0004"u8.ToArray(), MediaTypeNames.Application.Zip);
        Add("many.zip", await ArchiveAsync("file-two", "file-three"), MediaTypeNames.Application.Zip);

        var answer = await SendAsync(form);
        answer["count"]!.GetValue<int>().ShouldBe(3, answer.ToJsonString());
        answer["refused"]!
            .AsArray()
            .Select(one => (one.Text("id"), one.Text("code")))
            .ShouldBe([("broken.json", "definition_malformed"), ("damaged.zip", "definition_malformed")]);
        (await (await door.AsAsync("designer")).OpenedAsync("file-three")).Text("definitionId").ShouldBe("file-three");

        using var nothing = new MultipartFormDataContent { { new StringContent("x"), "other" } };
        (await SendAsync(nothing)).Text("code").ShouldBe("files_expected");
    }

    [Fact]
    public async Task Who_uses_a_flow_is_told_and_so_is_the_root_of_a_drawing_and_a_feature_by_name()
    {
        var designer = await door.AsAsync("designer");
        await designer.PostAsync($"{StudioDoor.Api}/workflow-definitions/import", Definition("used"));
        var user = Definition("user");
        user["root"]!["activities"]!.AsArray().Add(new JsonObject { ["id"] = "u", ["type"] = "Used" });
        var imported = (await designer.PostAsync($"{StudioDoor.Api}/workflow-definitions/import", user)).Json!;
        (await designer.GetAsync($"{StudioDoor.Api}/workflow-definitions/used/consumers"))["consumingWorkflowDefinitionIds"]!
            .AsArray()
            .ShouldHaveSingleItem()!
            .GetValue<string>()
            .ShouldBe("user");
        (await designer.GetAsync($"{StudioDoor.Api}/workflow-definitions/no-such/consumers")).Status.ShouldBe(404);

        var root = await designer.GetAsync($"{StudioDoor.Api}/workflow-definitions/subgraph/{imported.Text("id")}");
        root["activity"].Text("type").ShouldBe("Elsa.Flowchart");
        root["children"]!.AsArray().Count.ShouldBe(3);
        (await designer.GetAsync($"{StudioDoor.Api}/features/installed/Elsa.RealTimeWorkflowUpdates")).Json.Text("name").ShouldNotBeEmpty();
        (await designer.GetAsync($"{StudioDoor.Api}/features/installed/Elsa.Secrets")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_trial_stops_at_an_activity_that_nobody_knows_and_says_so()
    {
        var designer = await door.AsAsync("designer");
        var flow = Definition("on-trial");
        flow["root"]!["activities"]![1] = JsonNode.Parse("""{"id":"w","type":"Acme.Bomb","metadata":{"displayText":"外来活动"}}""");
        (await designer.PostAsync($"{StudioDoor.Api}/workflow-definitions/import", flow)).Status.ShouldBe(200);
        var trial = await designer.PostAsync(
            "/api/workflows/on-trial/trial",
            new JsonObject { ["itemCode"] = Catering.ItemCode, ["receivedOn"] = "2026-03-02" }
        );
        trial.Status.ShouldBe(200, trial.Text);
        var step = trial["steps"]!.AsArray().Last();
        (step.Text("display"), step.Text("incident").Contains("Acme.Bomb", StringComparison.Ordinal)).ShouldBe(("外来活动", true));
    }

    [Fact]
    public async Task A_program_made_for_Elsa_signs_in_at_Elsas_address()
    {
        var address = $"{StudioDoor.Api}/identity/login";
        var signedIn = await door.Anonymous.PostAsync(address, new JsonObject { ["username"] = "designer", ["password"] = "Demo#2026" });
        var designer = new Account(door.Address, signedIn["accessToken"]!.GetValue<string>());
        (await designer.GetAsync($"{StudioDoor.Api}/workflow-definitions")).Status.ShouldBe(200);
        var refused = await door.Anonymous.PostAsync(address, new JsonObject { ["username"] = "designer", ["password"] = "x" });
        (refused.Status, refused.Code).ShouldBe((401, "sign_in_failed"));
    }

    private async Task<JsonNode> SendAsync(HttpContent form)
    {
        using var http = new HttpClient { BaseAddress = door.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", (await door.AsAsync("designer")).Token);
        using var answer = await http.PostAsync($"{StudioDoor.Api}/workflow-definitions/import-files", form, Cancellation);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!;
    }

    private static async Task<byte[]> ArchiveAsync(params string[] ids)
    {
        using var buffer = new MemoryStream();
        await using (var archive = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var id in ids)
            {
                await using var entry = await archive.CreateEntry($"flows/{id}.json").OpenAsync(Cancellation);
                await entry.WriteAsync(Encoding.UTF8.GetBytes(Definition(id).ToJsonString()), Cancellation);
            }

        return buffer.ToArray();
    }

    private static void Judge(Answer answer, string what, string body, List<string> wrong)
    {
        if (answer.Status >= 500 || (answer.Status >= 400 && answer.Code is null))
            wrong.Add(
                $"{what}: {answer.Status} {answer.Text[..Math.Min(200, answer.Text.Length)]}\n  {body[..Math.Min(300, body.Length)]}"
            );
    }

    private IEnumerable<(HttpMethod Method, string Path)> Addresses() =>
        door
            .App.Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith(StudioDoor.Api, StringComparison.Ordinal))
            .SelectMany(endpoint =>
                endpoint
                    .Metadata.OfType<HttpMethodMetadata>()
                    .SelectMany(methods => methods.HttpMethods)
                    .Select(method => (new HttpMethod(method), Filled(endpoint)))
            )
            .Distinct();

    private static string Filled(RouteEndpoint endpoint) =>
        string.Join(
                '/',
                endpoint.RoutePattern.PathSegments.Select(segment =>
                    string.Concat(
                        segment.Parts.Select(part =>
                            part is Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal ? literal.Content : "7"
                        )
                    )
                )
            )
            .Insert(0, "/");

    // Every place with a spoiler, and every spoiler at a place; in the long form each with each.
    private static IEnumerable<string> Spoilt(JsonObject body)
    {
        for (var place = 0; ; place++)
            foreach (
                var spoiler in LongForm.IsAsked
                    ? Spoilers
                    : [Spoilers[place % Spoilers.Length], Spoilers[(place * 5 + 3) % Spoilers.Length]]
            )
            {
                var copy = (JsonObject)body.DeepClone();
                if (Places(copy).Skip(place).Select(one => (Action<JsonNode?>?)one).FirstOrDefault() is not { } put)
                    yield break;
                put(JsonNode.Parse(spoiler));
                yield return copy.ToJsonString();
            }
    }

    private static IEnumerable<Action<JsonNode?>> Places(JsonNode? node)
    {
        if (node is JsonObject members)
            foreach (var (name, value) in members.ToList())
            {
                yield return spoilt => members[name] = spoilt;
                foreach (var deeper in Places(value))
                    yield return deeper;
            }

        if (node is JsonArray elements)
            for (var i = 0; i < elements.Count; i++)
            {
                var at = i;
                yield return spoilt => elements[at] = spoilt;
                foreach (var deeper in Places(elements[i]))
                    yield return deeper;
            }
    }

    private static JsonObject Everything() =>
        new()
        {
            ["model"] = null,
            ["publish"] = null,
            ["ids"] = new JsonArray("7"),
            ["definitionIds"] = new JsonArray("7"),
            ["workflowInstanceId"] = "7",
            ["activityNodeIds"] = new JsonArray("7"),
            ["filter"] = new JsonObject { ["activityIds"] = new JsonArray("7"), ["eventNames"] = new JsonArray("7") },
            ["page"] = 0,
            ["pageSize"] = 10,
            ["version"] = 1,
            ["statuses"] = new JsonArray("Running"),
            ["orderBy"] = "Created",
            ["hasIncidents"] = true,
            ["username"] = "no-such",
            ["password"] = "x",
        };

    private static JsonObject Definition(string id) =>
        (JsonObject)
            JsonNode.Parse(
                """
                {"definitionId":"ID","name":"NAME","description":"d","version":1,
                "toolVersion":"3.8.2.0","createdAt":"2026-11-23T06:46:57+00:00","outcomes":["Done"],"customProperties":{"a":1},
                "variables":[{"id":"v","name":"V","typeName":"String","isArray":false,"value":"x"}],
                "inputs":[{"name":"I","type":"String","displayName":"i"}],"outputs":[{"name":"O","type":"String"}],
                "options":{"usableAsActivity":false},
                "root":{"id":"r","type":"Elsa.Flowchart","version":1,"metadata":{"designer":{}},
                "customProperties":{"canStartWorkflow":false},"variables":[],"activities":[
                {"id":"s","type":"Elsa.Start","version":1,"metadata":{"designer":{"position":{"x":1,"y":2}}}},
                {"id":"w","name":"W","type":"Elsa.FlowSwitch","version":1,
                "cases":[{"label":"A","condition":{"type":"JavaScript","value":"true"}}],
                "text":{"typeName":"String","expression":{"type":"Literal","value":"x"},"memoryReference":{"id":"v"}}}],
                "connections":[{"source":{"activity":"s","port":"Done"},"target":{"activity":"w","port":"In"},"vertices":[{"x":1,"y":2}]}]}}
                """.Replace("ID", id, StringComparison.Ordinal).Replace(
                    "NAME",
                    char.ToUpperInvariant(id[0]) + id[1..],
                    StringComparison.Ordinal
                )
            )!;
}
