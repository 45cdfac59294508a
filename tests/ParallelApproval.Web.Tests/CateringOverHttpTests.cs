using System.Text.Json.Nodes;

namespace ParallelApproval.Web;

/// <summary>The catering case by HTTP: who may sign when, who sees what.</summary>
[Collection<OneDoor>]
public sealed class CateringOverHttpTests(FrontDoor door)
{
    [Fact]
    public async Task Six_departments_review_at_once_and_sign_in_the_order_of_the_law()
    {
        var caseNumber = await ReceiveAsync();
        var sheet = await SheetAsync(caseNumber);
        sheet["status"]!.GetValue<string>().ShouldBe("inApproval");
        sheet["workflow"]!["definitionId"]!.GetValue<string>().ShouldBe("catering-six-certificates");
        Statuses(sheet).ShouldAllBe(status => status == "inReview");
        sheet["branches"]![1]!["blockedBy"]!.AsArray().Select(number => number!.GetValue<int>()).ShouldBe([1]);

        var early = await DecideAsync(caseNumber, 2);
        (early.Status, early.Code).ShouldBe((409, "branch_waits_for"));
        for (var branch = 1; branch <= 6; branch++)
            (await DecideAsync(caseNumber, branch)).Status.ShouldBe(200);

        (await SheetAsync(caseNumber))["status"]!.GetValue<string>().ShouldBe("decided");
        (await (await door.AsAsync("clerk")).PostAsync($"/api/cases/{caseNumber}/delivery")).Status.ShouldBe(200);
        var closed = await SheetAsync(caseNumber);
        closed["status"]!.GetValue<string>().ShouldBe("finished");
        closed["certificates"]!.AsArray().Count.ShouldBe(6);
    }

    [Fact]
    public async Task A_department_signs_its_own_branch_only()
    {
        var caseNumber = await ReceiveAsync();
        var answer = await (await door.AsAsync("approver-gsj")).DecideAsync(Catering.Task(caseNumber, 1), Catering.Approval());
        (answer.Status, answer.Code).ShouldBe((403, "branch_not_yours"));
    }

