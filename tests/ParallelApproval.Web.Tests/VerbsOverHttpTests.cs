using System.Text.Json.Nodes;

namespace ParallelApproval.Web;

/// <summary>What a sheet says of its verbs is what the endpoints do.</summary>
[Collection<OneDoor>]
public sealed class VerbsOverHttpTests(FrontDoor door)
{
    private const string Reason = "申请材料不符合规定。";

    private static readonly Dictionary<string, (string Route, string Body)> OfCase = new(StringComparer.Ordinal)
    {
        ["acceptCase"] = ("acceptance", "{}"),
        ["acceptDeferring"] = ("deferred-acceptance", """{"papers":["M05"],"isSigned":true}"""),
        ["acceptOnCommitment"] = ("commitment", """{"isSigned":true}"""),
        ["notifyCorrection"] = ("correction-notice", """{"faults":[{"materialCode":"M01","problem":"缺页","wanted":"补齐"}]}"""),
        ["correctOnTheSpot"] = ("correction-on-the-spot", """{"corrections":[{"materialCode":"M01","problem":"缺页","wanted":"补齐"}]}"""),
        ["supplyMaterials"] = ("supplement", """{"materials":[{"code":"M01"}]}"""),
        ["declineCase"] = ("refusal", $$"""{"reason":"{{Reason}}"}"""),
        ["askSecondCorrection"] = ("correction-exception-request", $$"""{"reason":"{{Reason}}"}"""),
        ["grantSecondCorrection"] = ("correction-exception", $$"""{"reason":"{{Reason}}"}"""),
        ["withdrawCase"] = ("withdrawal", "{}"),
        ["extendCase"] = ("extension", $$"""{"days":5,"reason":"{{Reason}}","approvedBy":"王主任"}"""),
        ["chargeFee"] = ("fees", """{"branch":1,"amount":1}"""),
        ["decideOnTheSpot"] = ("on-the-spot-decision", $$"""{"decision":"approve","opinion":"{{Reason}}"}"""),
        ["correctFee"] = ("fees/correction", $$"""{"branch":1,"amount":5,"reason":"{{Reason}}"}"""),
        ["refundFee"] = ("fees/refund", $$"""{"branch":1,"amount":5,"reason":"{{Reason}}"}"""),
        ["callSiteVisit"] = ("site-visit", """{"at":"2030-01-02T09:00:00+08:00","place":"莲湖路1号"}"""),
        ["closeSiteVisit"] = ("site-visit/closing", "{}"),
        ["deliverCase"] = ("delivery", "{}"),
        ["noteInterestedParty"] = ("interested-parties", $$"""{"name":"李四","contact":"13900000000","interest":"{{Reason}}"}"""),
        ["tellInterestedParty"] = ("interested-parties/notice", """{"party":1,"days":5,"noticeDelivered":true}"""),
        ["hearInterestedParty"] = ("interested-parties/statement", $$"""{"party":1,"statement":"{{Reason}}"}"""),
        ["recordFollowUp"] = ("follow-up", $$"""{"isMet":true,"findings":"{{Reason}}","inspectors":["甲","乙"]}"""),
    };

