using System.Text;
using System.Text.Json.Nodes;
using ErrorOr;
using ParallelApproval.Testing;

namespace ParallelApproval.Workflows;

/// <summary>What is put right on saving, what is refused, and what is kept.</summary>
public sealed class DrawingTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_dragged_activity_gets_node_id_properties_default_inputs_and_the_types_of_its_inputs()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var model = await house.OpenedAsync();
        model.Activities.Add(Designing.Dragged("x", "ParallelApproval.DepartmentApproval", "新", ("branch", "8")));
        var stored = ((JsonObject)JsonNode.Parse((await house.SavedAsync(model)).Content)!).Activity("x");

        stored["nodeId"]!.GetValue<string>().ShouldBe("Workflow1:flowchart1:x");
        stored["customProperties"]!.ToJsonString().ShouldBe("""{"canStartWorkflow":false,"runAsynchronously":false}""");
        stored["branch"]!.ToJsonString().ShouldBe("""{"typeName":"Int32","expression":{"type":"Literal","value":"8"}}""");
        stored["timing"]!.ToJsonString().ShouldBe("""{"typeName":"String","expression":{"type":"Literal","value":"Parallel"}}""");
    }

    [Theory]
    [InlineData("form.areaSquareMetres > 300", "Condition")]
    [InlineData("form.hasGasSupply", "Condition")]
    [InlineData("True", "Literal")]
    [InlineData("", "Literal")]
    [InlineData("yes", "Literal")]
    [InlineData("{{ 1 > 0 }}", "Literal")]
    public async Task What_is_typed_into_a_field_for_yes_or_no_and_is_neither_is_a_condition(string typed, string language)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var model = await house.OpenedAsync();
        model.Activities.Add(Designing.Dragged("ask", "ParallelApproval.AskOnlyWhen", "问", ("branch", "1"), ("askedWhen", typed)));
        model.Activities.Add(Designing.Dragged("way", "Elsa.FlowDecision", "判断", ("condition", typed)));
        model.Activities.Add(Designing.Dragged("line", "Elsa.WriteLine", "记", ("text", typed)));
        var stored = (JsonObject)JsonNode.Parse((await house.SavedAsync(model)).Content)!;
        string Language(string step, string input) => stored.Activity(step)[input]!["expression"]!["type"]!.GetValue<string>();
        Language("ask", "askedWhen").ShouldBe(language);
        Language("way", "condition").ShouldBe(language);
        Language("line", "text").ShouldBe("Literal", "a text is a text");
    }

    [Fact]
    public async Task A_bare_value_is_wrapped_bends_and_ports_are_filled_in_and_dangling_arrows_go()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var model = await house.OpenedAsync();
        model.Activity("branch1")["promisedDays"] = 5;
        model.Connections.Add(
            new JsonObject
            {
                ["source"] = new JsonObject { ["activity"] = "issue" },
                ["target"] = new JsonObject { ["activity"] = "finish" },
                ["vertices"] = null,
            }
        );
        model.Connect("issue", "Done", "nobody");
        var stored = (JsonObject)JsonNode.Parse((await house.SavedAsync(model)).Content)!;

        stored.Activity("branch1")["promisedDays"]!
            .ToJsonString()
            .ShouldBe("""{"typeName":"Int32","expression":{"type":"Literal","value":5}}""");
        var arrow = stored.Connections.Single(one =>
            one!["source"]!["activity"]!.GetValue<string>() == "issue" && one["target"]!["activity"]!.GetValue<string>() == "finish"
        )!;
        arrow
            .ToJsonString()
            .ShouldBe("""{"source":{"activity":"issue","port":"Done"},"target":{"activity":"finish","port":"In"},"vertices":[]}""");
        stored.Connections.ShouldNotContain(one => one!["target"]!["activity"]!.GetValue<string>() == "nobody");
    }

    [Fact]
    public async Task What_the_house_does_not_know_survives()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var model = await house.OpenedAsync();
        model["ourOwnField"] = "保留";
        model["customProperties"]!["logPersistenceConfig"] = new JsonObject { ["default"] = null };
        model.Activity("branch1")["commitStrategyName"] = "x";
        var stored = (JsonObject)JsonNode.Parse((await house.SavedAsync(model)).Content)!;
        stored["ourOwnField"]!.GetValue<string>().ShouldBe("保留");
        stored["customProperties"]!.ToJsonString().ShouldBe("""{"logPersistenceConfig":{"default":null}}""");
        stored.Activity("branch1")["commitStrategyName"]!.GetValue<string>().ShouldBe("x");
    }

    [Fact]
    public async Task A_save_of_what_is_unreadable_ambiguous_or_too_deep_is_refused_and_nothing_is_stored()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        async Task Refuses(string code, Action<JsonObject> spoil)
        {
            var model = await house.OpenedAsync();
            spoil(model);
            (await house.SaveAsync(model)).ErrorsOrEmptyList.Select(error => error.Code).ShouldContain(code);
        }

        await Refuses("duplicate_id", model => model.Activities.Add(Designing.Dragged("copy", "ParallelApproval.CopyNotice", "再抄告")));
        await Refuses("definition_malformed", model => model["customProperties"] = Nested(120));
        await Refuses("root_not_flowchart", model => model["root"]!["type"] = "Elsa.StateMachine");
        await Refuses("definition_malformed", model => model.Activity("copy").Remove("id"));
        await Refuses("definition_malformed", model => model.Remove("root"));
        (await house.VersionsAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Publishing_is_refused_with_the_id_and_the_text_of_each_activity_at_fault_and_nothing_is_saved()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var model = await house.OpenedAsync();
        model.Activities.Add(Designing.Dragged("lonely", "ParallelApproval.DepartmentApproval", "孤立的审批"));
        model.Activities.Add(Designing.Dragged("wait", "Elsa.RunTask", "执行任务"));
        var refused = await house.SaveAsync((JsonObject)model.DeepClone(), publish: true);

        refused.Errors.ShouldContain(error =>
            error.Code == "unreachable_activity"
            && (string)error.Metadata!["activity"] == "lonely"
            && (string)error.Metadata["display"] == "孤立的审批"
        );
        refused.Errors.ShouldContain(error => error.Code == "missing_input" && (string)error.Metadata!["$field"] == "wait");
        (await house.VersionsAsync()).Count.ShouldBe(1);

        await house.SavedAsync(model);
        (
            await house.Get<PublishDefinitionHandler>().HandleAsync(new(Designing.Catering), house.Designer, Cancellation)
        ).IsError.ShouldBeTrue("a draft may be incomplete, a published version may not");
    }

    [Fact]
    public async Task Publishing_with_an_arrow_into_nowhere_is_refused()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var model = await house.OpenedAsync();
        model.Connect("issue", "Done", "nobody");
        (await house.SaveAsync(model, publish: true)).FirstError.ShouldSatisfyAllConditions(
            error => error.Code.ShouldBe("dangling_connection"),
            error => error.Metadata!["activity"].ShouldBe("nobody")
        );
    }

    [Theory]
    [InlineData("""{"$schema":"https://example.org/other","root":{"id":"r","type":"Elsa.Flowchart"}}""", "definition_schema_unknown")]
    [InlineData(
        """{"$schema":"https://elsaworkflows.io/schemas/workflow-definition/v2.0.0/schema.json","""
            + """ "root":{"id":"r","type":"Elsa.Flowchart"}}""",
        "definition_schema_unknown"
    )]
    [InlineData("""{"activities":[{"activityId":"1","type":"HttpEndpoint"}]}""", "definition_malformed")]
    [InlineData("""{"definitionId":"../etc","root":{"id":"r","type":"Elsa.Flowchart"}}""", "definition_id_malformed")]
    [InlineData("""{"root":{"id":"r","type":"Elsa.Flowchart","activities":"none"}}""", "definition_malformed")]
    [InlineData(
        """{"name":"Ring","definitionId":"ring","options":{"usableAsActivity":true},"""
            + """ "root":{"id":"r","type":"Elsa.Flowchart","activities":[{"id":"a","type":"Ring","version":1}]}}""",
        "composite_cycle"
    )]
    [InlineData(
        """{"root":{"id":"r","type":"Elsa.Flowchart","activities":[{"id":"a","type":"Elsa.Start"}],"""
            + """ "connections":[{"source":{"activity":"a"},"target":{"activity":"b"}}]}}""",
        "dangling_connection"
    )]
    public async Task Rubbish_is_not_imported(string json, string code)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var before = await house.Database.AskAsync<long>("SELECT count(*) FROM workflow_definitions", Cancellation);
        var imported = await house
            .Get<ImportDefinitionHandler>()
            .HandleAsync(new(DefinitionDocument.Read(json).Value), house.Designer, Cancellation);
        imported.FirstError.Code.ShouldBe(code);
        (await house.Database.AskAsync<long>("SELECT count(*) FROM workflow_definitions", Cancellation)).ShouldBe(before);
    }

    [Fact]
    public void What_is_too_long_too_deep_or_says_a_thing_twice_is_not_even_read()
    {
        DefinitionDocument.Read(new string(' ', 5_000_000)).FirstError.Code.ShouldBe("definition_too_large");
        DefinitionDocument
            .Read(new StringBuilder().Insert(0, "{\"a\":", 200).Append('1').Append('}', 200).ToString())
            .FirstError.Code.ShouldBe("definition_malformed");
        DefinitionDocument.Read("""{"id":"1","id":"2"}""").FirstError.Code.ShouldBe("definition_malformed");
        DefinitionDocument.Read("[1]").FirstError.Code.ShouldBe("definition_malformed");
        DefinitionDocument.Read("{").FirstError.Code.ShouldBe("definition_malformed");
    }

    [Theory]
    [InlineData("""{"id":"1","name":"a","name":"b"}""", "definition_malformed", "stands twice")]
    [InlineData("PK\u0003\u0004...", "definition_malformed", "ZIP")]
    [InlineData("""{"id":"1","name":"\uFFFD\uFFFD流程"}""", "text_malformed", "UTF-8")]
    public void What_a_file_is_instead_of_a_definition_is_said(string text, string code, string said)
    {
        var refused = DefinitionDocument.Read(text).FirstError;
        refused.Code.ShouldBe(code);
        refused.Description.ShouldContain(said);
    }

    [Fact]
    public void Arrows_as_elsa_once_wrote_them_are_read()
    {
        var read = DefinitionDocument.Read(
            """
            {"definitionId":"old","root":{"id":"r","type":"Elsa.Flowchart","activities":[{"id":"a","type":"Elsa.Start"},
            {"id":"b","type":"Elsa.End"}],"connections":[{"source":"a","target":"b","sourcePort":"Done","targetPort":"In"}]}}
            """
        );
        var arrow = Engine.WorkflowDefinition.Parse(read.Value.ToJsonString()).Root.Connections!.ShouldHaveSingleItem();
        (arrow.Source, arrow.SourcePort, arrow.Target, arrow.TargetPort).ShouldBe(("a", "Done", "b", "In"));
    }

    [Fact]
    public async Task A_file_without_activities_empties_no_flow()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var model = await house.OpenedAsync();
        model["root"]!["activities"] = new JsonArray();
        model["root"]!["connections"] = new JsonArray();
        var imported = await house.Get<ImportDefinitionHandler>().HandleAsync(new(model), house.Designer, Cancellation);
        imported.FirstError.Code.ShouldBe("definition_emptied");
        (await house.VersionsAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_import_onto_a_definition_overwrites_no_draft()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var model = await house.OpenedAsync();
        model["description"] = "某人的草稿";
        await house.SavedAsync(model);
        var file = await house.OpenedAsync();
        file["description"] = "导入的";
        var imported = (await house.Get<ImportDefinitionHandler>().HandleAsync(new(file), house.Designer, Cancellation)).Value;
        imported.Version.ShouldBe(3);
        (await house.VersionsAsync()).Select(row => row.Description).Skip(1).ShouldBe(["某人的草稿", "导入的"]);
    }

    [Fact]
    public async Task An_export_has_the_same_bytes_at_any_time_and_comes_back_as_the_same_drawing()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var export = house.Get<ExportDefinitions>();
        var before = await export.PublishedAsync(Cancellation);
        await house.PublishSeventhDepartmentAsync();
        var after = await export.PublishedAsync(Cancellation);

        after.Select(file => file.Name).ShouldContain("catering-six-certificates.v2.json");
        before.ShouldBeSubsetOf(after, "an older version's file does not change when a newer one is published");
        foreach (var file in after)
        {
            var imported = await house
                .Get<ImportDefinitionHandler>()
                .HandleAsync(new(DefinitionDocument.Read(file.Json).Value), house.Designer, Cancellation);
            imported.ErrorsOrEmptyList.ShouldBeEmpty();
            DefinitionDocument
                .SaysTheSame((JsonObject)JsonNode.Parse(imported.Value.Content)!, (JsonObject)JsonNode.Parse(file.Json)!)
                .ShouldBeTrue(file.Name);
        }
    }

    [Fact]
    public async Task The_files_of_the_product_are_as_an_export_writes_them()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        foreach (var file in await house.Get<ExportDefinitions>().PublishedAsync(Cancellation))
            (await File.ReadAllTextAsync(Path.Combine(DefinitionFolder.OfProduct, file.Name), Cancellation)).ShouldBe(
                file.Json,
                $"{file.Name}: run `workflows export`"
            );
    }

    [Fact]
    public async Task Exported_files_are_taken_by_an_empty_installation_as_the_versions_they_were()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.PublishSeventhDepartmentAsync();
        var files = await house.Get<ExportDefinitions>().PublishedAsync(Cancellation);
        var folder = Directory.CreateTempSubdirectory("exported-");
        foreach (var file in files)
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, file.Name), file.Json, Cancellation);

        await using var tables = await cluster.CopyAsync(Template.Tables, Cancellation);
        await using var empty = await TestHouse.SecondNodeAsync(tables, Cancellation);
        (await empty.Get<DefinitionFolder>().LoadAsync(folder.FullName, empty.Clock.GetUtcNow(), Cancellation)).ShouldBeEmpty();
        (await empty.Get<ExportDefinitions>().PublishedAsync(Cancellation)).ShouldBe(files);
        (await house.Get<DefinitionFolder>().LoadAsync(folder.FullName, house.Clock.GetUtcNow(), Cancellation)).ShouldBeEmpty(
            "the files say what the database says"
        );
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task An_activity_whose_type_has_gone_is_shown_as_a_stand_in_and_saved_as_it_was()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.Database.AskAsync<int>(
            """
            INSERT INTO workflow_definitions (id, definition_id, version, name, is_latest, is_published, was_published, created_at, content, revision, edited_by, published_by)
            VALUES ('old-1', 'old', 1, 'old', true, false, false, now(), '{"id":"old-1","definitionId":"old","version":1,"name":"old","root":{"id":"f","nodeId":"Workflow1:f","type":"Elsa.Flowchart","version":1,"activities":[{"id":"a","nodeId":"Workflow1:f:a","type":"Retired.Thing","version":3,"secret":{"x":1}}],"connections":[]}}', 1, '', '') RETURNING 1
            """,
            Cancellation
        );
        var shown = await house.OpenedAsync("old");
        NotFoundActivities.Hide((JsonObject)shown["root"]!, house.Get<DefinitionRegister>().Activities);
        shown.Activity("a")["type"]!.GetValue<string>().ShouldBe("Elsa.NotFoundActivity");
        shown["description"] = "改";
        NotFoundActivities.Restore(shown);

        var stored = ((JsonObject)JsonNode.Parse((await house.SavedAsync(shown)).Content)!).Activity("a");
        (stored["type"]!.GetValue<string>(), stored["version"]!.GetValue<int>(), stored["secret"]!.ToJsonString()).ShouldBe(
            ("Retired.Thing", 3, """{"x":1}""")
        );
    }

    private static JsonObject Nested(int levels) =>
        Enumerable.Range(0, levels).Aggregate(new JsonObject(), (inner, _) => new JsonObject { ["a"] = inner });
}
