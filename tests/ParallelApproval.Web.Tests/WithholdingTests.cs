using System.Text.Json.Nodes;

namespace ParallelApproval.Web;

/// <summary>Results that are kept from the public (不予公开), and published again.</summary>
public sealed class WithholdingTests(FrontDoor door) : IClassFixture<FrontDoor>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_withheld_result_vanishes_from_every_public_list_and_comes_back_when_it_is_restored()
    {
        var (number, _) = await FinishedByAsync("长安精密仪器有限公司");
        (await SeenAsync(number)).ShouldBe((true, true, true));
        var manager = await door.AsAsync("manager");
        var withheld = await manager.PostAsync($"/api/cases/{number}/withholding", Because("businessSecret", "工艺参数，第三方不同意公开"));
        (withheld.Status, withheld["isWithheld"]!.GetValue<bool>(), withheld["ground"]!.GetValue<string>()).ShouldBe(
            (200, true, "businessSecret"),
            withheld.Text
        );
        (await SeenAsync(number)).ShouldBe((false, false, false));

        var kept = (await (await door.AsAsync("supervisor")).GetAsync("/api/publication/withheld"))["items"]!
            .AsArray()
            .Single(line => line!["caseNumber"]!.GetValue<string>() == number)!;
        (kept["ground"]!.GetValue<string>(), kept["reason"]!.GetValue<string>(), kept["withheldBy"]!.GetValue<string>()).ShouldBe(
            ("businessSecret", "工艺参数，第三方不同意公开", "manager")
        );

        (await manager.PostAsync($"/api/cases/{number}/restoration", new JsonObject { ["reason"] = "第三方已同意" })).Status.ShouldBe(200);
        (await SeenAsync(number)).ShouldBe((true, true, true));
        (await TrailAsync(number)).ShouldBe(["ResultWithheld", "ResultRestored"]);
        // Its sibling takes a row of the list away behind the product's back, which is found, as it should be.
        (await manager.GetAsync("/api/audit/verification")).Text.ShouldNotContain(number);

        async Task<(bool ByNumber, bool ByName, bool OnPage)> SeenAsync(string no) =>
            (
                (await door.Anonymous.GetAsync("/api/public/results?search=" + no))["items"]!.AsArray().Count == 1,
                (await door.Anonymous.GetAsync("/api/public/results?search=" + Uri.EscapeDataString("长安精密仪器有限公司")))["items"]!
                    .AsArray()
                    .Count == 1,
                (await new Browser(door.Address).OpenAsync("/results")).Html.Contains($"<code>{no}</code>", StringComparison.Ordinal)
            );
    }

    [Fact]
    public async Task A_listener_that_is_told_again_does_not_bring_it_back()
    {
        var (number, _) = await door.FinishAsync();
        await WithholdAsync(number);
        await door.Database.AskAsync<int>($"DELETE FROM published_results WHERE case_key = {Key(number)} RETURNING 1", Cancellation);
        await door.Database.AskAsync<int>(
            "INSERT INTO event_retries (listener, position, tries, fault, next_at) SELECT 'published-results', position, 1, '', now() "
                + $"FROM case_events WHERE case_key = {Key(number)} RETURNING 1",
            Cancellation
        );
        await door.HearAsync();
        (
            await door.Database.AskAsync<long>($"SELECT count(*) FROM published_results WHERE case_key = {Key(number)}", Cancellation)
        ).ShouldBe(1, "it was told again");
        (await door.Anonymous.GetAsync("/api/public/results?search=" + number))["items"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_withheld_beforehand_is_never_shown_not_even_on_the_board()
    {
        var clerk = await door.AsAsync("clerk");
        var application = Catering.Application(accept: true);
        application["applicant"] = new JsonObject
        {
            ["kind"] = "organisation",
            ["name"] = "西安保密印务有限公司",
            ["idNumber"] = "91350100M000100Y43",
        };
        var number = (await clerk.PostAsync("/api/cases", application))["caseNumber"]!.GetValue<string>();
        foreach (var (department, at) in Catering.Departments.Select((department, at) => (department, at + 1)))
            (
                await (await door.AsAsync("approver-" + department)).DecideAsync(Catering.Task(number, at), Catering.Approval())
            ).Status.ShouldBe(200);
        (await new Browser(door.Address).OpenAsync("/board")).Html.ShouldContain("西安保密印务有限公司");
        await WithholdAsync(number);
        (await new Browser(door.Address).OpenAsync("/board")).Html.ShouldNotContain("西安保密印务有限公司");
        (await clerk.PostAsync($"/api/cases/{number}/delivery")).Status.ShouldBe(200);
        await door.HearAsync();
        (await door.Anonymous.GetAsync("/api/public/results?search=" + number))["items"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task It_is_refused_without_reason_twice_for_a_withdrawn_case_and_to_anybody_but_the_head()
    {
        var clerk = await door.AsAsync("clerk");
        var manager = await door.AsAsync("manager");
        var number = (await clerk.PostAsync("/api/cases", Catering.Application(accept: true)))["caseNumber"]!.GetValue<string>();
        var (withhold, restore) = ($"/api/cases/{number}/withholding", $"/api/cases/{number}/restoration");
        (await manager.PostAsync(withhold, Because("stateSecret", " "))).Code.ShouldBe("reason_missing");
        (await manager.PostAsync(withhold, Because("stateSecret", new('长', 2001)))).Code.ShouldBe("reason_too_long");
        (await manager.PostAsync(withhold, Because("embarrassing", "x"))).Code.ShouldBe("field_malformed");
        (await manager.PostAsync(restore, new JsonObject { ["reason"] = "x" })).Code.ShouldBe("result_not_withheld");
        foreach (var other in new[] { "clerk", "supervisor", "approver-syj", "designer", "admin" })
            (await (await door.AsAsync(other)).PostAsync(withhold, Because("stateSecret", "x"))).Code.ShouldBe("verb_not_allowed");
        (await manager.PostAsync(withhold, Because("stateSecret", "涉密工程"))).Status.ShouldBe(200);
        (await manager.PostAsync(withhold, Because("stateSecret", "涉密工程"))).Code.ShouldBe("result_withheld_already");

        var withdrawn = (await clerk.PostAsync("/api/cases", Catering.Application(accept: true)))["caseNumber"]!.GetValue<string>();
        (await clerk.PostAsync($"/api/cases/{withdrawn}/withdrawal")).Status.ShouldBe(200);
        (await manager.PostAsync($"/api/cases/{withdrawn}/withholding", Because("stateSecret", "x"))).Code.ShouldBe(
            "result_never_published"
        );
    }

    private async Task WithholdAsync(string number) =>
        (
            await (await door.AsAsync("manager")).PostAsync($"/api/cases/{number}/withholding", Because("personalPrivacy", "当事人请求"))
        ).Status.ShouldBe(200);

    private Task<(string Number, string Code)> FinishedByAsync(string name)
    {
        var application = Catering.Application(accept: true);
        application["applicant"] = new JsonObject
        {
            ["kind"] = "organisation",
            ["name"] = name,
            ["idNumber"] = "91350100M000100Y43",
        };
        return door.FinishAsync(application);
    }

    private async Task<IReadOnlyList<string>> TrailAsync(string number) =>
        [
            .. (await (await door.AsAsync("manager")).GetAsync("/api/cases/" + number))["timeline"]!
                .AsArray()
                .Select(line => line!["kind"]!.GetValue<string>())
                .Where(kind => kind.StartsWith("Result", StringComparison.Ordinal)),
        ];

    private static JsonObject Because(string ground, string reason) => new() { ["ground"] = ground, ["reason"] = reason };

    private static long Key(string number) => Identities.CaseNumber.TryParse(number, out var parsed) ? parsed.Key : 0;
}
