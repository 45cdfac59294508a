using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace ParallelApproval.Web.Studio;

public sealed class DefinitionTests(FrontDoor door) : IClassFixture<FrontDoor>
{
    private static readonly string[] NeverNull =
    [
        "variables",
        "customProperties",
        "options",
        "root",
        "inputs",
        "outputs",
        "outcomes",
        "links",
    ];

    [Fact]
    public async Task A_definition_opens_with_everything_that_the_editor_cannot_do_without()
    {
        var opened = await (await door.AsAsync("designer")).OpenedAsync();
        foreach (var part in NeverNull)
            opened[part].ShouldNotBeNull(part);
        opened["links"]!.AsArray().ShouldContain(link => link.Text("rel") == "publish");
        DateTimeOffset.TryParse(opened.Text("createdAt"), out _).ShouldBeTrue();
        opened["root"]!["activities"]!.AsArray().ShouldAllBe(one => one.Text("nodeId") == $"Workflow1:flowchart1:{one.Text("id")}");
        opened["root"]!["connections"]!.AsArray().ShouldAllBe(one => one!["vertices"] is JsonArray);
    }

    [Fact]
    public async Task An_administrator_gets_it_read_only()
    {
        var admin = await door.AsAsync("admin");
        (await admin.OpenedAsync())["links"]!.AsArray().ShouldNotContain(link => link.Text("rel") == "publish");
        (await admin.GetAsync($"{StudioDoor.Api}/workflow-definitions"))["links"]!
            .AsArray()
            .ShouldNotContain(link => link.Text("rel") == "bulk-publish");
    }

