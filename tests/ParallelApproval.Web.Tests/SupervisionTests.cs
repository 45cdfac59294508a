using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Supervision;
using ParallelApproval.Testing;

namespace ParallelApproval.Web;

/// <summary>Cards and orders over HTTP: who sees and does what, what is refused, and in which words.</summary>
public sealed class SupervisionTests(FrontDoor door, TestCluster cluster) : IClassFixture<FrontDoor>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_late_department_sees_its_card_answers_it_over_the_heads_signature_and_its_order_is_closed()
    {
        var number = await LateCaseAsync();
        var (syj, supervisor) = (await door.AsAsync("approver-syj"), await door.AsAsync("supervisor"));
        var red = await RedCardAsync(syj, number);
        var (card, order) = (red["id"]!.GetValue<string>(), red["order"]!.GetValue<string>());
        red["text"]!.GetValue<string>().ShouldContain("the matter is still not done");

        (await (await door.AsAsync("approver-gsj")).GetAsync($"/api/supervision/cards/{card}")).Code.ShouldBe(
            "card_not_found",
            "another department does not know of it"
        );
        (await (await door.AsAsync("approver-gsj")).PostAsync($"/api/supervision/cards/{card}/answer", Answer())).Code.ShouldBe(
            "card_not_yours"
        );
        var incomplete = await syj.PostAsync($"/api/supervision/orders/{order}/receipt");
        incomplete.Status.ShouldBe(200, incomplete.Text);
        (await syj.PostAsync($"/api/supervision/orders/{order}/reply", Without(Reply(), "signedOffBy"))).ShouldSatisfyAllConditions(
            answer => answer.Status.ShouldBe(400),
            answer => answer["errors"]!.AsObject().Select(error => error.Key).ShouldBe(["signedOffBy"])
        );
        (await syj.PostAsync($"/api/supervision/orders/{order}/reply", Reply(), key: "reply-1")).Status.ShouldBe(200);
        var again = await syj.PostAsync($"/api/supervision/orders/{order}/reply", Reply(), key: "reply-1");
        (again.Status, again["id"]!.GetValue<string>()).ShouldBe((200, order));
        (await syj.GetAsync($"/api/supervision/cards/{card}"))["status"]!.GetValue<string>().ShouldBe("answered");
        (
            await supervisor.PostAsync(
                $"/api/supervision/orders/{order}/review",
                new JsonObject
                {
                    ["accepted"] = true,
                    ["opinion"] = "同意办结。",
                    ["deduction"] = 2,
                }
            )
        )["status"]!.GetValue<string>().ShouldBe("closed");
        (await syj.PostAsync($"/api/supervision/cards/{card}/answer", Answer())).Code.ShouldBe("card_status_conflict");
        var trail = await supervisor.GetAsync($"/api/audit?case={number}");
        trail["items"]!.AsArray().Select(line => line!["kind"]!.GetValue<string>()).ShouldContain("OrderClosed");
    }

    [Fact]
    public async Task An_appeal_is_heard_once_by_a_supervisor_of_another_department_and_cancels_points_not_the_record()
    {
        var number = await LateCaseAsync();
        var (syj, supervisor) = (await door.AsAsync("approver-syj"), await door.AsAsync("supervisor"));
        var card = (await RedCardAsync(syj, number))["id"]!.GetValue<string>();
        var appeal = new JsonObject { ["ground"] = "systemFault", ["statement"] = "专网中断两天。" };
        (await syj.PostAsync($"/api/supervision/cards/{card}/appeal", appeal))["status"]!.GetValue<string>().ShouldBe("appealed");
        (await syj.PostAsync($"/api/supervision/cards/{card}/appeal", appeal)).Code.ShouldBe("card_appealed_already");
        (await syj.PostAsync($"/api/supervision/cards/{card}/appeal/decision", Granted())).Code.ShouldBe("verb_not_allowed");
        var decided = await supervisor.PostAsync($"/api/supervision/cards/{card}/appeal/decision", Granted());
        (
            decided["status"]!.GetValue<string>(),
            decided["points"]!.GetValue<int>(),
            decided["appeal"]!["decision"]!["by"]!.GetValue<string>()
        ).ShouldBe(("cancelled", 0, "supervisor"));
        (await supervisor.PostAsync($"/api/supervision/cards/{card}/appeal/decision", Granted())).Code.ShouldBe("appeal_not_pending");

        static JsonObject Granted() => new() { ["granted"] = true, ["reason"] = "机房记录属实。" };
    }

    [Fact]
    public async Task An_order_is_drafted_unseen_issued_and_withdrawn()
    {
        var (supervisor, clerk) = (await door.AsAsync("supervisor"), await door.AsAsync("clerk"));
        var drafted = await supervisor.PostAsync("/api/supervision/orders", Draft("XZSP"));
        drafted.Status.ShouldBe(201, drafted.Text);
        drafted["case"].ShouldBeNull();
        var id = drafted["id"]!.GetValue<string>();
        (await clerk.GetAsync($"/api/supervision/orders/{id}")).Code.ShouldBe("order_not_found");
        (await supervisor.PostAsync($"/api/supervision/orders/{id}/issue"))["status"]!.GetValue<string>().ShouldBe("issued");
        (await clerk.GetAsync($"/api/supervision/orders/{id}"))["status"]!.GetValue<string>().ShouldBe("issued");
        (await clerk.GetAsync("/api/supervision/orders?status=issued"))["items"]!
            .AsArray()
            .Select(order => order!["id"]!.GetValue<string>())
            .ShouldContain(id);
        (await supervisor.PostAsync($"/api/supervision/orders/{id}/issue")).Code.ShouldBe("order_move_not_allowed");
        (await supervisor.PostAsync($"/api/supervision/orders/{id}/withdrawal", new JsonObject { ["reason"] = "重复。" }))["status"]!
            .GetValue<string>()
            .ShouldBe("withdrawn");
        (await clerk.GetAsync($"/api/cases/{id[..20]}")).Code.ShouldBe("case_not_found", "the centre's own file is no case");
        (await clerk.PostAsync($"/api/cases/{id[..20]}/acceptance")).Code.ShouldBe("case_not_found");
    }

    [Fact]
    public async Task The_wall_counts_what_is_open_and_a_department_sees_its_own_part_of_it()
    {
        await LateCaseAsync();
        var all = await (await door.AsAsync("supervisor")).GetAsync("/api/supervision/wall?limit=200");
        var own = await (await door.AsAsync("approver-gsj")).GetAsync("/api/supervision/wall?department=SYJ");
        Count(all).ShouldBeGreaterThan(Count(own));
        own["newest"]!.AsArray().Select(card => card!["department"]!.GetValue<string>()).Distinct().ShouldBe(["GSJ"]);
        all["newest"]!.AsArray().Select(card => card!["colour"]!.GetValue<string>()).First().ShouldBe("red");

        static int Count(Answer wall) => wall["cards"]!.AsArray().Sum(count => count!["count"]!.GetValue<int>());
    }

    [Fact]
    public async Task The_pages_of_a_list_hold_every_card_once()
    {
        await LateCaseAsync();
        var supervisor = await door.AsAsync("supervisor");
        var (seen, cursor) = (new List<string>(), (string?)null);
        do
        {
            var page = await supervisor.GetAsync("/api/supervision/cards?limit=3" + (cursor is null ? "" : "&cursor=" + cursor));
            seen.AddRange(page["items"]!.AsArray().Select(card => card!["id"]!.GetValue<string>()));
            cursor = page["nextCursor"]?.GetValue<string>();
        } while (cursor is not null);
        seen.ShouldBeUnique();
        seen.Count.ShouldBe((int)await door.Database.AskAsync<long>("SELECT count(*) FROM supervision_cards", Cancellation));
        (await supervisor.GetAsync("/api/supervision/cards?colour=red&status=open&department=SYJ&point=E02"))["items"]!
            .AsArray()
            .ShouldAllBe(card => card!["colour"]!.GetValue<string>() == "red" && card["department"]!.GetValue<string>() == "SYJ");
    }

    [Fact]
    public async Task The_pages_show_the_wall_a_card_and_an_order_to_those_whom_they_concern_and_to_nobody_else()
    {
        var number = await LateCaseAsync();
        var red = await RedCardAsync(await door.AsAsync("approver-syj"), number);
        var (card, order) = (
            $"/supervision/cards/{red["id"]!.GetValue<string>()}",
            $"/supervision/orders/{red["order"]!.GetValue<string>()}"
        );
        var (own, other) = (
            await Browser.SignInAsync(door.Address, "approver-syj"),
            await Browser.SignInAsync(door.Address, "approver-gsj")
        );
        (await own.OpenAsync("/supervision")).Html.ShouldContain(number);
        (await own.OpenAsync(card)).Html.ShouldContain("Answer the card");
        (await own.OpenAsync(order)).Html.ShouldContain("Sign for it");
        (await other.OpenAsync(card)).Html.ShouldSatisfyAllConditions(
            page => page.ShouldContain("There is no such card"),
            page => page.ShouldNotContain("still not done")
        );
        (await other.OpenAsync(order)).Html.ShouldContain("There is no such order");
    }

    [Fact]
    public async Task A_spot_check_is_drawn_looked_through_and_seen()
    {
        var number = (await (await door.AsAsync("clerk")).PostAsync("/api/cases", Catering.Application(accept: true)))[
            "caseNumber"
        ]!.GetValue<string>();
        var (supervisor, day) = (await door.AsAsync("supervisor"), $"{number[6..10]}-{number[10..12]}-{number[12..14]}");
        var drawn = await supervisor.PostAsync(
            "/api/supervision/spot-checks",
            new JsonObject
            {
                ["from"] = day,
                ["to"] = day,
                ["count"] = 200,
                ["scope"] = "open",
            }
        );
        drawn.Status.ShouldBe(201, drawn.Text);
        var id = drawn["id"]!.GetValue<string>();
        var result = new JsonObject
        {
            ["case"] = number,
            ["true"] = true,
            ["inTime"] = true,
            ["complete"] = false,
            ["accurate"] = true,
        };
        (await supervisor.PostAsync($"/api/supervision/spot-checks/{id}/results", result)).Code.ShouldBe("remark_missing");
        result["remark"] = "缺踏勘照片。";
        (await supervisor.PostAsync($"/api/supervision/spot-checks/{id}/results", result)).Status.ShouldBe(200);
        (await supervisor.PostAsync($"/api/supervision/spot-checks/{id}/results", result)).Code.ShouldBe("spot_check_done_already");
        var seen = await (await door.AsAsync("manager")).GetAsync($"/api/supervision/spot-checks/{id}");
        seen["cases"]!.AsArray().Single(line => line!["case"]!.GetValue<string>() == number)!["result"]!["remark"]!
            .GetValue<string>()
            .ShouldBe("缺踏勘照片。");
        (await supervisor.GetAsync("/api/supervision/spot-checks"))["items"]!
            .AsArray()
            .Select(check => check!["id"]!.GetValue<string>())
            .ShouldContain(id);
        (
            await supervisor.PostAsync(
                "/api/supervision/spot-checks",
                new JsonObject
                {
                    ["from"] = "2026-03-02",
                    ["to"] = "2026-03-01",
                    ["count"] = 1,
                }
            )
        ).Code.ShouldBe("period_backwards");
        (await supervisor.GetAsync("/api/supervision/spot-checks/6101042026030200001X-C1")).Code.ShouldBe("spot_check_not_found");
    }

    [Fact]
    public async Task A_bad_rating_that_is_not_called_back_in_time_is_carded()
    {
        var (number, code) = await door.FinishAsync();
        (
            await door.Anonymous.PostAsync(
                "/api/public/evaluations",
                new JsonObject
                {
                    ["caseNumber"] = number,
                    ["queryCode"] = code,
                    ["grade"] = "veryDissatisfied",
                    ["branch"] = 1,
                    ["reasons"] = new JsonArray("tooSlow"),
                }
            )
        ).Status.ShouldBe(201);
        (await CardsAsync()).ShouldBeEmpty();
        // The test itself sits at an address where officers work, which is another matter.
        (await (await door.AsAsync("admin")).PostAsync("/api/demo/clock", new JsonObject { ["advanceWorkingDays"] = 2 })).Status.ShouldBe(
            200
        );
        (await CardsAsync())
            .Where(card => card!["reason"]!.GetValue<string>() != "own_device")
            .ShouldHaveSingleItem()!
            .ShouldSatisfyAllConditions(
                card => card["reason"]!.GetValue<string>().ShouldBe("callBack"),
                card => card["department"]!.GetValue<string>().ShouldBe("SYJ")
            );

        async Task<JsonArray> CardsAsync() =>
            (await (await door.AsAsync("supervisor")).GetAsync($"/api/supervision/cards?point=E15&case={number}"))["items"]!.AsArray();
    }

    [Fact]
    public async Task The_points_are_told_with_their_values()
    {
        var points = (await (await door.AsAsync("supervisor")).GetAsync("/api/supervision/points"))["items"]!.AsArray();
        points
            .Select(point => point!["id"]!.GetValue<string>())
            .ShouldBe([.. Enumerable.Range(1, 23).Select(number => $"E{number:00}"), "FLOW"]);
        var stop = points.Single(point => point!["id"]!.GetValue<string>() == "E07")!;
        stop["thresholds"]!
            .AsArray()
            .Select(threshold => threshold!["name"]!.GetValue<string>())
            .ShouldBe(["Stops", "PlannedDays", "LastPercent"]);
    }

    [Theory]
    [InlineData("GET", "/api/supervision/cards?status=lost", null, 400, "field_malformed")]
    [InlineData("GET", "/api/supervision/cards?cursor=x", null, 400, "field_malformed")]
    [InlineData("GET", "/api/supervision/cards?limit=0", null, 400, "field_out_of_range")]
    [InlineData("GET", "/api/supervision/wall?limit=201", null, 400, "field_out_of_range")]
    [InlineData("GET", "/api/supervision/cards/61010420260302000008-K1", null, 404, "number_malformed")]
    [InlineData("GET", "/api/supervision/cards/6101042026030200001X-K01", null, 404, "number_malformed")]
    [InlineData("GET", "/api/supervision/cards/6101042026030200001X-D1", null, 404, "number_malformed")]
    [InlineData("GET", "/api/supervision/cards/6101042026030200001X-K99999", null, 404, "card_not_found")]
    [InlineData("GET", "/api/supervision/orders/6101042026030200001X-D1", null, 404, "order_not_found")]
    [InlineData("POST", "/api/supervision/orders", "{}", 400, "field_missing")]
    [InlineData(
        "POST",
        "/api/supervision/orders",
        """{"kind":"automatic","facts":"x","demand":"y","department":"SYJ"}""",
        400,
        "order_kind_by_hand"
    )]
    [InlineData(
        "POST",
        "/api/supervision/orders",
        """{"kind":"manual","facts":"x","demand":"y","department":"NONE"}""",
        400,
        "department_unknown"
    )]
    [InlineData("POST", "/api/supervision/orders", """{"kind":"manual","facts":"x","demand":"y"}""", 400, "department_unknown")]
    [InlineData(
        "POST",
        "/api/supervision/orders",
        """{"kind":"manual","facts":" ","demand":"y","department":"SYJ"}""",
        400,
        "text_missing"
    )]
    [InlineData(
        "POST",
        "/api/supervision/orders",
        """{"kind":"manual","facts":"x","demand":"y","department":"SYJ","officer":"approver-gsj"}""",
        400,
        "officer_not_of_department"
    )]
    [InlineData(
        "POST",
        "/api/supervision/orders",
        """{"kind":"manual","facts":"x","demand":"y","department":"SYJ","days":0}""",
        400,
        "order_days_out_of_range"
    )]
    [InlineData(
        "POST",
        "/api/supervision/orders",
        """{"kind":"manual","facts":"x","demand":"y","department":"SYJ","branch":1}""",
        400,
        "branch_unknown"
    )]
    [InlineData(
        "POST",
        "/api/supervision/orders",
        """{"kind":"manual","facts":"x","demand":"y","department":"SYJ","case":"1"}""",
        400,
        "field_malformed"
    )]
    [InlineData(
        "POST",
        "/api/supervision/orders",
        """{"kind":"manual","facts":"x","demand":"y","department":"SYJ","case":"6101042026030200001X"}""",
        404,
        "case_not_found"
    )]
    [InlineData(
        "POST",
        "/api/supervision/orders",
        """{"kind":"manual","facts":"x","demand":"y","department":"SYJ","copyTo":[null]}""",
        400,
        "field_malformed"
    )]
    public async Task What_is_wrong_is_said_and_leaves_nothing(string method, string path, string? body, int status, string code)
    {
        var before = await RowsAsync();
        var answer = await (await door.AsAsync("supervisor")).SendAsync(new(method), path, body);
        (answer.Status, answer.Code, answer.ContentType).ShouldBe((status, code, "application/problem+json"), answer.Text);
        (await RowsAsync()).ShouldBe(before);
    }

    [Theory]
    [InlineData("ParallelApproval:Supervision:Points:E07:PlannedDays", "0", "from 1 to 250")]
    [InlineData("ParallelApproval:Supervision:Points:E07:Plannned", "3", "no such setting")]
    [InlineData("ParallelApproval:Supervision:Points:E24:On", "true", "no such setting")]
    [InlineData("ParallelApproval:Supervision:Points:E02:Colour", "purple", "Blue, Yellow, Red")]
    [InlineData("ParallelApproval:Supervision:YellowDays", "soon", "from 1 to 30")]
    public async Task A_wrong_setting_stops_the_start_and_is_named(string setting, string value, string says)
    {
        await using var database = await cluster.CopyAsync(Template.District, Cancellation);
        var fault = await Should.ThrowAsync<InvalidOperationException>(() =>
            Program.OpenAsync(
                ["--urls=http://127.0.0.1:0", "--environment=Demo", $"--{setting}={value}"],
                builder => builder.Services.AddPool(database.Source),
                Cancellation
            )
        );
        fault.Message.ShouldContain(says);
    }

    private Task<long> RowsAsync() =>
        door.Database.AskAsync<long>(
            "SELECT (SELECT count(*) FROM supervision_cards) + (SELECT count(*) FROM supervision_orders) + (SELECT count(*) "
                + "FROM case_files)",
            Cancellation
        );

    /// <summary>A case whose departments have let a week go by; everything that follows has been raised.</summary>
    private async Task<string> LateCaseAsync()
    {
        var received = await (await door.AsAsync("clerk")).PostAsync("/api/cases", Catering.Application(accept: true));
        received.Status.ShouldBe(201, received.Text);
        var moved = await (await door.AsAsync("admin")).PostAsync("/api/demo/clock", new JsonObject { ["advanceWorkingDays"] = 6 });
        moved.Status.ShouldBe(200, moved.Text);
        return received["caseNumber"]!.GetValue<string>();
    }

    private static async Task<JsonNode> RedCardAsync(Account account, string number)
    {
        var cards = await account.GetAsync($"/api/supervision/cards?case={number}&colour=red");
        cards.Status.ShouldBe(200, cards.Text);
        return cards["items"]!.AsArray().ShouldHaveSingleItem()!;
    }

    private static JsonObject Answer() =>
        new()
        {
            ["explanation"] = "人手不足。",
            ["cause"] = "staff",
            ["measures"] = "增派一人。",
            ["signedOffBy"] = "局长",
        };

    private static JsonObject Reply() =>
        new()
        {
            ["findings"] = "经办人外出学习，未移交。",
            ["cause"] = "staff",
            ["measures"] = "指定 B 岗。",
            ["responsible"] = "刘芳",
            ["doneOn"] = "2026-03-20",
            ["signedOffBy"] = "局长",
        };

    private static JsonObject Draft(string department) =>
        new()
        {
            ["kind"] = "complaint",
            ["facts"] = "群众来电反映。",
            ["demand"] = "五日内答复。",
            ["department"] = department,
            ["source"] = "12345-0001",
        };

    private static JsonObject Without(JsonObject body, string member)
    {
        body.Remove(member);
        return body;
    }
}
