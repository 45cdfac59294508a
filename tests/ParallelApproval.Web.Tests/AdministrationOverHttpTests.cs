using System.Text.Json.Nodes;

namespace ParallelApproval.Web;

/// <summary>Bodies, officers, windows, letters and absences as administrators keep them, through the API.</summary>
public sealed class AdministrationOverHttpTests(FrontDoor door) : IClassFixture<FrontDoor>
{
    private const string Body =
        """{"name":"区文化和旅游局","nameEn":"Culture and Tourism Bureau","tier":"district","""
        + """ "unifiedCreditCode":"11610104MB9X99001Q","parentCode":"XZSP"}""";

    [Fact]
    public async Task Seals_are_listed_kept_and_retired_and_their_uses_are_told()
    {
        var admin = await door.AsAsync("admin");
        var seals = (await admin.GetAsync("/api/seals"))["items"]!.AsArray();
        var old = seals.Single(seal => seal!["inscription"]!.GetValue<string>() == "区统计局审批专用章")!["number"]!.GetValue<string>();
        (
            await admin.PutAsync(
                "/api/seals/TJJ-2?expectedRevision=0",
                Node("""{"departmentCode":"TJJ","inscription":"区统计局审批专用章","keeper":"approver-tjj"}""")
            )
        ).Code.ShouldBe("seal_in_use");
        (await admin.PostAsync($"/api/seals/{old}/retirement", Node("""{"reason":"机构改革","expectedRevision":1}""")))["retiredOn"]
            .ShouldNotBeNull();
        var kept = await admin.PutAsync(
            "/api/seals/TJJ-2?expectedRevision=0",
            Node("""{"departmentCode":"TJJ","inscription":"区统计局审批专用章","keeper":"approver-tjj"}""")
        );
        (kept["keeper"]!.GetValue<string>(), kept["revision"]!.GetValue<int>()).ShouldBe(("approver-tjj", 1), kept.Text);
        (await (await door.AsAsync("supervisor")).GetAsync("/api/seals/TJJ-2/uses"))["items"]!.AsArray().ShouldBeEmpty();
        (await admin.GetAsync("/api/seals/TJJ-2/uses?cursor=x")).Code.ShouldBe("field_malformed");
        foreach (var other in new[] { "manager", "clerk", "approver-tjj" })
            (
                await (await door.AsAsync(other)).PutAsync(
                    "/api/seals/TJJ-3?expectedRevision=0",
                    Node("""{"departmentCode":"TJJ","inscription":"x","keeper":"approver-tjj"}""")
                )
            ).Code.ShouldBe("verb_not_allowed");
    }

