using System.Globalization;
using System.Text.Json.Nodes;

namespace ParallelApproval.Web;

/// <summary>Hearings, interested parties and inspectors by HTTP: what is told, asked, called and put on record.</summary>
[Collection<OneDoor>]
public sealed class HearingOverHttpTests(FrontDoor door)
{
    [Fact]
    public async Task A_neighbour_is_told_asks_for_a_hearing_and_the_decision_waits_for_its_record()
    {
        var (clerk, department) = (await door.AsAsync("clerk"), await door.AsAsync("approver-syj"));
        var number = (await clerk.PostAsync("/api/cases", Catering.Application(accept: true)))["caseNumber"]!.GetValue<string>();
        var task = Catering.Task(number, 1);
        (
            await PostAsync(
                clerk,
                $"/api/cases/{number}/interested-parties",
                """{"name":"李四","contact":"139","interest":"相邻住户","branch":1}"""
            )
        )["party"]!
            .GetValue<int>()
            .ShouldBe(1);
        (
            await PostAsync(department, $"/api/cases/{number}/interested-parties/notice", """{"party":1,"days":5,"noticeDelivered":true}""")
        ).Status.ShouldBe(200);
        (await department.PostAsync(task + "/decision", Catering.Approval())).Code.ShouldBe("party_not_heard");
        (
            await PostAsync(clerk, $"/api/cases/{number}/interested-parties/statement", """{"party":1,"statement":"排烟口过近。"}""")
        ).Status.ShouldBe(200);

        (await PostAsync(department, task + "/hearing-right", """{"subject":"油烟","noticeDelivered":true}""")).Status.ShouldBe(200);
        (await PostAsync(clerk, $"/api/cases/{number}/hearing-request", """{"branch":1,"party":1}"""))["by"]!
            .GetValue<string>()
            .ShouldBe("李四");
        (await department.PostAsync(task + "/decision", Catering.Approval())).Code.ShouldBe("hearing_not_recorded");

        var today = TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(8));
        var tooSoon = await PostAsync(department, task + "/hearing", Call(DateOnly.FromDateTime(today.DateTime).AddDays(1)));
        (tooSoon.Status, tooSoon.Code).ShouldBe((400, "hearing_too_soon"));
        var day = (await department.GetAsync($"/api/calendars/due?from={today:yyyy-MM-dd}&days=8"))["due"]!.GetValue<string>();
        var called = await PostAsync(department, task + "/hearing", Call(DateOnly.Parse(day, CultureInfo.InvariantCulture)));
        (called.Status, called["clocks"]!["status"]!.GetValue<string>()).ShouldBe((200, "stopped"));
        var early = await PostAsync(department, task + "/hearing/record", """{"minutes":"x","signatures":["甲","乙"]}""");
        (early.Status, early.Code).ShouldBe((409, "hearing_not_yet"));

        var sheet = (await department.GetAsync($"/api/cases/{number}")).Json!;
        sheet["hearings"]![0]!["chair"]!.GetValue<string>().ShouldBe("manager");
        sheet["interestedParties"]![0]!["statement"]!.GetValue<string>().ShouldBe("排烟口过近。");
        sheet["branches"]![0]!["verbs"]!.AsArray().Single(line => line!["verb"]!.GetValue<string>() == "recordHearing")!["allowed"]!
            .GetValue<bool>()
            .ShouldBeTrue();
        var page = await department.GetAsync($"/cases/{number}");
        (page.Status, page.Text.Contains("区政务服务中心三楼", StringComparison.Ordinal)).ShouldBe((200, true));
    }

    [Theory]
    [InlineData("/hearing-right", """{"subject":"","noticeDelivered":true}""", "hearing_subject_missing")]
    [InlineData("/hearing-right", """{"subject":"油烟","noticeDelivered":false}""", "stop_notice_not_delivered")]
    [InlineData(
        "/hearing",
        """{"at":"2030-01-02T09:00:00+08:00","place":" ","chair":"manager","noticeDelivered":true}""",
        "hearing_place_missing"
    )]
    [InlineData("/hearing/record", """{"minutes":"x","signatures":["甲","甲"]}""", "hearing_signatures_missing")]
    [InlineData("/inspectors", """{"officers":["甲"]}""", "visit_officers_missing")]
    [InlineData(
        "/hearing",
        """{"at":"9999-12-31T23:59:59Z","place":"三楼","chair":"manager","noticeDelivered":true}""",
        "hearing_too_late"
    )]
    public async Task What_is_lacking_is_named_whatever_the_state_of_the_case(string route, string body, string code)
    {
        var clerk = await door.AsAsync("clerk");
        var number = (await clerk.PostAsync("/api/cases", Catering.Application(accept: true)))["caseNumber"]!.GetValue<string>();
        var refused = await PostAsync(await door.AsAsync("approver-syj"), Catering.Task(number, 1) + route, body);
        (refused.Status, refused.Code).ShouldBe((400, code));
    }

    private static Task<Answer> PostAsync(Account account, string path, string body) => account.PostAsync(path, JsonNode.Parse(body));

    private static string Call(DateOnly day) =>
        $$"""{"at":"{{day:yyyy-MM-dd}}T10:00:00+08:00","place":"区政务服务中心三楼","chair":"manager","noticeDelivered":true}""";
}
