using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace ParallelApproval.Web;

/// <summary>Ratings and complaints by HTTP: the public speaks, departments and supervisors answer.</summary>
[Collection<SecondDoor>]
public sealed class EvaluationsOverHttpTests(FrontDoor door)
{
    private static JsonObject Rating(string number, string code, string grade = "satisfied", int? branch = null) =>
        new()
        {
            ["caseNumber"] = number,
            ["queryCode"] = code,
            ["grade"] = grade,
            ["branch"] = branch,
            ["reasons"] = grade.Contains("dissatisfied", StringComparison.OrdinalIgnoreCase) ? new JsonArray("tooSlow") : null,
        };

    [Fact]
    public async Task The_applicant_rates_with_number_and_code_once_for_each_service()
    {
        var (number, code) = await door.FinishAsync();
        var services = await door.Anonymous.GetAsync($"/api/public/cases/{number}/services?code={code}");
        services["items"]!.AsArray().Select(service => service!["kind"]!.GetValue<string>()).ShouldBe(["receipt", "delivery", "matter"]);

        for (var i = 0; i < 3; i++)
            (await door.Anonymous.PostAsync("/api/public/evaluations", Rating(number, code))).Status.ShouldBe(201);
        var fourth = await door.Anonymous.PostAsync("/api/public/evaluations", Rating(number, code));
        (fourth.Status, fourth.Code).ShouldBe((409, "nothing_to_rate"));
    }

    [Fact]
    public async Task A_wrong_code_rates_nothing_and_is_counted_with_the_guesses()
    {
        var (number, code) = await door.FinishAsync();
        var wrong = code == "000000" ? "000001" : "000000";
        for (var i = 0; i < 5; i++)
            (await door.Anonymous.PostAsync("/api/public/evaluations", Rating(number, wrong))).Code.ShouldBe("public_case_not_found");
        (await door.Anonymous.PostAsync("/api/public/evaluations", Rating(number, code))).Code.ShouldBe("too_many_guesses");
    }

    [Fact]
    public async Task The_same_key_rates_once_and_gets_the_same_answer()
    {
        var (number, code) = await door.FinishAsync();
        var first = await door.Anonymous.PostAsync("/api/public/evaluations", Rating(number, code), key: "rate-" + number);
        var again = await door.Anonymous.PostAsync("/api/public/evaluations", Rating(number, code), key: "rate-" + number);
        (first.Status, again.Status).ShouldBe((201, 201));
        again.Text.ShouldBe(first.Text);
    }

    [Fact]
    public async Task A_bad_rating_is_called_back_by_the_department_that_handled_it_and_seen_by_nobody_elses()
    {
        var (number, code) = await door.FinishAsync();
        var rated = await door.Anonymous.PostAsync("/api/public/evaluations", Rating(number, code, "veryDissatisfied", branch: 1));
        rated["callBackDue"].ShouldNotBeNull();
        var id = rated["rating"]!.GetValue<string>();
        var (own, other) = (await door.AsAsync("approver-syj"), await door.AsAsync("approver-gsj"));

        (await IdsAsync(own, "?step=callBack")).ShouldContain(id);
        (await IdsAsync(other, "?department=SYJ")).ShouldNotContain(id);
        (await IdsAsync(await door.AsAsync("supervisor"), "?department=SYJ")).ShouldContain(id);

        var call = new JsonObject { ["outcome"] = "needsFix", ["words"] = "已电话联系" };
        (await other.PostAsync($"/api/evaluations/{id}/call-back", call.DeepClone())).Code.ShouldBe("rating_not_yours");
        var called = await own.PostAsync($"/api/evaluations/{id}/call-back", call.DeepClone());
        (called.Status, called["step"]!.GetValue<string>()).ShouldBe((200, "fix"));
        (await own.PostAsync($"/api/evaluations/{id}/fix", new JsonObject { ["measures"] = "增派人手" })).Status.ShouldBe(200);
        (await own.PostAsync($"/api/evaluations/{id}/recall", new JsonObject { ["outcome"] = "satisfied", ["words"] = "已满意" }))["end"]!
            .GetValue<string>()
            .ShouldBe("fixed");
    }