    // Beside the routes of the task those that name case and branch; a branch is not decided on the spot alone.
    private static readonly Dictionary<string, (string Route, string Body)> OfBranch = new(StringComparer.Ordinal)
    {
        ["claimTask"] = ("/claim", "{}"),
        ["releaseTask"] = ("/release", "{}"),
        ["reassignTask"] = ("/reassignment", $$"""{"to":"approver-syj","reason":"{{Reason}}"}"""),
        ["reviewBranch"] = ("/review", $$"""{"proposed":"approve","opinion":"{{Reason}}"}"""),
        ["decideBranch"] = ("/decision", $$"""{"decision":"approve","opinion":"{{Reason}}"}"""),
        ["sendUp"] = ("sending-up", $$"""{"agrees":true,"opinion":"{{Reason}}"}"""),
        ["requestCorrection"] = ("/correction", """{"faults":[{"materialCode":"M01","problem":"缺页","wanted":"补齐"}]}"""),
        ["stopBranch"] = ("/stop", """{"ground":"hearing","plannedDays":5,"noticeDelivered":true}"""),
        ["resumeBranch"] = ("/resume", "{}"),
        ["askExtension"] = ("/extension", $$"""{"days":5,"reason":"{{Reason}}"}"""),
        ["decideExtension"] = ("/extension/decision", $$"""{"grants":false,"head":"李区长","level":"government","reason":"{{Reason}}"}"""),
        ["sendDown"] = ("/return", $$"""{"reason":"{{Reason}}"}"""),
        ["confirmDecision"] = ("/confirmation", $$"""{"stands":true,"note":"{{Reason}}"}"""),
        ["addResultLater"] = ("/later-result", $$"""{"of":2,"note":"{{Reason}}"}"""),
        ["sealDeemedGrant"] = ("/seal", "{}"),
        ["answerRefusal"] = ("refusal-answer", """{"branch":1,"answer":"reapply"}"""),
        ["askRecusal"] = ("recusal", $$"""{"branch":1,"officer":"approver-syj","ground":"{{Reason}}"}"""),
        ["decideRecusal"] = ("recusal-decision", $$"""{"branch":1,"withdraws":true,"reason":"{{Reason}}"}"""),
        ["tellHearingRight"] = ("/hearing-right", $$"""{"subject":"{{Reason}}","noticeDelivered":true}"""),
        ["requestHearing"] = ("hearing-request", """{"branch":1}"""),
        ["callHearing"] = (
            "/hearing",
            """{"at":"2030-01-02T09:00:00+08:00","place":"莲湖路1号","chair":"manager","noticeDelivered":true}"""
        ),
        ["recordHearing"] = ("/hearing/record", $$"""{"minutes":"{{Reason}}","signatures":["甲","乙"]}"""),
        ["nameInspectors"] = ("/inspectors", """{"officers":["甲","乙"]}"""),
        ["recordSiteVisit"] = ("site-visit/conclusion", $$"""{"branch":1,"officers":["甲","乙"],"passes":true,"text":"{{Reason}}"}"""),
    };

    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (var state in new[] { "received", "accepted", "withdrawn" })
        foreach (var account in new[] { "clerk", "approver-syj", "supervisor", "manager" })
            cases.Add(state, account);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task What_a_sheet_does_not_allow_the_endpoint_refuses_with_that_very_code(string state, string account)
    {
        var number = await CaseAsync(state);
        var officer = await door.AsAsync(account);
        var sheet = await officer.GetAsync($"/api/cases/{number}");
        sheet.Status.ShouldBe(200, sheet.Text);
        Verbs(sheet.Json!).Select(line => line.Verb).ShouldBe(OfCase.Keys, ignoreOrder: true);
        var told = new List<string>();
        var refused = new List<string>();
        foreach (var (verb, allowed, code) in Verbs(sheet.Json!))
        {
            (code is null).ShouldBe(allowed);
            if (!allowed)
                await TryAsync($"/api/cases/{number}/{OfCase[verb].Route}", OfCase[verb].Body, verb, code!);
        }

        foreach (var (verb, allowed, code) in Verbs(sheet["branches"]![0]!).Where(line => line.Verb is not "decideOnTheSpot"))
        {
            var (route, body) = OfBranch[verb];
            if (!allowed)
                await TryAsync(route[0] == '/' ? Catering.Task(number, 1) + route : $"/api/cases/{number}/{route}", body, verb, code!);
        }

        told.ShouldNotBeEmpty();
        refused.ShouldBe(told);

        async Task TryAsync(string path, string body, string verb, string code)
        {
            told.Add($"{verb}: {code}");
            refused.Add($"{verb}: {(await officer.PostAsync(path, JsonNode.Parse(body))).Code}");
        }
    }

    [Theory]
    [InlineData("received", true, null)]
    [InlineData("accepted", true, null)]
    [InlineData("withdrawn", false, "case_withdrawn")]
    public async Task The_window_is_told_whether_a_case_may_be_withdrawn(string state, bool allowed, string? code)
    {
        var number = await CaseAsync(state);
        var clerk = await door.AsAsync("clerk");
        var sheet = await clerk.GetAsync($"/api/cases/{number}");
        Verbs(sheet.Json!).Single(line => line.Verb == "withdrawCase").ShouldBe(("withdrawCase", allowed, code));
        (await clerk.PostAsync($"/api/cases/{number}/withdrawal")).Status.ShouldBe(allowed ? 200 : 409);
    }

    [Fact]
    public async Task Verbs_of_a_branch_are_told_to_the_officer_of_its_department_and_refused_to_others()
    {
        var number = await CaseAsync("accepted");
        (await VerbAsync("approver-syj", 0, "decideBranch")).ShouldBe(("decideBranch", true, null));
        (await VerbAsync("approver-syj", 1, "decideBranch")).ShouldBe(("decideBranch", false, "branch_not_yours"));
        (await VerbAsync("approver-gsj", 1, "decideBranch")).ShouldBe(("decideBranch", false, "branch_waits_for"));
        (await VerbAsync("clerk", 0, "decideBranch")).ShouldBe(("decideBranch", false, "verb_not_allowed"));

        async Task<(string, bool, string?)> VerbAsync(string account, int branch, string verb) =>
            Verbs((await (await door.AsAsync(account)).GetAsync($"/api/cases/{number}"))["branches"]![branch]!)
                .Single(line => line.Verb == verb);
    }

    [Fact]
    public async Task A_branch_has_no_verbs_before_its_department_has_a_copy() =>
        Verbs((await (await door.AsAsync("approver-syj")).GetAsync($"/api/cases/{await CaseAsync("received")}"))["branches"]![0]!)
            .ShouldBeEmpty();

    private async Task<string> CaseAsync(string state)
    {
        var clerk = await door.AsAsync("clerk");
        var receipt = await clerk.PostAsync("/api/cases", Catering.Application(accept: state is not "received"));
        receipt.Status.ShouldBe(201, receipt.Text);
        var number = receipt["caseNumber"]!.GetValue<string>();
        if (state is "withdrawn")
            (await clerk.PostAsync($"/api/cases/{number}/withdrawal")).Status.ShouldBe(200);
        return number;
    }

    private static List<(string Verb, bool Allowed, string? Code)> Verbs(JsonNode of) =>
        [
            .. of["verbs"]!
                .AsArray()
                .Select(line => (line!["verb"]!.GetValue<string>(), line["allowed"]!.GetValue<bool>(), line["code"]?.GetValue<string>())),
        ];
}
