using System.Text.Json.Nodes;

namespace ParallelApproval.Web.Studio;

/// <summary>Comparison, trial and migration through the product's own API.</summary>
public sealed class WorkflowApiTests(FrontDoor door) : IClassFixture<FrontDoor>
{
    [Fact]
    public async Task A_draft_is_compared_tried_published_and_a_running_case_is_moved_by_two_people()
    {
        var designer = await door.AsAsync("designer");
        var application = Catering.Application(accept: true);
        application["workflow"] = new JsonObject { ["definitionId"] = StudioDoor.Catering };
        var number = (await (await door.AsAsync("clerk")).PostAsync("/api/cases", application)).Json.Text("caseNumber");
        var model = await designer.OpenedAsync();
        var issue = model["root"]!["activities"]!.AsArray().Single(one => one.Text("id") == "issue");
        issue!["metadata"]!["displayText"] = "统一制证";
        await designer.SavedAsync(model);

        var compared = await designer.GetAsync($"/api/workflows/{StudioDoor.Catering}/comparison?from=1&to=2");
        compared["items"]!.AsArray().ShouldHaveSingleItem().Text("text").ShouldContain("统一制证");
        var trial = await designer.PostAsync(
            $"/api/workflows/{StudioDoor.Catering}/trial",
            new JsonObject { ["itemCode"] = Catering.ItemCode, ["receivedOn"] = "2026-03-02" }
        );
        trial.Status.ShouldBe(200, trial.Text);
        trial["branches"]!.AsArray().Count.ShouldBe(7 - 1);
        trial["branches"]!.AsArray().ShouldAllBe(branch => branch.Text("status") == "approved" && branch!["finishesOn"] != null);
        trial["version"]!.GetValue<int>().ShouldBe(2);

        var published = await designer.PostAsync($"{StudioDoor.Api}/workflow-definitions/{StudioDoor.Catering}/publish");
        published["casesOnOtherVersions"]!.GetValue<int>().ShouldBe(1);
        JsonObject Body() =>
            new()
            {
                ["version"] = 2,
                ["cases"] = new JsonArray(number),
                ["reason"] = "改名",
            };
        var plan = await designer.PostAsync($"/api/workflows/{StudioDoor.Catering}/migration-plan", Body());
        plan["items"]!.AsArray().ShouldHaveSingleItem()!["canMove"]!.GetValue<bool>().ShouldBeTrue(plan.Text);
        var proposed = await designer.PostAsync($"/api/workflows/{StudioDoor.Catering}/migrations", Body());
        var approval = $"/api/workflows/migrations/{proposed.Json.Text("id")}/approval";
        (await designer.PostAsync(approval)).Code.ShouldBe("second_person_needed");
        (await (await door.AsAsync("manager")).PostAsync(approval))["items"]!.AsArray().ShouldHaveSingleItem()!["canMove"]!
            .GetValue<bool>()
            .ShouldBeTrue();
        (await designer.GetAsync($"{StudioDoor.Api}/workflow-instances/{number}"))["version"]!.GetValue<int>().ShouldBe(2);
        (await designer.GetAsync($"/api/workflows/{StudioDoor.Catering}/migrations"))["items"]!
            .AsArray()
            .ShouldHaveSingleItem()
            .Text("approvedBy")
            .ShouldBe("manager");
        (
            await designer.PostAsync(
                $"/api/workflows/{StudioDoor.Catering}/migration-plan",
                new JsonObject { ["version"] = 2, ["cases"] = new JsonArray("x") }
            )
        ).Code.ShouldBe("number_malformed");
    }

