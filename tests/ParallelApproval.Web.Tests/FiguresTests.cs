using System.Net;
using System.Text.Json.Nodes;

namespace ParallelApproval.Web;

/// <summary>The figures of today by HTTP and as a page: each number is made by the cases behind it.</summary>
public sealed class FiguresTests(FrontDoor door) : IClassFixture<FrontDoor>
{
    [Fact]
    public async Task Each_figure_has_as_many_cases_behind_it_as_it_says()
    {
        var manager = await door.AsAsync("manager");
        var before = await CountsAsync(manager);
        var open = await ReceiveAsync(accept: true);
        await ReceiveAsync(accept: false);
        var (finished, code) = await door.FinishAsync();
        var asked = await ReceiveAsync(accept: true);
        (await (await door.AsAsync("approver-syj")).PostAsync(Catering.Task(asked, 1) + "/correction", Correction())).Status.ShouldBe(200);
        (
            await door.Anonymous.PostAsync(
                "/api/public/evaluations",
                new JsonObject
                {
                    ["caseNumber"] = finished,
                    ["queryCode"] = code,
                    ["grade"] = "dissatisfied",
                    ["reasons"] = new JsonArray("tooSlow"),
                }
            )
        ).Status.ShouldBe(201);

        var after = await CountsAsync(manager);
        (after["received"] - before["received"]).ShouldBe(4);
        (after["accepted"] - before["accepted"]).ShouldBe(3);
        (after["decided"] - before["decided"]).ShouldBe(1);
        (after["waitingForApplicant"] - before["waitingForApplicant"]).ShouldBe(1);
        foreach (var (figure, count) in after)
            (await manager.GetAsync($"/api/figures/today/cases?figure={figure}&limit=200"))["items"]!
                .AsArray()
                .Count.ShouldBe(count, figure);
        (await NumbersAsync(manager, "figure=accepted")).ShouldContain(open);
        (await NumbersAsync(manager, "figure=waitingForApplicant")).ShouldContain(asked);
        (await manager.GetAsync("/api/figures/today"))["badRatings"]!.GetValue<int>().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task The_desk_of_a_department_has_its_branches_and_their_cases()
    {
        var number = await ReceiveAsync(accept: true);
        var manager = await door.AsAsync("manager");
        var desk = (await manager.GetAsync("/api/figures/today"))["desks"]!
            .AsArray()
            .Single(line => line!["department"]!.GetValue<string>() == "SYJ")!;
        var behind = await NumbersAsync(manager, "department=SYJ&desk=open&limit=200");
        behind.Length.ShouldBe(desk["open"]!.GetValue<int>());
        behind.ShouldContain(number);
        (await NumbersAsync(manager, "department=NOBODY&desk=open")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_list_comes_a_page_at_a_time_and_as_a_sheet()
    {
        var (first, second) = (await ReceiveAsync(accept: true), await ReceiveAsync(accept: true));
        var manager = await door.AsAsync("manager");
        var page = await manager.GetAsync("/api/figures/today/cases?figure=received&limit=1");
        page["items"]!.AsArray().Single()!["caseNumber"]!.GetValue<string>().ShouldBe(second);
        (await NumbersAsync(manager, $"figure=received&cursor={page["nextCursor"]!.GetValue<string>()}")).ShouldContain(first);
        var csv = await manager.GetAsync("/api/figures/today/cases.csv?figure=received");
        csv.ContentType.ShouldBe("text/csv");
        csv.Text.ShouldContain(first);
        (await manager.GetAsync("/api/figures/today/cases.xlsx?figure=received")).Text.ShouldStartWith("PK");
    }

    [Theory]
    [InlineData("?figure=nothing", "field_malformed")]
    [InlineData("?figure=received&limit=0", "field_out_of_range")]
    [InlineData("?cursor=x", "field_malformed")]
    public async Task Rubbish_is_refused(string query, string code) =>
        (await (await door.AsAsync("manager")).GetAsync("/api/figures/today/cases" + query)).Code.ShouldBe(code);

    [Fact]
    public async Task The_manager_begins_his_day_here_and_nobody_else_gets_in()
    {
        var number = await ReceiveAsync(accept: true);
        var manager = await Browser.SignInAsync(door.Address, "manager");
        (await manager.OpenAsync("/figures")).Html.ShouldContain("data-figure=\"Received\"");
        (await manager.OpenAsync("/figures/cases?figure=Received")).Html.ShouldContain(number);
        (await manager.OpenAsync("/figures/cases?figure=rubbish&cursor=rubbish")).Status.ShouldBe(HttpStatusCode.OK);
        (await (await Browser.SignInAsync(door.Address, "clerk")).OpenAsync("/figures")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static JsonObject Correction() =>
        new()
        {
            ["faults"] = new JsonArray(
                new JsonObject
                {
                    ["materialCode"] = "M01",
                    ["problem"] = "看不清",
                    ["wanted"] = "重新扫描",
                }
            ),
        };

    private static async Task<Dictionary<string, int>> CountsAsync(Account account) =>
        (await account.GetAsync("/api/figures/today"))["figures"]!
            .AsArray()
            .ToDictionary(line => line!["figure"]!.GetValue<string>(), line => line!["cases"]!.GetValue<int>());

    private static async Task<string[]> NumbersAsync(Account account, string query) =>
        [
            .. (await account.GetAsync("/api/figures/today/cases?" + query))["items"]!
                .AsArray()
                .Select(line => line!["caseNumber"]!.GetValue<string>()),
        ];

    private async Task<string> ReceiveAsync(bool accept)
    {
        var receipt = await (await door.AsAsync("clerk")).PostAsync("/api/cases", Catering.Application(accept: accept));
        receipt.Status.ShouldBe(201, receipt.Text);
        return receipt["caseNumber"]!.GetValue<string>();
    }
}
