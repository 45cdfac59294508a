using System.Text.Json.Nodes;
using Npgsql;
using ParallelApproval.Calendars;
using ParallelApproval.Cases;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Testing;

namespace ParallelApproval.Certificates;

/// <summary>Papers: each comes from what happened, once, and stays what it was.</summary>
public sealed class DocumentTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_case_that_is_granted_leaves_every_paper_of_its_course_once()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync();
        for (var branch = 1; branch <= 6; branch++)
            (await house.DecideAsync(number, branch)).IsError.ShouldBeFalse();
        (await house.Get<DeliverCaseHandler>().HandleAsync(new(number), house.Clerk(), Cancellation)).IsError.ShouldBeFalse();
        await house.HearAsync(Cancellation);

        var papers = await house.Get<DocumentQueries>().OfCaseAsync(number, Cancellation);
        papers
            .GroupBy(paper => paper.Kind)
            .ToDictionary(kind => kind.Key, kind => kind.Count())
            .ShouldBe(
                new Dictionary<DocumentKind, int>
                {
                    [DocumentKind.AcceptanceNotice] = 1,
                    [DocumentKind.CopyNotice] = 1,
                    [DocumentKind.VisitRecord] = 1,
                    [DocumentKind.Grant] = 6,
                    [DocumentKind.CertificatePaper] = 6,
                    [DocumentKind.DeliveryReceipt] = 1,
                    [DocumentKind.FinishNotice] = 1,
                },
                ignoreOrder: true
            );
        papers.Select(paper => paper.Number).ShouldBeUnique();
        papers.Single(paper => paper.Kind is DocumentKind.AcceptanceNotice).Number.ShouldBe("莲审受〔2026〕1号");
        (await house.Get<AuditQueries>().VerifyAsync(Cancellation)).Holds.ShouldBeTrue();
    }

    [Fact]
    public async Task The_other_courses_leave_their_papers()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        (await KindsAsync(await DeclinedAsync(house), house)).ShouldBe([DocumentKind.NonAcceptance]);
        (await KindsAsync(await NotifiedAsync(house), house)).ShouldBe([DocumentKind.CorrectionNotice]);

        var number = await house.ReceiveAsync();
        await house
            .Get<RequestCorrectionHandler>()
            .HandleAsync(new(new(number, 3, 1), [new("M01", "字迹不清", "请重新提交")]), house.Approver("ZJJ"), Cancellation);
        await house
            .Get<StopBranchHandler>()
            .HandleAsync(new(new(number, 1, 1), StopGround.Inspection, 4, true), house.Approver("SYJ"), Cancellation);
        await house.Get<AskExtensionHandler>().HandleAsync(new(new(number, 1, 1), 5, "检验机构排期"), house.Approver("SYJ"), Cancellation);
        await house
            .Get<DecideExtensionHandler>()
            .HandleAsync(new(new(number, 1, 1), true, "李区长", LeaveLevel.Government), house.By("manager", "XZSP"), Cancellation);
        await house.Get<WithdrawCaseHandler>().HandleAsync(new(number, "不再开店"), house.Clerk(), Cancellation);
        (await KindsAsync(number, house)).ShouldBe(
            [
                DocumentKind.AcceptanceNotice,
                DocumentKind.CopyNotice,
                DocumentKind.CorrectionNotice,
                DocumentKind.StopNotice,
                DocumentKind.ExtensionNotice,
                DocumentKind.Termination,
            ],
            ignoreOrder: true
        );

        var refused = await house.ReceiveAsync();
        await house.DecideAsync(refused, 1, Verdict.Refuse);
        await house.HearAsync(Cancellation);
        var refusal = (await house.Get<DocumentQueries>().OfCaseAsync(refused, Cancellation)).Single(paper =>
            paper.Kind is DocumentKind.Refusal
        );
        var body = await house.Get<DocumentQueries>().BodyAsync(refusal, Cancellation);
        body.Value.ShouldContain("不符合条件。");
        body.Value.ShouldContain("六十日内申请行政复议");
        body.Value.ShouldContain("行政复议机关：西安市莲湖区人民政府；受理行政诉讼的人民法院：西安铁路运输法院。");
    }

    [Fact]
    public async Task Told_again_or_by_two_nodes_no_paper_comes_twice()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync();
        await house.HearAsync(Cancellation);
        await house.Database.AskAsync<object>("UPDATE listeners SET position = 0 WHERE name = 'documents' RETURNING 1", Cancellation);
        await using var second = await TestHouse.SecondNodeAsync(house.Database, Cancellation);
        await Task.WhenAll(house.HearAsync(Cancellation), second.HearAsync(Cancellation));

        (await KindsAsync(number, house)).ShouldBe([DocumentKind.AcceptanceNotice, DocumentKind.CopyNotice]);
        (await house.Database.AskAsync<long>("SELECT count(*) FROM case_events WHERE kind = 'DocumentIssued'", Cancellation)).ShouldBe(2);
    }

    [Fact]
    public async Task What_was_issued_stays_when_the_template_changes()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var before = await AcceptanceAsync(house);
        var wording = await house.Get<DocumentQueries>().BodyAsync(before, Cancellation);
        (
            await house
                .Get<PublishTemplateHandler>()
                .HandleAsync(new(DocumentKind.AcceptanceNotice, "<p>新：{{ applicant.name }}</p>", 1), house.Clerk(), Cancellation)
        ).Value.Version.ShouldBe(2);

        (await house.Get<DocumentQueries>().BodyAsync(before, Cancellation)).Value.ShouldBe(wording.Value);
        (await CheckAsync(house, before)).ShouldBeTrue();
        (await house.Get<DocumentQueries>().BodyAsync(await AcceptanceAsync(house), Cancellation)).Value.ShouldBe("<p>新：张小餐</p>");
    }

    [Theory]
    [InlineData("documents", "facts = '{\"applicant\":{\"name\":\"别人\"}}'")]
    [InlineData("documents", "seal = '6101049999'")]
    [InlineData("documents", "issued_at = issued_at - interval '1 day'")]
    [InlineData("document_templates", "text = text || ' '")]
    public async Task A_row_that_is_changed_is_found_by_verification_and_the_database_refuses_it_in_the_first_place(
        string table,
        string change
    )
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var paper = await AcceptanceAsync(house);
        (await CheckAsync(house, paper)).ShouldBeTrue();
        await using var connection = await house.Database.Source.OpenConnectionAsync(Cancellation);
        await Should.ThrowAsync<PostgresException>(() => DoAsync($"UPDATE {table} SET {change}"));
        await DoAsync($"ALTER TABLE {table} DISABLE TRIGGER {table}_stay");
        await DoAsync($"UPDATE {table} SET {change}");
        (await CheckAsync(house, paper)).ShouldBeFalse();

        async Task DoAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(Cancellation);
        }
    }

    [Fact]
    public async Task Number_and_code_belong_together()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var paper = await AcceptanceAsync(house);
        var queries = house.Get<DocumentQueries>();
        (await queries.VerifyAsync(paper.Number, "AAAAAAAA", Cancellation)).FirstError.Code.ShouldBe("document_not_verified");
        (await queries.VerifyAsync("莲审受〔2026〕99999号", paper.Code, Cancellation)).FirstError.Code.ShouldBe("document_not_verified");
        (await queries.VerifyAsync(paper.Number, paper.Code.ToLowerInvariant(), Cancellation)).Value.Holds.ShouldBeTrue();
    }

    [Fact]
    public async Task Every_use_of_a_seal_is_logged_with_who_and_on_what()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync();
        await house.DecideAsync(number, 1);
        await house.HearAsync(Cancellation);
        var grant = (await house.Get<DocumentQueries>().OfCaseAsync(number, Cancellation)).Single(paper =>
            paper.Kind is DocumentKind.Grant
        );
        (
            await house.Database.AskAsync<string>(
                $"SELECT seal || ' ' || officer FROM seal_uses WHERE document = '{grant.Number}'",
                Cancellation
            )
        ).ShouldBe(grant.Seal + " approver-syj");
        (
            await house.Database.AskAsync<string>(
                "SELECT data->>'document' FROM case_events WHERE kind = 'SealUsed' AND branch = 1 ORDER BY sequence DESC LIMIT 1",
                Cancellation
            )
        ).ShouldBe(grant.Number);
        JsonNode.Parse(grant.Facts)!["seal"]!["inscription"]!.GetValue<string>().ShouldBe("区食品药品监督管理局审批专用章");
    }

    [Fact]
    public async Task A_licence_is_granted_by_its_law_and_a_registration_by_its_own()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.FinishAsync(Cancellation);
        await house.HearAsync(Cancellation);
        var queries = house.Get<DocumentQueries>();
        var papers = await queries.OfCaseAsync(number, Cancellation);
        var (licence, registration) = (Of(DocumentKind.Grant, 1), Of(DocumentKind.Grant, 4));
        (licence.Title, registration.Title).ShouldBe(("准予行政许可决定书", "准予办理决定书"));
        (await queries.BodyAsync(licence, Cancellation)).Value.ShouldContain(
            "依据《中华人民共和国行政许可法》第三十八条第一款和《食品安全法》（2009）；《餐饮服务许可管理办法》"
        );
        var body = (await queries.BodyAsync(registration, Cancellation)).Value;
        body.ShouldContain("依据《税收征收管理法》第15条；《税收征收管理法实施细则》第12条的规定，决定准予办理");
        body.ShouldNotContain("行政许可");

        Document Of(DocumentKind kind, int branch) => papers.Single(paper => paper.Kind == kind && paper.Branch == branch);
    }

    [Fact]
    public async Task A_certificate_is_headed_by_its_name_and_says_for_what_and_where_it_is_good()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var application = house.Application(Catering.Item) with { Form = new() { ["premisesAddress"] = "西大街1号" } };
        var number = Catering.Number(
            await house.Get<ReceiveCaseHandler>().HandleAsync(new(application, Accept: true), house.Clerk(), Cancellation)
        );
        for (var branch = 1; branch <= 6; branch++)
            (await house.DecideAsync(number, branch)).IsError.ShouldBeFalse();
        await house.HearAsync(Cancellation);
        var paper = (await house.Get<DocumentQueries>().OfCaseAsync(number, Cancellation)).Single(made =>
            made is { Kind: DocumentKind.CertificatePaper, Branch: 1 }
        );
        paper.Title.ShouldBe("餐饮服务许可证");
        var body = (await house.Get<DocumentQueries>().BodyAsync(paper, Cancellation)).Value;
        body.ShouldContain("<th>经营场所地址</th><td>西大街1号</td>");
        body.ShouldContain("<th>许可内容</th><td>餐饮服务许可证</td>");
    }

    [Fact]
    public async Task Acceptances_decisions_and_certificates_have_seals_of_their_own()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.FinishAsync(Cancellation);
        await house.HearAsync(Cancellation);
        var papers = await house.Get<DocumentQueries>().OfCaseAsync(number, Cancellation);
        SealOn(DocumentKind.AcceptanceNotice, 0).ShouldEndWith("受理专用章");
        SealOn(DocumentKind.Grant, 1).ShouldEndWith("审批专用章");
        SealOn(DocumentKind.CertificatePaper, 1).ShouldEndWith("证照专用章");

        string SealOn(DocumentKind kind, int branch) =>
            JsonNode.Parse(papers.Single(paper => paper.Kind == kind && paper.Branch == branch).Facts)!["seal"]![
                "inscription"
            ]!.GetValue<string>();
    }

    [Fact]
    public async Task A_department_that_works_alone_sends_itself_no_copy()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = Catering.Number(
            await house
                .Get<ReceiveCaseHandler>()
                .HandleAsync(new(house.Application("610104-XK-101"), Accept: true), house.Clerk(), Cancellation)
        );
        (await KindsAsync(number, house)).ShouldBe([DocumentKind.AcceptanceNotice]);
    }

    [Fact]
    public async Task Nobody_sealed_what_nobody_did()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(accept: false);
        house.GoTo(3, 10, 9);
        await house.SweepAsync(Cancellation);
        await house.HearAsync(Cancellation);
        var notice = (await house.Get<DocumentQueries>().OfCaseAsync(number, Cancellation)).Single(paper =>
            paper.Kind is DocumentKind.AcceptanceNotice
        );
        notice.Seal.ShouldBeNull();
        (await house.Get<DocumentQueries>().BodyAsync(notice, Cancellation)).Value.ShouldContain("自收到申请材料之日起即为受理");
    }

    [Fact]
    public async Task A_date_through_a_year_without_its_notice_is_printed_as_provisional()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        house.GoTo(12, 21);
        var body = await house.Get<DocumentQueries>().BodyAsync(await AcceptanceAsync(house), Cancellation);
        body.Value.ShouldContain("（暂定）");
    }

    [Theory]
    [InlineData("{% for %}", "template_faulty")]
    [InlineData("{% for i in (1..100000) %}x{% endfor %}", "template_faulty")]
    [InlineData("<script>alert(1)</script>", "template_not_plain")]
    [InlineData("<img src=\"https://elsewhere.example/x\">", "template_not_plain")]
    [InlineData("<p onclick=\"x()\">", "template_not_plain")]
    public async Task A_template_that_is_not_plain_or_cannot_be_filled_is_refused(string text, string code)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        (
            await house.Get<PublishTemplateHandler>().HandleAsync(new(DocumentKind.Grant, text, 1), house.Clerk(), Cancellation)
        ).FirstError.Code.ShouldBe(code);
    }

    [Fact]
    public void What_an_applicant_typed_is_text_and_never_html() =>
        DocumentText
            .Fill("<p>{{ applicant.name }}</p>", new() { ["applicant"] = new JsonObject { ["name"] = "<b onclick=x>𠮷&" } })
            .Value.ShouldNotContain("<b");

    [Fact]
    public void Every_template_of_the_product_can_be_filled()
    {
        foreach (var kind in Enum.GetValues<DocumentKind>())
        {
            var filled = PublishTemplateHandler.Check(kind, DocumentTemplates.OfProduct(kind));
            filled.IsError.ShouldBeFalse(kind + (filled.IsError ? filled.FirstError.Description : ""));
        }
    }

    private static async Task<Document> AcceptanceAsync(TestHouse house)
    {
        var number = await house.ReceiveAsync();
        await house.HearAsync(Cancellation);
        return (await house.Get<DocumentQueries>().OfCaseAsync(number, Cancellation)).Single(paper =>
            paper.Kind is DocumentKind.AcceptanceNotice
        );
    }

    private static async Task<bool> CheckAsync(TestHouse house, Document paper) =>
        (await house.Get<DocumentQueries>().VerifyAsync(paper.Number, paper.Code, Cancellation)).Value.Holds;

    private static async Task<DocumentKind[]> KindsAsync(CaseNumber number, TestHouse house)
    {
        await house.HearAsync(Cancellation);
        return [.. (await house.Get<DocumentQueries>().OfCaseAsync(number, Cancellation)).Select(paper => paper.Kind)];
    }

    private static async Task<CaseNumber> DeclinedAsync(TestHouse house)
    {
        var number = await house.ReceiveAsync(accept: false);
        (
            await house.Get<DeclineCaseHandler>().HandleAsync(new(number, "依法不需要取得许可。", "市局"), house.Clerk(), Cancellation)
        ).IsError.ShouldBeFalse();
        return number;
    }

    private static async Task<CaseNumber> NotifiedAsync(TestHouse house)
    {
        var receipt = await house
            .Get<ReceiveCaseHandler>()
            .HandleAsync(new(house.Application(Catering.Item, "M05")), house.Clerk(), Cancellation);
        var number = Catering.Number(receipt);
        (await house.Get<NotifyCorrectionHandler>().HandleAsync(new(number, []), house.Clerk(), Cancellation)).IsError.ShouldBeFalse();
        return number;
    }
}