    [Fact]
    public async Task A_flow_is_copied_meant_for_some_items_and_keeps_a_trial()
    {
        var designer = await door.AsAsync("designer");
        var copied = await designer.PostAsync("/api/workflows/parallel-approval/copies", new JsonObject { ["copyName"] = "大面积" });
        copied.Status.ShouldBe(200, copied.Text);
        var flow = "/api/workflows/" + copied.Json.Text("definitionId");

        var meant = await designer.PutAsync(flow + "/meant-for", new JsonObject { ["mostBranches"] = 6, ["leftOut"] = new JsonArray(6) });
        meant.Json.Text("meant").ShouldBe("""{"mostBranches":6,"leftOut":[6]}""", meant.Text);
        (await designer.PutAsync(flow + "/meant-for", new JsonObject { ["leastBranches"] = 4, ["mostBranches"] = 2 })).Code.ShouldBe(
            "branches_impossible"
        );

        var trial = new JsonObject
        {
            ["name"] = "消防补正",
            ["itemCode"] = "610104-YJS-900",
            ["correct"] = new JsonArray(1),
        };
        (await designer.PostAsync(flow + "/trials", trial.DeepClone())).Status.ShouldBe(200);
        var kept = await designer.GetAsync(flow + "/trials");
        kept["items"]!.AsArray().ShouldHaveSingleItem().Text("name").ShouldBe("消防补正");
        trial["itemCode"] = "no-such-item";
        (await designer.PostAsync(flow + "/trials", trial)).Code.ShouldBe("item_unknown");
        (await designer.SendAsync(HttpMethod.Delete, flow + "/trials/" + Uri.EscapeDataString("消防补正"))).Status.ShouldBe(204);
        (await designer.SendAsync(HttpMethod.Delete, flow + "/trials/none")).Code.ShouldBe("trial_not_kept");
        (await (await door.AsAsync("clerk")).PostAsync(flow + "/copies", new JsonObject { ["copyName"] = "x" })).Status.ShouldBe(403);
        (await designer.GetAsync("/api/workflows/instances/stuck"))["items"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task The_departments_behind_a_fork_become_one_block_are_laid_out_and_taken_apart_again()
    {
        var designer = await door.AsAsync("designer");
        var copied = await designer.PostAsync($"/api/workflows/{StudioDoor.Catering}/copies", new JsonObject { ["copyName"] = "并联块" });
        copied.Status.ShouldBe(200, copied.Text);
        var id = copied.Json.Text("definitionId")!;
        var blocks = $"/api/workflows/{id}/blocks";
        async Task<string> StampAsync() =>
            (await designer.OpenedAsync(id))["customProperties"]!["parallelApprovalStamp"]!.GetValue<string>();
        static JsonObject At(string stamp, params (string Name, JsonNode Value)[] more)
        {
            var body = new JsonObject { ["stamp"] = stamp };
            foreach (var (name, value) in more)
                body[name] = value;
            return body;
        }

        var before = await StampAsync();
        var gathered = await designer.PostAsync(blocks, At(before, ("fork", "fork")));
        gathered.Status.ShouldBe(200, gathered.Text);
        var block = blocks + "/" + gathered.Json.Text("block");
        (await designer.PostAsync(blocks, At(before, ("fork", "fork")))).Code.ShouldBe("definition_changed_by_other");

        var wait = new JsonArray(new JsonObject { ["lane"] = "2", ["first"] = "1" });
        var laid = await designer.PutAsync(block, At(await StampAsync(), ("lanes", new JsonArray("1", "2")), ("waits", wait)));
        laid.Status.ShouldBe(200, laid.Text);
        var circle = new JsonArray(new JsonObject { ["lane"] = "1", ["first"] = "1" });
        (await designer.PutAsync(block, At(await StampAsync(), ("lanes", new JsonArray("1")), ("waits", circle)))).Code.ShouldBe(
            "block_waits_in_circle"
        );

        (await designer.PostAsync(block + "/drawn-out", At(await StampAsync()))).Status.ShouldBe(200);
        (await designer.PostAsync(block + "/drawn-out", At(await StampAsync()))).Code.ShouldBe("flow_block_not_found");
        (await (await door.AsAsync("clerk")).PostAsync(blocks, At(before, ("fork", "fork")))).Status.ShouldBe(403);
    }
}
