using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using ParallelApproval.Outbound;
using ParallelApproval.Testing;

namespace ParallelApproval.Web;

/// <summary>系统接入: a system comes in by its key and is told by its webhook, and both are kept by the administrator of security.</summary>
public sealed class ClientsOverHttpTests(FrontDoor door) : IClassFixture<FrontDoor>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Later => TimeProvider.System.OfficialToday().AddDays(30).ToString("yyyy-MM-dd");

    [Fact]
    public async Task A_system_receives_a_case_by_its_key_and_the_trail_says_so()
    {
        var made = await MakeAsync("clerk", "ReceiveCase", "AcceptCase", "SeeCase");
        var system = new Account(door.Address, made["token"]!.GetValue<string>());
        var receipt = await system.PostAsync("/api/cases", Catering.Application(accept: true), key: "from-the-system");
        receipt.Status.ShouldBe(201, receipt.Text);
        var number = receipt["caseNumber"]!.GetValue<string>();
        (await system.PostAsync("/api/cases", Catering.Application(accept: true), key: "from-the-system"))["caseNumber"]!
            .GetValue<string>()
            .ShouldBe(number, "sent again, it is the same call");
        (await system.GetAsync($"/api/cases/{number}")).Status.ShouldBe(200);
        var trail = (await (await door.AsAsync("admin")).GetAsync($"/api/audit?case={number}"))["items"]!.AsArray();
        var label = $"{made["key"]!["client"]} ({made["key"]!["hint"]})";
        trail
            .Where(line => line!["userName"]!.GetValue<string>() == "clerk")
            .ShouldAllBe(line => line!["through"]!.GetValue<string>() == label);
        (await KeysAsync()).ShouldNotContain(made["token"]!.GetValue<string>(), customMessage: "it is told once");
    }

    [Fact]
    public async Task Beyond_its_key_and_beyond_its_account_it_does_nothing()
    {
        var token = (await MakeAsync("clerk", "SeeCase", "DecideBranch"))["token"]!.GetValue<string>();
        var system = new Account(door.Address, token);
        var beyond = await system.PostAsync("/api/cases", Catering.Application());
        (beyond.Status, beyond.Code).ShouldBe((403, "api_key_verb_beyond"), beyond.Text);
        (await system.PostAsync(Catering.Task("61010420260302000019", 1) + "/decision", Catering.Approval())).Code.ShouldBe(
            "verb_not_allowed",
            "the account may not, and its key gives it nothing"
        );
        foreach (var own in new[] { "/api/session", "/api/sessions" })
            (await system.GetAsync(own)).Code.ShouldBe("api_key_verb_beyond", own);
        (await system.PostAsync("/api/session/token")).Code.ShouldBe("api_key_verb_beyond", "no other way in comes of a key");
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = door.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        http.DefaultRequestHeaders.Accept.Add(new("text/html"));
        using var page = await http.GetAsync("/cases", Cancellation);
        page.Headers.Location!.ToString().ShouldStartWith("/login", customMessage: "pages know no keys");
    }

    [Fact]
    public async Task A_key_that_is_unknown_rotated_or_revoked_or_whose_account_is_closed_is_told_so()
    {
        var security = await door.AsAsync("security");
        (await new Account(door.Address, "pak_nonsense").GetAsync("/api/cases")).ShouldSatisfyAllConditions(
            answer => (answer.Status, answer.Code).ShouldBe((401, "api_key_unknown")),
            answer => answer.Headers["WWW-Authenticate"].ShouldBe("Bearer error=\"invalid_token\"")
        );
        var made = await MakeAsync("clerk", "ListCases");
        var (id, first) = (made["key"]!["id"]!.GetValue<string>(), new Account(door.Address, made["token"]!.GetValue<string>()));
        (await first.GetAsync("/api/cases")).Status.ShouldBe(200);
        var rotated = await security.PostAsync(
            $"/api/keys/{id}/rotation",
            new JsonObject { ["oldGoodHours"] = 0, ["expectedRevision"] = 1 }
        );
        rotated.Status.ShouldBe(200, rotated.Text);
        (await first.GetAsync("/api/cases")).Code.ShouldBe("api_key_rotated");
        var second = new Account(door.Address, rotated["token"]!.GetValue<string>());
        (await second.GetAsync("/api/cases")).Status.ShouldBe(200);
        (await security.PostAsync($"/api/keys/{id}/revocation", new JsonObject { ["reason"] = "已停用" })).Status.ShouldBe(204);
        (await second.GetAsync("/api/cases")).Code.ShouldBe("api_key_revoked");

        var ofClosed = new Account(door.Address, (await MakeAsync("clerk-community", "ListCases"))["token"]!.GetValue<string>());
        (await ofClosed.GetAsync("/api/cases")).Status.ShouldBe(200);
        var closing = new JsonObject
        {
            ["reason"] = "离职",
            ["expectedRevision"] = 1,
            ["isOpen"] = false,
        };
        (await (await door.AsAsync("admin")).PostAsync("/api/officers/clerk-community/standing", closing)).Status.ShouldBe(200);
        (await ofClosed.GetAsync("/api/cases")).Code.ShouldBe("api_key_account_closed");
    }

    [Fact]
    public async Task A_flow_is_told_of_an_event_by_key_at_the_address_of_Elsa()
    {
        var system = new Account(door.Address, (await MakeAsync("designer", "RaiseEvent"))["token"]!.GetValue<string>());
        var raised = await system.PostAsync("/elsa/api/events/paid/trigger", new JsonObject { ["correlationId"] = "nobody-waits" });
        raised.Code.ShouldBe("event_not_awaited", "it came to the flows, and none waits");
        (await system.PostAsync("/elsa/api/tasks/none/complete")).Code.ShouldBe("api_key_verb_beyond");
    }

    [Fact]
    public async Task A_request_by_key_asks_the_database_nothing_of_the_key_and_comes_from_no_other_site()
    {
        var made = await MakeAsync("clerk", "ListCases", "ReceiveCase");
        using var http = new HttpClient { BaseAddress = door.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", made["token"]!.GetValue<string>());
        http.DefaultRequestHeaders.Add("Origin", "https://other.example");
        using var content = new StringContent("{}", new MediaTypeHeaderValue("application/json"));
        using var answer = await http.PostAsync("/api/cases", content, Cancellation);
        ((int)answer.StatusCode).ShouldBe(400, "a browser sends no key along by itself, so whose page it is does not matter");
        http.DefaultRequestHeaders.Authorization = null;
        using var without = await http.PostAsync("/api/cases", content, Cancellation);
        (await without.Content.ReadAsStringAsync(Cancellation)).ShouldContain("foreign_origin");
    }

    [Fact]
    public async Task Keys_and_webhooks_are_for_the_administrators_of_security()
    {
        (await (await door.AsAsync("clerk")).GetAsync("/api/keys")).Code.ShouldBe("verb_not_allowed");
        (await (await door.AsAsync("auditor")).GetAsync("/api/webhooks")).Status.ShouldBe(200);
        var outside = await (await door.AsAsync("security")).PostAsync("/api/webhooks", Hook("https://other.example/in"));
        (outside.Status, outside.Code).ShouldBe((400, "webhook_host_not_allowed"), outside.Text);
        (await (await door.AsAsync("admin")).PostAsync("/api/webhooks", Hook("https://other.example/in"))).Code.ShouldBe(
            "verb_not_allowed"
        );
    }

    [Fact]
    public async Task A_system_is_told_of_a_case_while_it_happens_and_fetches_the_rest_by_its_key()
    {
        await using var receiver = await WebReceiver.OpenAsync();
        await using var own = new FrontDoor(door.Cluster) { Settings = ["--ParallelApproval:Outbound:InsideHosts:0=127.0.0.1"] };
        await own.InitializeAsync();
        var security = await own.AsAsync("security");
        var made = await security.PostAsync("/api/webhooks", Hook(receiver.At("/json")));
        made.Status.ShouldBe(200, made.Text);
        made["secret"]!.GetValue<string>().ShouldStartWith("whsec_");
        var id = made["webhook"]!["id"]!.GetValue<string>();
        (await security.PostAsync($"/api/webhooks/{id}/test"))["isTaken"]!.GetValue<bool>().ShouldBeTrue();
        var number = (await (await own.AsAsync("clerk")).PostAsync("/api/cases", Catering.Application(accept: true)))[
            "caseNumber"
        ]!.GetValue<string>();

        JsonArray delivered;
        do delivered = (await security.GetAsync($"/api/webhooks/{id}/deliveries?status=delivered"))["items"]!.AsArray();
        while (delivered.Count < 1);
        delivered[0]!["caseNumber"]!.GetValue<string>().ShouldBe(number);
        receiver.Signed.Last().Id.ShouldBe(delivered[0]!["message"]!.GetValue<string>());
        receiver.Signed.Last().Body.ShouldContain($"/api/cases/{number}");
        (await security.PostAsync($"/api/webhook-deliveries/{delivered[0]!["id"]}/sending")).Status.ShouldBe(200);
        (await security.PostAsync($"/api/webhooks/{id}/end", new JsonObject { ["reason"] = "停用" })).Status.ShouldBe(204);
        (await security.PostAsync($"/api/webhooks/{id}/test")).Code.ShouldBe("webhook_ended");
    }

    private static JsonObject Hook(string address) =>
        new()
        {
            ["client"] = "办件系统",
            ["address"] = address,
            ["kinds"] = new JsonArray("CaseReceived"),
        };

    private async Task<string> KeysAsync() => (await (await door.AsAsync("security")).GetAsync("/api/keys")).Text;

    private async Task<JsonNode> MakeAsync(string userName, params string[] verbs)
    {
        var made = await (await door.AsAsync("security")).PostAsync(
            "/api/keys",
            new JsonObject
            {
                ["client"] = "档案系统",
                ["userName"] = userName,
                ["verbs"] = new JsonArray([.. verbs.Select(verb => JsonValue.Create(verb))]),
                ["expiresOn"] = Later,
            }
        );
        made.Status.ShouldBe(200, made.Text);
        return made.Json!;
    }
}
