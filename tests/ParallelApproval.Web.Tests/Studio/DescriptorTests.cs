using System.Text.Json.Nodes;

namespace ParallelApproval.Web.Studio;

/// <summary>What the designer's tool must be told before it opens anything; each of these, wrong, stops it.</summary>
[Collection<OneDoor>]
public sealed class DescriptorTests(FrontDoor door)
{
    private static readonly string[] Hints =
    [
        "singleline",
        "multiline",
        "checkbox",
        "dropdown",
        "radiolist",
        "checklist",
        "multitext",
        "dynamic-outcomes",
        "code-editor",
        "json-editor",
        "expression-editor",
        "datetime-picker",
        "variable-picker",
        "input-picker",
        "output-picker",
        "outcome-picker",
        "type-picker",
        "workflow-definition-picker",
        "dictionary",
        "switch-editor",
        "flow-switch-editor",
    ];

    [Fact]
    public async Task Every_descriptor_is_complete_and_none_is_there_twice()
    {
        var all = await ActivitiesAsync();
        all.Select(one => (one.Text("typeName"), one!["version"]!.GetValue<int>())).ShouldBeUnique();
        foreach (var one in all)
        {
            var name = one.Text("typeName");
            foreach (var text in (string[])["namespace", "name", "category", "displayName", "description"])
                one![text].ShouldNotBeNull($"{name}.{text}");
            one.Text("kind").ShouldBeOneOf("Action", "Trigger", "Job", "Task");
            foreach (var list in (string[])["ports", "inputs", "outputs"])
                one![list].ShouldBeOfType<JsonArray>();
            foreach (var part in (string[])["customProperties", "constructionProperties"])
                one![part].ShouldBeOfType<JsonObject>();
            foreach (var port in one!["ports"]!.AsArray())
                port.Text("type").ShouldBeOneOf("Flow", "Embedded");
            foreach (var input in one["inputs"]!.AsArray())
            {
                input.Text("uiHint").ShouldBeOneOf(Hints);
                input!["isBrowsable"]!.GetValue<bool>().ShouldBeTrue($"{name}.{input.Text("name")} would not be shown");
                if (input.Text("uiHint") == "dropdown")
                    input["uiSpecifications"]!["dropdown"]!["selectList"]!["items"]!
                        .AsArray()
                        .ShouldNotBeEmpty($"{name}.{input.Text("name")}");
            }
        }
    }