    [Fact]
    public async Task A_body_is_entered_renamed_and_closed_when_nothing_hangs_on_it_any_more()
    {
        var (admin, second) = (await door.AsAsync("admin"), await door.AsAsync("admin2"));
        var entered = await admin.PutAsync("/api/departments/WLJ?expectedRevision=0", Node(Body));
        entered.Status.ShouldBe(200, entered.Text);
        (await second.PutAsync("/api/departments/WLJ?expectedRevision=0", Node(Body))).Code.ShouldBe("department_code_taken");

        var renamed = Node(Body);
        renamed["name"] = "区文旅局";
        (await admin.PutAsync("/api/departments/WLJ?expectedRevision=1", renamed))["revision"]!.GetValue<int>().ShouldBe(2);
        (await second.PutAsync("/api/departments/WLJ?expectedRevision=1", Node(Body))).ShouldSatisfyAllConditions(
            late => late.Status.ShouldBe(409),
            late => late.Code.ShouldBe("changed_meanwhile"),
            late => late.Text.ShouldContain("somebody has changed it meanwhile")
        );

        var officer = Node("""{"name":"江河","nameEn":"Jiang He","roles":["approver"],"departmentCode":"WLJ"}""");
        (await admin.PutAsync("/api/officers/jiang.he?expectedRevision=0", officer)).Status.ShouldBe(200);
        (
            await admin.PutAsync("/api/windows/W01?expectedRevision=0", Node("""{"departmentCode":"WLJ","isComprehensive":false}"""))
        ).Status.ShouldBe(200);
        var refused = await CloseAsync(admin, "WLJ", 2);
        refused.Status.ShouldBe(409, refused.Text);
        refused.Text.ShouldContain("department_has_officers");
        (await CloseAsync(admin, "LLB", 1)).Status.ShouldBe(409);

        (
            await admin.PostAsync("/api/officers/jiang.he/standing", Node("""{"isOpen":false,"reason":"机构改革","expectedRevision":1}"""))
        ).Status.ShouldBe(200);
        (await CloseAsync(admin, "WLJ", 2)).Text.ShouldContain("department_has_windows");
        (
            await admin.PutAsync(
                "/api/windows/W01?expectedRevision=1",
                Node("""{"departmentCode":"WLJ","isComprehensive":false,"isOpen":false}""")
            )
        ).Status.ShouldBe(200);
        (await CloseAsync(admin, "WLJ", 2)).ShouldSatisfyAllConditions(
            closed => closed.Status.ShouldBe(200, closed.Text),
            closed => closed["closedOn"].ShouldNotBeNull()
        );
        (
            await admin.PostAsync("/api/officers/jiang.he/standing", Node("""{"isOpen":true,"reason":"误操作","expectedRevision":2}"""))
        ).Code.ShouldBe("department_closed");
        (
            await admin.PutAsync("/api/windows/W02?expectedRevision=0", Node("""{"departmentCode":"WLJ","isComprehensive":false}"""))
        ).Code.ShouldBe("department_closed");

        var trail = (await admin.GetAsync("/api/audit/house?limit=50"))["items"]!
            .AsArray()
            .Select(line => line!["kind"]!.GetValue<string>())
            .ToList();
        foreach (var kind in (string[])["DepartmentKept", "DepartmentWasClosed", "OfficerKept", "AccountClosed", "WindowKept"])
            trail.ShouldContain(kind);
        (await admin.GetAsync("/api/audit/verification"))["holds"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Theory]
    [InlineData("code", "x1", "department_code_malformed")]
    [InlineData("name", "", "name_length_wrong")]
    [InlineData("unifiedCreditCode", "11610104MB9X99001R", "department_credit_code_wrong")]
    [InlineData("unifiedCreditCode", "1234", "credit_code_malformed")]
    [InlineData("parentCode", "NOBODY", "department_unknown")]
    [InlineData("parentCode", "COMM", "department_above_lower")]
    public async Task A_body_that_makes_no_sense_is_refused_beside_its_field(string field, string value, string code)
    {
        var body = Node(Body);
        var name = field == "code" ? value : "ZZB";
        if (field != "code")
            body[field] = value;
        var refused = await (await door.AsAsync("admin")).PutAsync($"/api/departments/{name}?expectedRevision=0", body);
        (refused.Status, refused.Code).ShouldBe((400, code), refused.Text);
        if (field != "code")
            refused.Text.ShouldContain($"\"{field}\"");
    }

    [Fact]
    public async Task A_body_does_not_stand_under_one_of_its_own()
    {
        var admin = await door.AsAsync("admin");
        var street = (await admin.GetAsync("/api/departments"))["items"]!
            .AsArray()
            .Single(body => body!["code"]!.GetValue<string>() == "STREET")!;
        var moved = new JsonObject();
        foreach (var field in (string[])["name", "nameEn", "tier", "unifiedCreditCode"])
            moved[field] = street[field]!.DeepClone();
        moved["parentCode"] = "STREET";
        (await admin.PutAsync($"/api/departments/STREET?expectedRevision={street["revision"]}", moved)).Code.ShouldBe("department_circle");
    }

    [Fact]
    public async Task A_new_officer_signs_in_with_the_password_told_once_and_is_out_when_his_roles_change()
    {
        var admin = await door.AsAsync("admin");
        var made = await admin.PutAsync(
            "/api/officers/lin.mo?expectedRevision=0",
            Node("""{"name":"林墨","nameEn":"Lin Mo","roles":["approver"],"departmentCode":"TJJ"}""")
        );
        made.Status.ShouldBe(200, made.Text);
        var first = await (await Account.SignInAsync(door.Address, "lin.mo", made["password"]!.GetValue<string>())).WithOwnPasswordAsync(
            made["password"]!.GetValue<string>()
        );
        (await first.GetAsync("/api/tasks")).Status.ShouldBe(200);

        var changed = await admin.PutAsync(
            "/api/officers/lin.mo?expectedRevision=1",
            Node("""{"name":"林墨","nameEn":"Lin Mo","roles":["clerk"],"departmentCode":"XZSP"}""")
        );
        changed.Status.ShouldBe(200, changed.Text);
        changed["password"].ShouldBeNull();
        (await first.GetAsync("/api/tasks")).Status.ShouldBe(401);
        (
            await (await door.AsAsync("admin2")).PutAsync(
                "/api/officers/lin.mo?expectedRevision=1",
                Node("""{"name":"林默","nameEn":"Lin Mo","roles":["clerk"],"departmentCode":"XZSP"}""")
            )
        ).Code.ShouldBe("changed_meanwhile");

        var reset = await admin.PostAsync("/api/officers/lin.mo/password");
        await Account.SignInAsync(door.Address, "lin.mo", reset["password"]!.GetValue<string>());
        var trail = await admin.GetAsync("/api/audit/house?limit=100");
        trail.Text.ShouldContain("PasswordWasReset");
        trail.Text.ShouldNotContain(reset["password"]!.GetValue<string>());
        (await admin.GetAsync("/api/officers?search=lin.mo")).Text.ShouldNotContain("assword");
    }

    [Theory]
    [InlineData(
        "wu.bai",
        """{"name":"伍佰","nameEn":"Wu Bai","roles":["administrator","approver"],"departmentCode":"TJJ"}""",
        "roles_incompatible"
    )]
    [InlineData(
        "wu.bai",
        """{"name":"伍佰","nameEn":"Wu Bai","roles":["supervisor","clerk"],"departmentCode":"TJJ"}""",
        "roles_incompatible"
    )]
    [InlineData("wu.bai", """{"name":"伍佰","nameEn":"Wu Bai","roles":[],"departmentCode":"TJJ"}""", "roles_missing")]
    [InlineData("wu.bai", """{"name":"伍佰","nameEn":"Wu Bai","roles":["clerk"]}""", "department_needed")]
    [InlineData("wu.bai", """{"name":"伍佰","nameEn":"Wu Bai","roles":["clerk"],"departmentCode":"NOBODY"}""", "department_unknown")]
    [InlineData("5wu", """{"name":"伍佰","nameEn":"Wu Bai","roles":["clerk"],"departmentCode":"TJJ"}""", "user_name_malformed")]
    [InlineData("clerk", """{"name":"伍佰","nameEn":"Wu Bai","roles":["clerk"],"departmentCode":"TJJ"}""", "user_name_taken")]
    public async Task An_account_that_nobody_may_have_is_refused(string userName, string body, string code)
    {
        var refused = await (await door.AsAsync("admin")).PutAsync($"/api/officers/{userName}?expectedRevision=0", Node(body));
        (refused.Status, refused.Code).ShouldBe((400, code), refused.Text);
    }

    [Fact]
    public async Task Nobody_changes_his_own_account_so_that_an_administrator_is_always_left()
    {
        var admin = await door.AsAsync("admin");
        (
            await admin.PostAsync("/api/officers/admin/standing", Node("""{"isOpen":false,"reason":"退休","expectedRevision":1}"""))
        ).Code.ShouldBe("own_account");
        (await admin.PostAsync("/api/officers/admin/password")).Code.ShouldBe("own_account");
        (
            await admin.PutAsync(
                "/api/officers/admin?expectedRevision=1",
                Node("""{"name":"赵明","nameEn":"Zhao Ming","roles":["designer"],"departmentCode":"XZSP"}""")
            )
        ).Code.ShouldBe("own_account");
    }

    [Fact]
    public async Task Letters_neither_overlap_nor_come_under_a_number_in_use()
    {
        var manager = await door.AsAsync("manager");
        var letter = Node(
            """{"number":"莲授〔2031〕9号","departmentCode":"GSJ","userName":"approver-gsj","from":"2030-12-01","to":"2031-12-31"}"""
        );
        (await manager.PostAsync("/api/authorisations", letter)).ShouldSatisfyAllConditions(
            refused => refused.Code.ShouldBe("authorisation_overlap"),
            refused => refused.Text.ShouldContain("2030-12-31"),
            refused => refused.Text.ShouldContain("\"from\"")
        );
        letter["from"] = "2031-01-01";
        (await manager.PostAsync("/api/authorisations", letter)).Status.ShouldBe(200);
        letter["userName"] = "approver-zjj";
        (await manager.PostAsync("/api/authorisations", letter)).Code.ShouldBe("authorisation_number_taken");
    }

    [Fact]
    public async Task An_absence_ends_early_once_and_no_second_one_covers_its_days()
    {
        var (admin, absent) = (await door.AsAsync("admin"), await door.AsAsync("approver-mzj"));
        var absence = Node("""{"userName":"approver-mzj","deputy":"reviewer-mzj","from":"2027-03-02","to":"2027-03-06","reason":"休假"}""");
        var entered = await absent.PostAsync("/api/absences", absence);
        entered.Status.ShouldBe(200, entered.Text);
        (await absent.PostAsync("/api/absences", absence)).Code.ShouldBe("absence_overlap");
        var turned = Node("""{"userName":"reviewer-mzj","deputy":"approver-mzj","from":"2027-03-05","to":"2027-03-09","reason":"培训"}""");
        (await admin.PostAsync("/api/absences", turned)).Code.ShouldBe("deputy_away");

        var end = $"/api/absences/{entered["id"]!.GetValue<Guid>()}/end";
        (await (await door.AsAsync("approver-syj")).PostAsync(end)).Code.ShouldBe("deputy_not_his_to_appoint");
        (await admin.PostAsync(end)).Status.ShouldBe(200);
        (await absent.PostAsync(end)).Code.ShouldBe("absence_over");
        (await admin.PostAsync("/api/absences", turned)).Status.ShouldBe(200);
        (await admin.GetAsync("/api/absences"))["items"]!
            .AsArray()
            .Count(line => line!["userName"]!.GetValue<string>() == "approver-mzj")
            .ShouldBe(1);
    }

    [Fact]
    public async Task An_import_names_every_fault_by_its_line_and_leaves_nothing_half_done()
    {
        var designer = await door.AsAsync("designer");
        var good = await DraftAsync(designer);
        var (unknown, circle) = (good.DeepClone(), good.DeepClone());
        unknown["item"]!["branches"]![0]!["departmentCode"] = "NOBODY";
        circle["item"]!["itemCode"] = "610104-YJS-997";
        circle["expectedVersion"] = 0;
        circle["item"]!["branches"]![0]!["dependsOn"] = new JsonArray(new JsonObject { ["branch"] = 2, ["kind"] = "hard" });
        circle["item"]!["branches"]![1]!["dependsOn"] = new JsonArray(new JsonObject { ["branch"] = 1, ["kind"] = "hard" });
        var refused = await ImportAsync(designer, good, unknown, circle);
        refused.Status.ShouldBe(400, refused.Text);
        foreach (
            var expected in (string[])
                [
                    "items[1].itemCode",
                    "item_twice",
                    "items[1].branches[0].departmentCode",
                    "department_unknown",
                    "items[2].branches",
                    "dependency_circle",
                ]
        )
            refused.Text.ShouldContain(expected);
        (await designer.GetAsync($"/api/catalogue/items/{Catering.ItemCode}/versions"))["items"]!.AsArray().Count.ShouldBe(1);

        var other = good.DeepClone();
        (other["item"]!["itemCode"], other["expectedVersion"]) = ("610104-YJS-998", 0);
        (await ImportAsync(designer, good, other)).Status.ShouldBe(200);
        (await designer.GetAsync($"/api/catalogue/items/{Catering.ItemCode}/versions"))["items"]!.AsArray().Count.ShouldBe(2);
        (await ImportAsync(designer, good)).Text.ShouldContain("item_version_stale");
    }

    [Fact]
    public async Task A_year_that_waits_shows_what_it_changes()
    {
        var admin = await door.AsAsync("admin");
        var year = Node(
            """{"year":2027,"status":"provisional","holidays":[{"name":"元旦","nameEn":"New Year","from":"2027-01-01","to":"2027-01-02"}],"""
                + """ "makeUpDays":["2027-02-20"]}"""
        );
        (await admin.PutAsync("/api/calendars/2027", year)).Status.ShouldBe(200);
        var waiting = (await admin.GetAsync("/api/calendars/waiting"))["items"]!.AsArray().Single()!;
        waiting["enteredBy"]!.GetValue<string>().ShouldBe("admin");
        waiting["difference"]!["newlyOff"]!.AsArray().Select(day => day!.GetValue<string>()).ShouldBe(["2027-01-02"]);
        waiting["difference"]!["newMakeUp"]!.AsArray().Count.ShouldBe(1);
        waiting["difference"]!["offNoMore"]!.AsArray().ShouldBeEmpty("the statutory days are free by law");
    }

    [Fact]
    public async Task Whoever_may_only_look_changes_nothing()
    {
        (await (await door.AsAsync("approver-syj")).GetAsync("/api/departments")).Code.ShouldBe("verb_not_allowed");
        (await (await door.AsAsync("manager")).GetAsync("/api/officers")).Status.ShouldBe(200);
        (await (await door.AsAsync("manager")).PostAsync("/api/officers/clerk/password")).Code.ShouldBe("verb_not_allowed");
    }

    private static JsonNode Node(string json) => JsonNode.Parse(json)!;

    private static Task<Answer> CloseAsync(Account account, string code, int revision) =>
        account.PostAsync($"/api/departments/{code}/closing", new JsonObject { ["reason"] = "机构改革", ["expectedRevision"] = revision });

    private static Task<Answer> ImportAsync(Account account, params JsonNode[] items) =>
        account.PostAsync(
            "/api/catalogue/import",
            new JsonObject { ["items"] = new JsonArray([.. items.Select(item => item.DeepClone())]) }
        );

    /// <summary>The catering item as an import line: papers by their code.</summary>
    private static async Task<JsonNode> DraftAsync(Account designer)
    {
        var item = (await designer.GetAsync($"/api/catalogue/items/{Catering.ItemCode}"))["item"]!.DeepClone().AsObject();
        item["materials"] = new JsonArray([
            .. item["materials"]!
                .AsArray()
                .Select(paper => new JsonObject
                {
                    ["code"] = paper!["code"]!.DeepClone(),
                    ["usedBy"] = paper["usedBy"]!.DeepClone(),
                    ["outputOfBranch"] = paper["outputOfBranch"]?.DeepClone(),
                }),
        ]);
        item["effectiveFrom"] = "2030-01-01";
        var version = item["version"]!.GetValue<int>();
        item.Remove("version");
        return new JsonObject { ["item"] = item, ["expectedVersion"] = version };
    }
}