    [Fact]
    public async Task A_granted_appeal_takes_the_rating_out_of_the_score_and_leaves_it_in_the_list()
    {
        var (number, code) = await door.FinishAsync();
        var id = (await door.Anonymous.PostAsync("/api/public/evaluations", Rating(number, code, "dissatisfied", branch: 2)))[
            "rating"
        ]!.GetValue<string>();
        (
            await (await door.AsAsync("approver-gsj")).PostAsync(
                $"/api/evaluations/{id}/appeal",
                new JsonObject { ["grounds"] = "申请人评错部门" }
            )
        ).Status.ShouldBe(200);
        (
            await (await door.AsAsync("supervisor")).PostAsync(
                $"/api/evaluations/{id}/appeal-decision",
                new JsonObject { ["grant"] = true, ["reasons"] = "核查属实" }
            )
        ).Status.ShouldBe(200);
        var line = (await (await door.AsAsync("manager")).GetAsync("/api/evaluations?department=GSJ"))["items"]!
            .AsArray()
            .Single(found => found!["id"]!.GetValue<string>() == id)!;
        line["counts"]!.GetValue<bool>().ShouldBeFalse();
        line["grade"]!.GetValue<string>().ShouldBe("dissatisfied");
    }

    [Fact]
    public async Task A_rating_from_the_address_of_an_officer_is_flagged_and_one_from_elsewhere_is_not()
    {
        var (number, code) = await door.FinishAsync();
        var near = (await door.Anonymous.PostAsync("/api/public/evaluations", Rating(number, code)))["rating"]!.GetValue<string>();
        var far = JsonNode.Parse(await PostFromAsync("127.0.0.9", "/api/public/evaluations", Rating(number, code)))![
            "rating"
        ]!.GetValue<string>();
        var suspects = await IdsAsync(await door.AsAsync("supervisor"), "?suspect=true&limit=200");
        suspects.ShouldContain(near);
        suspects.ShouldNotContain(far);
    }

    [Fact]
    public async Task A_complaint_is_lodged_answered_by_a_supervisor_and_read_with_its_code()
    {
        var lodged = await door.Anonymous.PostAsync(
            "/api/public/complaints",
            new JsonObject
            {
                ["subject"] = "attitude",
                ["words"] = "窗口无人应答",
                ["against"] = "SYJ",
            }
        );
        lodged.Status.ShouldBe(201, lodged.Text);
        var (id, code) = (lodged["complaint"]!.GetValue<string>(), lodged["code"]!.GetValue<string>());
        var supervisor = await door.AsAsync("supervisor");
        (await supervisor.PostAsync($"/api/complaints/{id}/acceptance")).Status.ShouldBe(200);
        (
            await supervisor.PostAsync(
                $"/api/complaints/{id}/answer",
                new JsonObject { ["upheld"] = true, ["answer"] = "情况属实，已整改" }
            )
        ).Status.ShouldBe(200);
        (await supervisor.PostAsync($"/api/complaints/{id}/result-told", new JsonObject { ["way"] = "电话" })).Status.ShouldBe(200);

        var read = await door.Anonymous.GetAsync($"/api/public/complaints/{id}?code={code}");
        (read["status"]!.GetValue<string>(), read["isUpheld"]!.GetValue<bool>()).ShouldBe(("told", true));
        read.Text.ShouldNotContain("contact");
        (await door.Anonymous.GetAsync($"/api/public/complaints/{id}?code=x")).Code.ShouldBe("public_complaint_not_found");
        (await (await door.AsAsync("manager")).GetAsync("/api/complaints?status=told"))["items"]!
            .AsArray()
            .ShouldContain(line => line!["id"]!.GetValue<string>() == id);
    }

    [Fact]
    public async Task A_complaint_about_a_case_needs_the_code_of_its_receipt()
    {
        var (number, code) = await door.FinishAsync();
        var body = new JsonObject
        {
            ["subject"] = "delay",
            ["words"] = "太慢",
            ["caseNumber"] = number,
            ["queryCode"] = "x",
        };
        (await door.Anonymous.PostAsync("/api/public/complaints", body.DeepClone())).Code.ShouldBe("public_case_not_found");
        body["queryCode"] = code;
        (await door.Anonymous.PostAsync("/api/public/complaints", body.DeepClone())).Status.ShouldBe(201);
        var trail = (await (await door.AsAsync("supervisor")).GetAsync($"/api/audit?case={number}"))["items"]!.AsArray();
        trail[^1]!["kind"]!.GetValue<string>().ShouldBe("ComplaintLodged");
    }

    private async Task<string> PostFromAsync(string address, string path, JsonNode body)
    {
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancellation) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
                await socket.ConnectAsync(context.DnsEndPoint, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        using var http = new HttpClient(handler) { BaseAddress = door.Address };
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(path, content, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<string[]> IdsAsync(Account account, string query) =>
        [.. (await account.GetAsync("/api/evaluations" + query))["items"]!.AsArray().Select(line => line!["id"]!.GetValue<string>())];
}