    [Fact]
    public async Task The_toolbox_travels_compressed()
    {
        using var http = new HttpClient { BaseAddress = door.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{StudioDoor.Api}/descriptors/activities?Refresh=True");
        request.Headers.Authorization = new("Bearer", (await door.AsAsync("designer")).Token);
        request.Headers.AcceptEncoding.Add(new("gzip"));
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        response.Content.Headers.ContentEncoding.ShouldBe(["gzip"]);
        (await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length.ShouldBeLessThan(20_000);
    }

    [Fact]
    public async Task What_a_drawing_may_hold_is_described_and_what_a_designer_may_draw_is_offered()
    {
        var all = (await ActivitiesAsync()).ToDictionary(one => one.Text("typeName"), one => one!["isBrowsable"]!.GetValue<bool>());
        foreach (var needed in (string[])["Elsa.Flowchart", "Elsa.NotFoundActivity"])
            all[needed].ShouldBeFalse(needed);
        foreach (
            var offered in (string[])
                [
                    "Elsa.Start",
                    "Elsa.FlowFork",
                    "Elsa.FlowJoin",
                    "Elsa.FlowDecision",
                    "Elsa.FlowSwitch",
                    "Elsa.SetVariable",
                    "Elsa.Delay",
                    "Elsa.Timer",
                    "Elsa.StartAt",
                    "Elsa.Cron",
                    "Elsa.Event",
                    "Elsa.PublishEvent",
                    "Elsa.RunTask",
                    "Elsa.DispatchWorkflow",
                    "Elsa.ExecuteWorkflow",
                    "Elsa.BulkDispatchWorkflows",
                    "Elsa.FlowSendHttpRequest",
                    "Elsa.SendEmail",
                    "Elsa.Finish",
                    "ParallelApproval.DepartmentApproval",
                    "ParallelApproval.CopyNotice",
                ]
        )
            all[offered].ShouldBeTrue(offered);
    }

    [Fact]
    public async Task The_toolbox_speaks_Chinese_unless_English_is_asked_for_and_lists_the_departments_of_the_district()
    {
        var zh = await ApprovalAsync("zh-CN");
        (zh.Text("displayName"), zh.Text("category")).ShouldBe(("部门审批", "并联审批"));
        var departments = Items(zh, "Department");
        departments.Length.ShouldBeGreaterThan(10);
        departments.ShouldContain(line => line.Text("value") == "GSJ" && line.Text("text").Contains('局', StringComparison.Ordinal));
        Items(zh, "Timing").Select(line => line.Text("value")).ShouldBe(["Parallel", "Serial", "Remaining"]);

        (await ApprovalAsync("en")).Text("displayName").ShouldBe("Department approval");
    }

    [Theory]
    [InlineData("descriptors/workflow-activation-strategies")]
    [InlineData("descriptors/incident-strategies")]
    [InlineData("descriptors/log-persistence-strategies")]
    [InlineData("descriptors/commit-strategies/workflows")]
    [InlineData("descriptors/commit-strategies/activities")]
    [InlineData("descriptors/storage-drivers")]
    [InlineData("descriptors/variables")]
    [InlineData("descriptors/output-converters?sourceType=String&destinationType=String")]
    [InlineData("features/installed")]
    public async Task Every_list_that_is_asked_for_is_there(string list)
    {
        var answer = await (await door.AsAsync("designer")).GetAsync($"{StudioDoor.Api}/{list}");
        answer.Status.ShouldBe(200);
        answer["items"].ShouldBeOfType<JsonArray>().Count.ShouldBe(answer["count"]!.GetValue<int>());
    }

    [Fact]
    public async Task Expressions_that_the_engine_evaluates_are_offered()
    {
        var all = (await (await door.AsAsync("designer")).GetAsync($"{StudioDoor.Api}/descriptors/expression-descriptors"))[
            "items"
        ]!.AsArray();
        foreach (var one in all)
            one!["properties"].ShouldBeOfType<JsonObject>();
        all.Where(one => one!["isBrowsable"]!.GetValue<bool>())
            .Select(one => one.Text("type"))
            .ShouldBe(["Variable", "Input", "Condition", "JavaScript", "Liquid"]);
        (
            await (await door.AsAsync("designer")).PostAsync($"{StudioDoor.Api}/scripting/javascript/type-definitions/serial-approval")
        ).Text.ShouldSatisfyAllConditions(
            text => text.ShouldContain("getBranch"),
            text => text.ShouldContain("\"areaSquareMetres\": number | null")
        );
    }

    [Fact]
    public async Task An_administrator_reads_and_nobody_else_but_a_designer_does()
    {
        (await (await door.AsAsync("admin")).GetAsync($"{StudioDoor.Api}/workflow-definitions")).Status.ShouldBe(200);
        (await (await door.AsAsync("admin")).PostAsync($"{StudioDoor.Api}/workflow-definitions")).Status.ShouldBe(403);
        (await (await door.AsAsync("clerk")).GetAsync($"{StudioDoor.Api}/workflow-definitions")).Status.ShouldBe(403);
        (await door.Anonymous.GetAsync($"{StudioDoor.Api}/descriptors/activities")).Status.ShouldBe(401);
    }

    private static JsonNode[] Items(JsonNode activity, string input) =>
        [
            .. activity["inputs"]!.AsArray().Single(one => one.Text("name") == input)!["uiSpecifications"]!["dropdown"]!["selectList"]![
                "items"
            ]!
                .AsArray()
                .OfType<JsonNode>(),
        ];

    private async Task<JsonNode> ApprovalAsync(string language) =>
        (await (await door.AsAsync("designer")).GetAsync($"{StudioDoor.Api}/descriptors/activities?lang={language}"))["items"]!
            .AsArray()
            .Single(one => one.Text("typeName") == "ParallelApproval.DepartmentApproval")!;

    private async Task<JsonArray> ActivitiesAsync() =>
        (await (await door.AsAsync("designer")).GetAsync($"{StudioDoor.Api}/descriptors/activities?Refresh=True"))["items"]!.AsArray();
}