    [Fact]
    public async Task A_case_without_a_part_of_the_department_does_not_exist_for_its_approver()
    {
        var caseNumber = await ReceiveAsync();
        var stranger = await door.AsAsync("approver-cgj");
        (await stranger.GetAsync($"/api/cases/{caseNumber}")).Code.ShouldBe("case_not_found");
        (await stranger.GetAsync($"/api/cases?search={caseNumber}"))["items"]!.AsArray().ShouldBeEmpty();
        (await (await door.AsAsync("approver-tjj")).GetAsync($"/api/cases/{caseNumber}")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task The_inbox_shows_the_department_its_own_tasks()
    {
        var caseNumber = await ReceiveAsync();
        var tasks = (await (await door.AsAsync("approver-zjj")).GetAsync("/api/tasks?department=SYJ&limit=200"))["items"]!.AsArray();
        tasks.Select(task => task!["department"]!.GetValue<string>()).Distinct().ShouldBe(["ZJJ"]);
        tasks.ShouldContain(task => task!["caseNumber"]!.GetValue<string>() == caseNumber);
    }

    [Fact]
    public async Task A_list_is_narrowed_by_status_and_colour_and_goes_on_where_the_page_ended()
    {
        for (var i = 0; i < 3; i++)
            await ReceiveAsync();
        var clerk = await door.AsAsync("clerk");
        var (numbers, cursor) = (new List<string>(), "");
        do
        {
            var page = await clerk.GetAsync("/api/cases?status=inApproval&colour=green&limit=2" + cursor);
            page.Status.ShouldBe(200, page.Text);
            numbers.AddRange(page["items"]!.AsArray().Select(line => line!["caseNumber"]!.GetValue<string>()));
            cursor = page["nextCursor"] is { } next ? "&cursor=" + next.GetValue<string>() : null;
        } while (cursor is not null);
        numbers.Count.ShouldBeGreaterThanOrEqualTo(3);
        numbers.ShouldBe(numbers.Distinct().OrderDescending(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_refusal_names_its_reasons_and_blocks_what_depends_on_it()
    {
        var caseNumber = await ReceiveAsync();
        var approver = await door.AsAsync("approver-syj");
        var bare = await approver.DecideAsync(
            Catering.Task(caseNumber, 1),
            new JsonObject { ["decision"] = "refuse", ["opinion"] = "不同意" }
        );
        (bare.Status, bare.Code).ShouldBe((400, "reasons_missing"));
        (
            await approver.DecideAsync(
                Catering.Task(caseNumber, 1),
                new JsonObject
                {
                    ["decision"] = "refuse",
                    ["opinion"] = "不同意",
                    ["reasons"] = "操作间与卫生间相通。",
                }
            )
        ).Status.ShouldBe(200);
        var blocked = await DecideAsync(caseNumber, 2);
        (blocked.Status, blocked.Code).ShouldBe((409, "branch_blocked"));
    }

    [Fact]
    public async Task Every_step_is_in_a_chain_that_holds()
    {
        var caseNumber = await ReceiveAsync();
        await DecideAsync(caseNumber, 1);
        var supervisor = await door.AsAsync("supervisor");
        var trail = (await supervisor.GetAsync($"/api/audit?case={caseNumber}"))["items"]!.AsArray();
        trail.Select(line => line!["kind"]!.GetValue<string>()).ShouldContain("BranchDecided");
        (await supervisor.GetAsync("/api/audit/verification"))["holds"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task The_public_query_opens_with_number_and_code_and_shows_no_personal_data()
    {
        var receipt = await (await door.AsAsync("clerk")).PostAsync("/api/cases", Catering.Application(accept: true));
        var (number, code) = (receipt["caseNumber"]!.GetValue<string>(), receipt["queryCode"]!.GetValue<string>());
        var found = await door.Anonymous.GetAsync($"/api/public/cases/{number}?code={code}");
        found.Status.ShouldBe(200);
        found["applicant"]!.GetValue<string>().ShouldBe("张*");
        found.Text.ShouldNotContain("610104189001010");
        found["branches"]!.AsArray().Count.ShouldBe(6);
    }

    [Fact]
    public async Task A_query_code_cannot_be_found_by_trying()
    {
        var receipt = await (await door.AsAsync("clerk")).PostAsync("/api/cases", Catering.Application());
        var (number, code) = (receipt["caseNumber"]!.GetValue<string>(), receipt["queryCode"]!.GetValue<string>());
        var wrong = code == "000000" ? "000001" : "000000";
        for (var i = 0; i < 5; i++)
            (await door.Anonymous.GetAsync($"/api/public/cases/{number}?code={wrong}")).Code.ShouldBe("public_case_not_found");
        var locked = await door.Anonymous.GetAsync($"/api/public/cases/{number}?code={code}");
        (locked.Status, locked.Code).ShouldBe((429, "too_many_guesses"));
    }

    [Fact]
    public async Task An_unknown_number_and_a_wrong_code_get_the_same_answer()
    {
        var answer = await door.Anonymous.GetAsync("/api/public/cases/61010420200102000016?code=123456");
        (answer.Status, answer.Code).ShouldBe((404, "public_case_not_found"));
    }

    private async Task<string> ReceiveAsync()
    {
        var receipt = await (await door.AsAsync("clerk")).PostAsync("/api/cases", Catering.Application(accept: true));
        receipt.Status.ShouldBe(201, receipt.Text);
        return receipt["caseNumber"]!.GetValue<string>();
    }

    private async Task<Answer> DecideAsync(string caseNumber, int branch) =>
        await (await door.AsAsync("approver-" + Catering.Departments[branch - 1])).DecideAsync(
            Catering.Task(caseNumber, branch),
            Catering.Approval()
        );

    private async Task<JsonNode> SheetAsync(string caseNumber) =>
        (await (await door.AsAsync("clerk")).GetAsync($"/api/cases/{caseNumber}")).Json!;

    private static IEnumerable<string> Statuses(JsonNode sheet) =>
        sheet["branches"]!.AsArray().Select(branch => branch!["status"]!.GetValue<string>());
}
