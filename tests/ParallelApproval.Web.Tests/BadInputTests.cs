using System.Text.Json.Nodes;

namespace ParallelApproval.Web;

/// <summary>Whatever is wrong with a request is said in problem details with a stable code, and nothing is written.</summary>
public sealed class BadInputTests(FrontDoor door) : IClassFixture<FrontDoor>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"itemCode":"610104-YJS-001",""", 400, "json_broken", null)]
    [InlineData("", 400, "body_missing", null)]
    [InlineData("[]", 400, "field_malformed", "$")]
    [InlineData("\"x\"", 400, "field_malformed", "$")]
    [InlineData("null", 400, "body_missing", null)]
    [InlineData("""{"itemCode":5,"applicant":{"kind":"person","name":"x","idNumber":"y"}}""", 400, "field_malformed", "itemCode")]
    [InlineData("""{"itemCode":"x"}""", 400, "field_missing", "applicant")]
    [InlineData("""{"itemCode":"x","applicant":{"kind":"person","name":"x"}}""", 400, "field_missing", "applicant.idNumber")]
    [InlineData("""{"itemCode":"x","applicant":{"kind":"robot","name":"x","idNumber":"y"}}""", 400, "field_malformed", "applicant.kind")]
    [InlineData("""{"itemCode":"x","applicant":{"kind":0,"name":"x","idNumber":"y"}}""", 400, "field_malformed", "applicant.kind")]
    [InlineData(
        """{"itemCode":"x","applicant":{"kind":"person","name":"x","idNumber":"y"},"status":"finished"}""",
        400,
        "field_unknown",
        "status"
    )]
    [InlineData(
        """{"itemCode":"x","itemCode":"y","applicant":{"kind":"person","name":"x","idNumber":"y"}}""",
        400,
        "field_malformed",
        "itemCode"
    )]
    [InlineData(
        """{"itemCode":"x","applicant":{"kind":"person","name":"x","idNumber":"y"},"materials":[{"code":"M01","copies":1e400}]}""",
        400,
        "field_malformed",
        "materials[0].copies"
    )]
    [InlineData(
        """{"itemCode":"x","applicant":{"kind":"person","name":"x","idNumber":"y"},"materials":[null]}""",
        400,
        "field_malformed",
        "materials[0]"
    )]
    [InlineData(
        """{"itemCode":"x","applicant":{"kind":"person","name":"a\u0000b","idNumber":"y"}}""",
        400,
        "text_malformed",
        "applicant.name"
    )]
    [InlineData(
        """{"itemCode":"x","applicant":{"kind":"person","name":"a\ud800b","idNumber":"y"}}""",
        400,
        "text_malformed",
        "applicant.name"
    )]
    [InlineData(
        """{"itemCode":"x","applicant":{"kind":"person","name":"x","idNumber":"y"},"form":{"signboard":"a\u0000b"}}""",
        400,
        "text_malformed",
        "form.signboard"
    )]
    [InlineData(
        """{"itemCode":"x","applicant":{"kind":"person","name":"x","idNumber":"y"},"form":{"rooms":[{"a":"\u0000"}]}}""",
        400,
        "text_malformed",
        "form.rooms[0].a"
    )]
    [InlineData(
        """{"itemCode":"x","applicant":{"kind":"person","name":"x","idNumber":"y"},"form":{"rooms":[{"a":"\ud800"}]}}""",
        400,
        "field_malformed",
        "form"
    )]
    [InlineData(
        """{"itemCode":"x","applicant":{"kind":"person","name":"x","idNumber":"y"},"form":{"a\u0000b":1}}""",
        400,
        "text_malformed",
        "form"
    )]
    public async Task A_body_that_is_not_as_described_is_refused_with_its_field(string body, int status, string code, string? field)
    {
        var cases = await CasesAsync();
        var answer = await (await door.AsAsync("clerk")).SendAsync(HttpMethod.Post, "/api/cases", body);
        answer.Text.ShouldNotContain("   at ");
        (answer.Status, answer.Code, answer.ContentType).ShouldBe((status, code, "application/problem+json"), answer.Text);
        (answer["errors"] as JsonObject)?.Select(error => error.Key).SingleOrDefault().ShouldBe(field);
        (await CasesAsync()).ShouldBe(cases);
    }

    [Theory]
    [InlineData("itemCode", "\"610104-NO-999\"", "item_unknown")]
    [InlineData("applicant", """{"kind":"person","name":"张三","idNumber":"610104189001010011"}""", "citizen_number_check_failed")]
    [InlineData("applicant", """{"kind":"person","name":"张三","idNumber":"610104189013010013"}""", "citizen_number_no_such_day")]
    [InlineData("applicant", """{"kind":"person","name":"张三","idNumber":"11111118900101001X"}""", "citizen_region_unconfirmed")]
    [InlineData("applicant", """{"kind":"person","name":"  ","idNumber":"61010418900101003X"}""", "name_missing")]
    [InlineData(
        "applicant",
        """{"kind":"organisation","name":"甲餐饮店","idNumber":"91350100M000100Y44"}""",
        "credit_code_check_unconfirmed"
    )]
    [InlineData("applicant", """{"kind":"organisation","name":"甲餐饮店","idNumber":"9135010IM000100Y43"}""", "credit_code_malformed")]
    [InlineData("materials", """[{"code":"M01"},{"code":"M99"}]""", "material_not_on_list")]
    [InlineData("materials", """[{"code":"M01"},{"code":"M01"}]""", "material_twice")]
    [InlineData("branches", "[1,2,9]", "branch_unknown")]
    [InlineData("workflow", """{"definitionId":"catering-six-certificates","version":77}""", "workflow_version_unknown")]
    [InlineData("workflow", """{"definitionId":"no-such-flow"}""", "workflow_version_unknown")]
    public async Task An_application_that_breaks_a_rule_is_refused_and_leaves_nothing(string field, string value, string code)
    {
        var cases = await CasesAsync();
        var application = Catering.Application();
        application[field] = JsonNode.Parse(value);
        var answer = await (await door.AsAsync("clerk")).PostAsync("/api/cases", application);
        answer.Status.ShouldBeInRange(400, 409, answer.Text);
        answer.Code.ShouldBe(code, answer.Text);
        (await CasesAsync()).ShouldBe(cases);
    }

    [Fact]
    public async Task A_warning_that_the_clerk_has_confirmed_is_no_obstacle()
    {
        var application = Catering.Application();
        application["applicant"] = JsonNode.Parse("""{"kind":"organisation","name":"甲餐饮店","idNumber":"91350100M000100Y44"}""");
        application["confirmed"] = new JsonArray("credit_code_check_unconfirmed");
        (await (await door.AsAsync("clerk")).PostAsync("/api/cases", application)).Status.ShouldBe(201);
    }

    [Fact]
    public async Task A_body_over_one_megabyte_is_refused()
    {
        var clerk = await door.AsAsync("clerk");
        var body = """{"itemCode":" """ + new string('x', 1024 * 1024) + "\"}";
        foreach (var key in new[] { null, "over-a-megabyte" })
        {
            var answer = await clerk.SendAsync(HttpMethod.Post, "/api/cases", body, key: key);
            (answer.Status, answer.Code).ShouldBe((413, "body_too_large"));
        }
    }

    [Fact]
    public async Task Nesting_beyond_the_limit_is_refused()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 40)) + "1" + new string('}', 40);
        var answer = await (await door.AsAsync("clerk")).SendAsync(HttpMethod.Post, "/api/cases", $$"""{"itemCode":"x","form":{{deep}}}""");
        answer.Status.ShouldBe(400, answer.Text);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task Anything_but_JSON_is_refused(string contentType)
    {
        var answer = await (await door.AsAsync("clerk")).SendAsync(
            HttpMethod.Post,
            "/api/cases",
            Catering.Application().ToJsonString(),
            contentType
        );
        (answer.Status, answer.Code).ShouldBe((415, "json_expected"));
    }

    [Theory]
    [InlineData("PATCH", "/api/cases", 405, "method_not_allowed")]
    [InlineData("GET", "/api/cases/1/acceptance", 405, "method_not_allowed")]
    [InlineData("GET", "/api/no-such-thing", 404, "address_not_found")]
    [InlineData("POST", "/api/cases/61010420260302000018/acceptance", 404, "number_malformed")]
    [InlineData("POST", "/api/tasks/61010420260302000019-00-1/claim", 404, "number_malformed")]
    [InlineData("GET", "/api/calendars/due?from=2026-02-29&days=5", 400, "field_malformed")]
    [InlineData("GET", "/api/calendars/due?days=5", 400, "field_missing")]
    [InlineData("GET", "/api/calendars/due?from=2026-03-02&days=-1", 400, "field_out_of_range")]
    [InlineData("GET", "/api/calendars/due?from=2031-03-02&days=1", 409, "calendar_year_missing")]
    [InlineData("GET", "/api/cases?search=%00", 400, "text_malformed")]
    [InlineData("GET", "/api/cases?limit=0", 400, "field_out_of_range")]
    [InlineData("GET", "/api/cases?status=lost", 400, "field_malformed")]
    [InlineData("GET", "/api/cases?status=3", 400, "field_malformed")]
    public async Task A_wrong_address_is_answered_in_the_same_shape(string method, string path, int status, string code)
    {
        var account = await door.AsAsync(path.StartsWith("/api/tasks", StringComparison.Ordinal) ? "approver-syj" : "clerk");
        var answer = await account.SendAsync(new(method), path, method == "POST" ? "{}" : null);
        (answer.Status, answer.Code, answer.ContentType).ShouldBe((status, code, "application/problem+json"), answer.Text);
    }

    [Theory]
    [InlineData("zh-CN", "请先登录")]
    [InlineData("en-GB", "Expected a signed-in officer")]
    [InlineData("fr", "请先登录")]
    public async Task Refusals_speak_the_readers_language(string language, string begins)
    {
        using var http = new HttpClient { BaseAddress = door.Address };
        http.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Language", language);
        using var answer = await http.GetAsync("/api/session", Cancellation);
        JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!["detail"]!.GetValue<string>().ShouldStartWith(begins);
    }

    private Task<long> CasesAsync() =>
        door.Database.AskAsync<long>("SELECT (SELECT count(*) FROM cases) + (SELECT count(*) FROM case_events)", Cancellation);
}
