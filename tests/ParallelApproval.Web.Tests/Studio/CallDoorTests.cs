using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Identities;
using ParallelApproval.Workflows;

namespace ParallelApproval.Web.Studio;

/// <summary>What other programs tell the flows, by the addresses of Elsa's server.</summary>
[Collection<OneDoor>]
public sealed class CallDoorTests(FrontDoor door)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_flow_of_no_case_is_run_waits_for_an_event_and_a_task_and_is_seen_on_its_page()
    {
        var designer = await door.AsAsync("designer");
        var model = await designer.CreatedAsync("夜间巡检" + Guid.NewGuid().ToString("N"));
        var (activities, arrows) = (model["root"]!["activities"]!.AsArray(), model["root"]!["connections"]!.AsArray());
        var name = "Arrived-" + Guid.NewGuid().ToString("N");
        activities.Add(Given(StudioDoor.Dragged("heard", "Elsa.Event"), "eventName", name));
        activities.Add(Given(StudioDoor.Dragged("task", "Elsa.RunTask"), "taskName", "测量"));
        arrows.Add(StudioDoor.Arrow("heard", "task"));
        var flow = (await designer.SavedAsync(model, publish: true)).Text("definitionId")!;

        var run = await designer.PostAsync($"{StudioDoor.Api}/workflow-definitions/{flow}/execute");
        (run.Status, run.Headers.ContainsKey("x-elsa-workflow-cannot-start")).ShouldBe((200, false), run.Text);
        var number = run.Headers["x-elsa-workflow-instance-id"];
        (await designer.GetAsync($"{StudioDoor.Api}/workflow-instances/{number}")).Json.Text("subStatus").ShouldBe("Suspended");

        var trigger = $"{StudioDoor.Api}/events/{name}/trigger";
        var wrong = await designer.PostAsync($"{StudioDoor.Api}/events/Other-{name}/trigger");
        (wrong.Status, wrong.Code).ShouldBe((404, "event_not_awaited"));
        (await designer.PostAsync(trigger, new JsonObject { ["workflowInstanceId"] = "nonsense" })).Code.ShouldBe("event_not_awaited");
        (await (await door.AsAsync("clerk")).PostAsync(trigger)).Status.ShouldBe(403);
        var heard = await designer.PostAsync(trigger, new JsonObject { ["input"] = new JsonObject { ["at"] = "门口" } });
        (heard.Status, heard["wentOn"]!.AsArray().Single()!.GetValue<string>()).ShouldBe((200, number));
        (await designer.PostAsync(trigger)).Code.ShouldBe("event_not_awaited", "once");

        var history = await door.App.Services.GetRequiredService<InstanceQueries>().HistoryAsync(Number(number), Cancellation);
        var task = CompleteTask.IdOf(Number(number), history!.State.Bookmarks.Single().Id);
        var done = new JsonObject { ["result"] = 5 };
        (await designer.PostAsync($"{StudioDoor.Api}/tasks/{task}/complete", done)).Status.ShouldBe(200);
        (await designer.PostAsync($"{StudioDoor.Api}/tasks/{task}/complete", done)).Code.ShouldBe("task_not_open");

        var page = await designer.GetAsync($"/flows/runs/{number}");
        page.Text.ShouldContain("Completed");
        (await designer.GetAsync("/flows/runs")).Text.ShouldContain(number);
        (await designer.GetAsync($"/cases/{number}")).Status.ShouldBe(404, "it is no case");
        (await designer.PostAsync($"{StudioDoor.Api}/cancel/workflow-instances/{number}")).Code.ShouldBe("run_is_over");
    }

    private static CaseNumber Number(string text) =>
        CaseNumber.TryParse(text, out var number) ? number : throw new InvalidOperationException(text);

    private static JsonObject Given(JsonObject step, string input, string value)
    {
        step[input] = new JsonObject
        {
            ["typeName"] = null,
            ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = value },
            ["memoryReference"] = null,
        };
        return step;
    }
}
