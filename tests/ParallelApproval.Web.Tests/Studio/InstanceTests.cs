using System.IO.Compression;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.SignalR.Client;

namespace ParallelApproval.Web.Studio;

[Collection<OneDoor>]
public sealed class InstanceTests(FrontDoor door)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_case_is_an_instance_whose_way_can_be_followed()
    {
        var (number, designer) = (await ReceiveAsync(), await door.AsAsync("designer"));
        var instance = (await designer.GetAsync($"{StudioDoor.Api}/workflow-instances/{number}")).Json!;
        (instance.Text("status"), instance.Text("subStatus"), instance.Text("correlationId")).ShouldBe(("Running", "Suspended", number));
        instance["workflowState"]!["bookmarks"]!.AsArray().Count.ShouldBe(6);
        instance["workflowState"]!["activityExecutionContexts"]!
            .AsArray()
            .Where(context => context!["parentContextId"] is null)
            .ShouldHaveSingleItem();
        instance.ToJsonString().ShouldNotContain("张三", Case.Sensitive, "designers are told nothing about applicants");

        var version = await designer.GetAsync(
            $"{StudioDoor.Api}/workflow-definitions?versionOptions=&Ids={instance.Text("definitionVersionId")}"
        );
        version["items"]!.AsArray().ShouldHaveSingleItem("rows of the list whose version is not found are dropped");

        var state = await designer.GetAsync($"{StudioDoor.Api}/workflow-instances/{number}/execution-state");
        (state.Json.Text("status"), state.Json.Text("subStatus")).ShouldBe(("Running", "Suspended"));
        (await designer.GetAsync($"{StudioDoor.Api}/workflow-instances/61010420260302000019")).Status.ShouldBe(404);
        (await designer.GetAsync($"{StudioDoor.Api}/workflow-instances/nonsense")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task The_journal_the_executions_and_the_badges_tell_the_same_story()
    {
        var (number, designer) = (await ReceiveAsync(), await door.AsAsync("designer"));
        await ApproveAsync(number, 1);
        var filter = new JsonObject
        {
            ["filter"] = new JsonObject
            {
                ["activityIds"] = null,
                ["activityNodeIds"] = null,
                ["excludedActivityTypes"] = new JsonArray("Elsa.Workflow", "Elsa.Flowchart"),
                ["eventNames"] = null,
            },
        };
        var journal = await designer.PostAsync($"{StudioDoor.Api}/workflow-instances/{number}/journal?skip=0&take=110", filter);
        var lines = journal["items"]!.AsArray();
        lines.Select(line => line!["sequence"]!.GetValue<int>()).ShouldBeInOrder();
        lines
            .Where(line => line.Text("activityId") == "branch1")
            .Select(line => line.Text("eventName"))
            .ShouldBe(["Started", "Suspended", "Resumed", "Completed"]);
        lines.ShouldAllBe(line => line.Text("activityType") != "Elsa.Flowchart");
        (await designer.PostAsync($"{StudioDoor.Api}/workflow-instances/{number}/journal?skip=2&take=3", filter))["items"]!
            .AsArray()
            .Count.ShouldBe(3);

        const string Node = "Workflow1:flowchart1:branch1";
        var run = (
            await designer.GetAsync(
                $"{StudioDoor.Api}/activity-executions/list?WorkflowInstanceId={number}&ActivityNodeId={Uri.EscapeDataString(Node)}"
            )
        )["items"]!
            .AsArray()
            .ShouldHaveSingleItem()!;
        (run.Text("status"), run["activityState"]!["Branch"]!.GetValue<int>()).ShouldBe(("Completed", 1));
        (await designer.GetAsync($"{StudioDoor.Api}/activity-executions/by-id?id={run.Text("id")}"))
            .Json!.ToJsonString()
            .ShouldBe(run.ToJsonString());
        (await designer.GetAsync($"{StudioDoor.Api}/activity-executions/{run.Text("id")}/call-stack"))["items"]!
            .AsArray()
            .Select(one => one.Text("activityType"))
            .ShouldBe(["Elsa.Workflow", "Elsa.Flowchart", "ParallelApproval.DepartmentApproval"]);
        (
            await designer.GetAsync(
                $"{StudioDoor.Api}/activity-execution-summaries/list?WorkflowInstanceId={number}&ActivityNodeId=Workflow1"
            )
        )["items"]!
            .AsArray()
            .ShouldHaveSingleItem();

        var statistics = (
            await designer.PostAsync(
                $"{StudioDoor.Api}/activity-executions/report",
                new JsonObject
                {
                    ["workflowInstanceId"] = number,
                    ["activityNodeIds"] = new JsonArray(Node, "Workflow1:flowchart1:branch2", "Workflow1:flowchart1:deliver"),
                }
            )
        )["stats"]!.AsArray();
        statistics
            .Select(one => (one.Text("activityId"), one!["completedCount"]!.GetValue<int>(), one["isBlocked"]!.GetValue<bool>()))
            .Order()
            .ShouldBe([("branch1", 1, false), ("branch2", 0, true)]);
    }

    [Fact]
    public async Task The_list_is_filtered_and_the_variables_are_shown()
    {
        var (number, designer) = (await ReceiveAsync("serial-approval"), await door.AsAsync("designer"));
        async Task<string[]> FoundAsync(JsonObject wanted) =>
            [
                .. (await designer.PostAsync($"{StudioDoor.Api}/workflow-instances", wanted))["items"]!
                    .AsArray()
                    .Select(one => one.Text("id")),
            ];

        (
            await FoundAsync(
                new()
                {
                    ["page"] = 0,
                    ["pageSize"] = 10,
                    ["definitionId"] = "serial-approval",
                    ["statuses"] = new JsonArray("Running"),
                }
            )
        ).ShouldContain(number);
        (await FoundAsync(new() { ["definitionIds"] = new JsonArray("serial-approval"), ["version"] = 2 })).ShouldBeEmpty();
        (await FoundAsync(new() { ["definitionId"] = "serial-approval", ["subStatus"] = "Faulted" })).ShouldBeEmpty();
        (await FoundAsync(new() { ["definitionId"] = "serial-approval", ["hasIncidents"] = true })).ShouldBeEmpty();
        (await FoundAsync(new() { ["searchTerm"] = number })).ShouldBe([number]);
        (await designer.GetAsync($"{StudioDoor.Api}/workflow-instances/{number}/variables"))["items"]!
            .AsArray()
            .ShouldHaveSingleItem()
            .Text("name")
            .ShouldBe("Branch");
    }

    [Fact]
    public async Task A_case_is_neither_cancelled_nor_deleted_from_the_tool()
    {
        var (number, designer) = (await ReceiveAsync(), await door.AsAsync("designer"));
        foreach (
            var refused in new[]
            {
                await designer.PostAsync($"{StudioDoor.Api}/cancel/workflow-instances/{number}"),
                await designer.PostAsync($"{StudioDoor.Api}/bulk-actions/cancel/workflow-instances"),
                await designer.DeleteAsync($"{StudioDoor.Api}/workflow-instances/{number}"),
                await designer.PostAsync($"{StudioDoor.Api}/bulk-actions/delete/workflow-instances/by-id"),
                await designer.PostAsync($"{StudioDoor.Api}/bulk-actions/import/workflow-instances"),
            }
        )
            (refused.Status, refused.Code).ShouldBe((403, "case_not_from_studio"));
        (await designer.GetAsync($"{StudioDoor.Api}/workflow-instances/{number}/execution-state")).Json.Text("status").ShouldBe("Running");
    }

    [Fact]
    public async Task A_definition_on_which_cases_run_stays_and_the_refusal_says_why()
    {
        await ReceiveAsync("parallel-approval");
        var designer = await door.AsAsync("designer");
        var kept = await designer.DeleteAsync($"{StudioDoor.Api}/workflow-definitions/parallel-approval");
        (kept.Status, kept.Code).ShouldBe((409, "cases_run_on_definition"));
        var many = await designer.PostAsync(
            $"{StudioDoor.Api}/bulk-actions/delete/workflow-definitions/by-definition-id",
            new JsonObject { ["definitionIds"] = new JsonArray("parallel-approval") }
        );
        many["deleted"]!.GetValue<int>().ShouldBe(0);
        many["refused"]!.AsArray().ShouldHaveSingleItem().Text("code").ShouldBe("cases_run_on_definition");
        (await designer.OpenedAsync("parallel-approval"))["isPublished"]!.GetValue<bool>().ShouldBeTrue();
        (await designer.DeleteAsync("/api/workflows/parallel-approval")).Code.ShouldBe("cases_run_on_definition");
    }

    [Fact]
    public async Task Cases_are_taken_along_as_files_in_one_archive()
    {
        var (number, designer) = (await ReceiveAsync(), await door.AsAsync("designer"));
        using var http = new HttpClient { BaseAddress = door.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", designer.Token);
        using var answer = await http.PostAsJsonAsync(
            $"{StudioDoor.Api}/bulk-actions/export/workflow-instances",
            new { ids = new[] { number, number, "no-such" } },
            TestContext.Current.CancellationToken
        );
        using var archive = new ZipArchive(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        archive.Entries.ShouldHaveSingleItem().Name.ShouldBe($"{number}.json");
    }

    [Theory]
    [InlineData("header")]
    [InlineData("address")]
    public async Task The_viewer_is_told_when_the_case_moves(string tokenIn)
    {
        var (number, designer) = (await ReceiveAsync(), await door.AsAsync("designer"));
        var token = designer.Token!;
        await using var hub = new HubConnectionBuilder()
            .WithUrl(
                new Uri(
                    door.Address,
                    "/elsa/hubs/workflow-instance" + (tokenIn == "address" ? "?access_token=" + Uri.EscapeDataString(token) : "")
                ),
                options => options.AccessTokenProvider = tokenIn == "header" ? () => Task.FromResult<string?>(token) : null
            )
            .Build();
        var (statistics, moved) = (new TaskCompletionSource<JsonObject>(), new TaskCompletionSource<JsonObject>());
        hub.On<JsonObject>("ActivityExecutionLogUpdatedAsync", statistics.SetResult);
        hub.On<JsonObject>("WorkflowInstanceUpdatedAsync", moved.SetResult);
        await hub.StartAsync(Cancellation);
        await hub.InvokeAsync("ObserveInstanceAsync", number, Cancellation);
        await ApproveAsync(number, 1);

        (await moved.Task.WaitAsync(TimeSpan.FromMinutes(2), Cancellation)).Text("workflowInstanceId").ShouldBe(number);
        (await statistics.Task)["stats"]!
            .AsArray()
            .ShouldContain(one => one.Text("activityId") == "branch1" && one!["completedCount"]!.GetValue<int>() == 1);
    }

    [Fact]
    public async Task Nobody_looks_on_without_a_token() =>
        (await door.Anonymous.PostAsync("/elsa/hubs/workflow-instance/negotiate?negotiateVersion=1")).Status.ShouldBe(401);

    private async Task<string> ReceiveAsync(string workflow = StudioDoor.Catering)
    {
        var application = Catering.Application(accept: true);
        application["workflow"] = new JsonObject { ["definitionId"] = workflow };
        var received = await (await door.AsAsync("clerk")).PostAsync("/api/cases", application);
        received.Status.ShouldBe(201, received.Text);
        return received.Json.Text("caseNumber");
    }

    private async Task ApproveAsync(string number, int branch) =>
        (
            await (await door.AsAsync("approver-" + Catering.Departments[branch - 1])).DecideAsync(
                Catering.Task(number, branch),
                Catering.Approval()
            )
        ).Status.ShouldBe(200);
}
