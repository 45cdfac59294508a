using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ParallelApproval.Web.Studio;

/// <summary>From the flow to the case and back, for those who look after flows.</summary>
[Collection<OneDoor>]
public sealed partial class CourseTests(FrontDoor door)
{
    private const string Opinion = "申请人张三的平面图符合条件，同意。";

    [Theory]
    [InlineData("designer")]
    [InlineData("admin")]
    public async Task Who_looks_after_flows_sees_the_course_of_a_case_and_nobody_in_it(string userName)
    {
        var number = await ReceiveAsync();
        await DoneAsync(
            (await door.AsAsync("approver-syj")).DecideAsync(
                Catering.Task(number, 1),
                new JsonObject { ["decision"] = "approve", ["opinion"] = Opinion }
            )
        );

        var sheet = await (await door.AsAsync(userName)).GetAsync($"/api/cases/{number}");
        sheet.Status.ShouldBe(200, sheet.Text);
        sheet["branches"]!.AsArray().Select(branch => branch.Text("status")).ShouldContain("approved");
        sheet["timeline"]!.AsArray().Count.ShouldBeGreaterThan(3);
        var page = await (await Browser.SignInAsync(door.Address, userName)).OpenAsync(
            $"/diagnostics/structured-logs?workflowInstanceId={number}"
        );
        (page.Status, page.Address).ShouldBe((HttpStatusCode.OK, $"/cases/{number}"));
        page.Html.ShouldContain($"/studio/workflows/instances/{number}/view");
        foreach (var text in (string[])[sheet.Text, WebUtility.HtmlDecode(page.Html)])
        {
            text.ShouldNotContain("张三");
            text.ShouldNotContain("6101****");
            text.ShouldNotContain("003X");
        }
    }

    [Fact]
    public async Task Who_takes_part_in_the_case_sees_its_persons_and_no_way_into_Studio()
    {
        var number = await ReceiveAsync();
        var clerk = await Browser.SignInAsync(door.Address, "clerk");
        var page = await clerk.OpenAsync($"/cases/{number}");
        page.Html.ShouldContain("张三");
        page.Html.ShouldNotContain("/studio");
        (await clerk.OpenAsync($"/diagnostics/structured-logs?workflowInstanceId={number}")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?workflowInstanceId=//elsewhere.example")]
    [InlineData("?workflowInstanceId=61010420260302000019")]
    public async Task The_way_out_of_the_viewer_leads_to_cases_only(string query) =>
        (await (await Browser.SignInAsync(door.Address, "designer")).OpenAsync("/diagnostics/structured-logs" + query)).Status.ShouldBe(
            HttpStatusCode.NotFound
        );

    [Fact]
    public async Task A_step_that_failed_is_shown_on_the_page_of_the_case_and_tried_again_from_there()
    {
        var number = await ReceiveAsync(await PublishFailingAsync());
        var designer = await Browser.SignInAsync(door.Address, "designer");
        var page = await designer.OpenAsync($"/cases/{number}");
        page.Html.ShouldContain("Try again");
        var incident = (await (await door.AsAsync("designer")).GetAsync($"{StudioDoor.Api}/workflow-instances/{number}"))["workflowState"]![
            "incidents"
        ]!
            .AsArray()
            .ShouldHaveSingleItem()!
            .Text("incidentId");

        var tried = await (await door.AsAsync("designer")).PostAsync($"/api/workflows/instances/{number}/incidents/{incident}/retry");
        tried.Status.ShouldBe(200, tried.Text);
        (await designer.OpenAsync($"/cases/{number}")).Html.ShouldContain("Try again", Case.Sensitive, "the cause is still there");
        var trail = await (await door.AsAsync("admin")).GetAsync($"/api/audit?case={number}");
        trail["items"]!.AsArray().Count(line => line.Text("kind") == "FlowRetried" && line.Text("userName") == "designer").ShouldBe(1);
    }

    private async Task<string> PublishFailingAsync()
    {
        var designer = await door.AsAsync("designer");
        var model = await designer.CreatedAsync("会失败的流程");
        var ask = StudioDoor.Dragged("ask", "Elsa.FlowDecision");
        ask["condition"] = new JsonObject
        {
            ["typeName"] = null,
            ["expression"] = new JsonObject { ["type"] = "JavaScript", ["value"] = "(void 0).more" },
        };
        var (root, arrow) = (model["root"]!, StudioDoor.Arrow("intake", "ask"));
        arrow["source"]!["port"] = "Accepted";
        foreach (
            var activity in (JsonObject[])
                [
                    StudioDoor.Dragged("intake", "ParallelApproval.OneWindowIntake"),
                    ask,
                    StudioDoor.Dragged("approve", "ParallelApproval.AllBranchesApproval"),
                    StudioDoor.Dragged("finish", "ParallelApproval.FinishCase"),
                ]
        )
            root["activities"]!.AsArray().Add(activity);
        root["connections"]!.AsArray().Add(arrow);
        foreach (var (from, port, to) in ((string, string, string)[])[("ask", "True", "approve"), ("approve", "Approved", "finish")])
        {
            var next = StudioDoor.Arrow(from, to);
            next["source"]!["port"] = port;
            root["connections"]!.AsArray().Add(next);
        }

        return (await designer.SavedAsync(model, publish: true)).Text("definitionId");
    }

    private async Task<string> ReceiveAsync(string workflow = StudioDoor.Catering)
    {
        var application = Catering.Application(accept: true);
        application["workflow"] = new JsonObject { ["definitionId"] = workflow };
        var received = await (await door.AsAsync("clerk")).PostAsync("/api/cases", application);
        received.Status.ShouldBe(201, received.Text);
        return received.Json.Text("caseNumber");
    }

    private static async Task DoneAsync(Task<Answer> answer) => (await answer).Status.ShouldBe(200, (await answer).Text);
}