    [Fact]
    public async Task The_round_of_a_designer_create_drag_save_publish_roll_back()
    {
        var designer = await door.AsAsync("designer");
        var first = await designer.PublishedAsync("往返流程");
        first.ShouldSatisfyAllConditions(
            one => one["isPublished"]!.GetValue<bool>().ShouldBeTrue(),
            one => one["version"]!.GetValue<int>().ShouldBe(1)
        );
        var id = first.Text("definitionId");

        first["root"]!["activities"]!.AsArray().Add(StudioDoor.Dragged("more", "Elsa.WriteLine"));
        first["root"]!["connections"]!.AsArray().Add(StudioDoor.Arrow("line", "more"));
        var draft = await designer.SavedAsync(first);
        (draft["version"]!.GetValue<int>(), draft["isLatest"]!.GetValue<bool>(), draft["isPublished"]!.GetValue<bool>()).ShouldBe(
            (2, true, false)
        );
        draft["description"] = "自动保存";
        var again = await designer.SavedAsync(draft);
        again.Text("id").ShouldBe(draft.Text("id"));

        (await designer.PostAsync($"{StudioDoor.Api}/workflow-definitions/{id}/publish"))["alreadyPublished"]!
            .GetValue<bool>()
            .ShouldBeFalse();
        var reverted = await designer.PostAsync($"{StudioDoor.Api}/workflow-definitions/{id}/revert/1");
        reverted["version"]!.GetValue<int>().ShouldBe(3);
        var third = (await designer.GetAsync($"{StudioDoor.Api}/workflow-definitions/by-id/{reverted.Json.Text("id")}")).Json!;
        third["root"]!["activities"]!.AsArray().Count.ShouldBe(2);

        var history = (
            await designer.GetAsync(
                $"{StudioDoor.Api}/workflow-definitions?versionOptions=AllVersions&DefinitionIds={id}"
                    + "&OrderBy=Version&OrderDirection=Descending&Page=0&PageSize=10"
            )
        )["items"]!.AsArray();
        history
            .Select(one => (one!["version"]!.GetValue<int>(), one["isLatest"]!.GetValue<bool>(), one["isPublished"]!.GetValue<bool>()))
            .ShouldBe([(3, true, false), (2, false, true), (1, false, false)]);

        (await designer.PostAsync($"{StudioDoor.Api}/workflow-definitions/{id}/retract"))["isPublished"]!.GetValue<bool>().ShouldBeFalse();
        (await designer.DeleteAsync($"{StudioDoor.Api}/workflow-definition-versions/{third.Text("id")}")).Status.ShouldBe(204);
        (await designer.DeleteAsync($"{StudioDoor.Api}/workflow-definitions/{id}")).Status.ShouldBe(204);
        (await designer.DeleteAsync($"{StudioDoor.Api}/workflow-definitions/{id}")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_refused_save_tells_the_designer_why_in_words_that_the_tool_shows()
    {
        var designer = await door.AsAsync("designer");
        var (mine, hers) = (await designer.PublishedAsync("两人同改"), (JsonObject?)null);
        hers = (JsonObject)mine.DeepClone();
        (mine["description"], hers["description"]) = ("我", "她");
        await designer.SavedAsync(mine);

        var refused = await designer.SaveAsync(hers);
        (refused.Status, refused.Code).ShouldBe((400, "definition_changed_by_other"));
        refused["errors"]!
            .AsObject()
            .ShouldHaveSingleItem()
            .Value!.AsArray()
            .ShouldHaveSingleItem()!
            .GetValue<string>()
            .ShouldContain("designer");

        var emptied = await designer.OpenedAsync(mine.Text("definitionId"));
        (emptied["root"]!["activities"], emptied["root"]!["connections"]) = (new JsonArray(), new JsonArray());
        (await designer.SaveAsync(emptied)).Code.ShouldBe("definition_emptied");
    }

    [Fact]
    public async Task A_refused_publication_names_the_activity_by_id_and_by_the_text_on_the_canvas_in_both_languages()
    {
        var designer = await door.AsAsync("designer");
        var model = await designer.PublishedAsync("待发布");
        var lonely = StudioDoor.Dragged("lonely", "ParallelApproval.DepartmentApproval");
        lonely["metadata"]!["displayText"] = "孤立的审批";
        model["root"]!["activities"]!.AsArray().Add(lonely);

        var refused = await designer.SaveAsync(model, publish: true);
        refused.Status.ShouldBe(400);
        refused["errors"]!["lonely"]!.AsArray()[0]!
            .GetValue<string>()
            .ShouldSatisfyAllConditions(text => text.ShouldContain("孤立的审批"), text => text.ShouldContain("Expected"));
        var inChinese = await designer.SendAsync(
            HttpMethod.Post,
            $"{StudioDoor.Api}/workflow-definitions?lang=zh",
            new JsonObject { ["model"] = model.DeepClone(), ["publish"] = true }.ToJsonString()
        );
        inChinese["errors"]!["lonely"]!.AsArray()[0]!.GetValue<string>().ShouldContain("无法到达");
        (await designer.OpenedAsync(model.Text("definitionId")))["version"]!.GetValue<int>().ShouldBe(1, "nothing was saved");
    }

    [Fact]
    public async Task Search_filter_and_paging_find_what_is_meant()
    {
        var designer = await door.AsAsync("designer");
        async Task<JsonNode> ListAsync(string query) => (await designer.GetAsync($"{StudioDoor.Api}/workflow-definitions?{query}")).Json!;

        (await ListAsync("versionOptions=Latest&Page=0&PageSize=2&SearchTerm=&IsSystem=False&OrderDirection=Ascending"))["items"]!
            .AsArray()
            .Count.ShouldBe(2);
        (await ListAsync("versionOptions=Latest&SearchTerm=SERIAL-APP"))["items"]!
            .AsArray()
            .ShouldHaveSingleItem()
            .Text("definitionId")
            .ShouldBe("serial-approval");
        (await ListAsync("versionOptions=Published&DefinitionIds=serial-approval&DefinitionIds=immediate"))["totalCount"]!
            .GetValue<int>()
            .ShouldBe(2);
        (await ListAsync("versionOptions=Published"))["items"]!
            .AsArray()
            .Count.ShouldBeGreaterThanOrEqualTo(5, "without a page size everything is returned");
        (await ListAsync("versionOptions=&Ids=parallel-approval-1"))["items"]!.AsArray().ShouldHaveSingleItem();
        (await designer.GetAsync($"{StudioDoor.Api}/workflow-definitions/validation/is-name-unique?name=Workflow%201"))["isUnique"]!
            .GetValue<bool>()
            .ShouldBeTrue();
        var taken = (await designer.OpenedAsync()).Text("name");
        (
            await designer.GetAsync(
                $"{StudioDoor.Api}/workflow-definitions/validation/is-name-unique" + $"?name={Uri.EscapeDataString(taken)}"
            )
        )["isUnique"]!
            .GetValue<bool>()
            .ShouldBeFalse();
        (
            await designer.GetAsync(
                $"{StudioDoor.Api}/workflow-definitions/validation/is-name-unique?name={Uri.EscapeDataString(taken)}&definitionId={StudioDoor.Catering}"
            )
        )["isUnique"]!
            .GetValue<bool>()
            .ShouldBeTrue();
    }

    [Fact]
    public async Task Many_at_once()
    {
        var designer = await door.AsAsync("designer");
        var ids = new[]
        {
            (await designer.PublishedAsync("批量一")).Text("definitionId"),
            (await designer.PublishedAsync("批量二")).Text("definitionId"),
        };
        JsonObject Body() => new() { ["definitionIds"] = new JsonArray([.. ids.Append("nothing").Select(id => (JsonNode)id)]) };

        var retracted = await designer.PostAsync($"{StudioDoor.Api}/bulk-actions/retract/workflow-definitions/by-definition-ids", Body());
        (retracted["retracted"]!.AsArray().Count, retracted["notFound"]!.AsArray().Count).ShouldBe((2, 1));
        var published = await designer.PostAsync($"{StudioDoor.Api}/bulk-actions/publish/workflow-definitions/by-definition-ids", Body());
        (published["published"]!.AsArray().Count, published["notFound"]!.AsArray().Count).ShouldBe((2, 1));
        (await designer.PostAsync($"{StudioDoor.Api}/bulk-actions/delete/workflow-definitions/by-definition-id", Body()))["deleted"]!
            .GetValue<int>()
            .ShouldBe(2);
    }

    [Fact]
    public async Task An_exported_file_can_be_imported_and_rubbish_cannot()
    {
        var designer = await door.AsAsync("designer");
        var file = await designer.GetAsync(
            $"{StudioDoor.Api}/workflow-definitions/{StudioDoor.Catering}/export?versionOptions=Latest&includeConsumingWorkflows=False"
        );
        file.Headers["Content-Disposition"].ShouldContain("catering-six-certificates.v1.json");
        file.Json.Text("$schema").ShouldStartWith("https://elsaworkflows.io/schemas/workflow-definition");
        (
            await designer.GetAsync($"{StudioDoor.Api}/workflow-definitions/{StudioDoor.Catering}/export?versionOptions=Latest")
        ).Text.ShouldBe(file.Text);

        var copy = (JsonObject)file.Json!.DeepClone();
        (copy["definitionId"], copy["name"]) = ("catering-copy", "导入的副本");
        var imported = await designer.PostAsync($"{StudioDoor.Api}/workflow-definitions/import", copy);
        (imported.Status, imported["isPublished"]!.GetValue<bool>()).ShouldBe((200, false));

        var bomb = StudioDoor.Dragged("x", "Acme.Bomb");
        bomb["metadata"]!["displayText"] = "外来活动";
        copy["root"]!["activities"]!.AsArray().Add(bomb);
        var kept = await designer.PostAsync($"{StudioDoor.Api}/workflow-definitions/import", copy);
        kept.Status.ShouldBe(200, kept.Text);
        kept["root"]!["activities"]!.AsArray().Last().Text("missingTypeName").ShouldBe("Acme.Bomb", "the tool is shown a stand-in");
        var unpublished = await designer.PostAsync($"{StudioDoor.Api}/workflow-definitions/catering-copy/publish");
        unpublished.Status.ShouldBe(400);
        unpublished["errors"]!["x"]!
            .AsArray()
            .Select(sentence => sentence!.GetValue<string>())
            .ShouldContain(sentence =>
                sentence.Contains("外来活动", StringComparison.Ordinal) && sentence.Contains("Acme.Bomb", StringComparison.Ordinal)
            );
        (await designer.SendAsync(HttpMethod.Post, $"{StudioDoor.Api}/workflow-definitions/import", "{\"root\":")).Code.ShouldBe(
            "definition_malformed"
        );
    }

    [Fact]
    public async Task An_oversized_import_is_cut_off_and_the_server_goes_on()
    {
        var designer = await door.AsAsync("designer");
        try
        {
            (
                await designer.SendAsync(HttpMethod.Post, $"{StudioDoor.Api}/workflow-definitions/import", new string(' ', 4_300_000))
            ).Status.ShouldBe(413);
        }
        catch (HttpRequestException)
        {
            // The server does not wait for the rest of a body that it will not read.
        }

        (await designer.GetAsync($"{StudioDoor.Api}/workflow-definitions")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Run_answers_that_a_flow_starts_with_a_case()
    {
        var answer = await (await door.AsAsync("designer")).PostAsync(
            $"{StudioDoor.Api}/workflow-definitions/{StudioDoor.Catering}/execute",
            new JsonObject { ["versionOptions"] = "Latest" }
        );
        (answer.Status, answer.Headers["x-elsa-workflow-cannot-start"]).ShouldBe((200, "True"));
    }

    [Fact]
    public async Task What_is_stored_here_and_what_an_Elsa_server_stored_differ_in_nothing_but_ids_and_dates()
    {
        var recorded = Recorded();
        var designer = await door.AsAsync("designer");
        var model = (JsonObject)recorded["model"]!.DeepClone();
        model["definitionId"] = "twin";
        await designer.SavedAsync(model);
        var ours = (await designer.GetAsync($"{StudioDoor.Api}/workflow-definitions/twin/export?versionOptions=Latest")).Json!;
        Plain(ours).ShouldBe(Plain(recorded["stored"]!));
    }

    private static JsonNode Recorded([CallerFilePath] string here = "") =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "recorded-from-elsa-server.json")))!;

    /// <summary>Without ids of the whole, dates and nulls; members and arrows in one order.</summary>
    private static string Plain(JsonNode definition)
    {
        var copy = (JsonObject)definition.DeepClone();
        foreach (var name in (string[])["id", "definitionId", "createdAt", "$schema"])
            copy.Remove(name);
        return Sorted(copy)!.ToJsonString(new() { WriteIndented = true });
    }

    private static JsonNode? Sorted(JsonNode? node) =>
        node switch
        {
            JsonObject one => new JsonObject(
                one.Where(member => member.Value is not null)
                    .OrderBy(member => member.Key, StringComparer.Ordinal)
                    .Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value)))
            ),
            JsonArray { Count: > 0 } list when list[0]?["source"] is not null => new JsonArray([
                .. list.Select(Sorted).OrderBy(arrow => arrow!.ToJsonString(), StringComparer.Ordinal),
            ]),
            JsonArray list => new JsonArray([.. list.Select(Sorted)]),
            _ => node?.DeepClone(),
        };
}
