using System.Text.Json.Nodes;
using ParallelApproval.Calendars;
using ParallelApproval.Cases;
using ParallelApproval.Identities;
using ParallelApproval.Testing;

namespace ParallelApproval.Certificates;

/// <summary>Each paper that names a date says in one sentence how it comes about.</summary>
public sealed class DateWordsTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_notice_of_acceptance_counts_from_acceptance_and_leaves_out_the_holiday_by_its_notice()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        house.GoTo(4, 1, 9);
        var number = await house.ReceiveAsync();
        var (body, facts) = await PaperAsync(house, number, DocumentKind.AcceptanceNotice);
        var why = facts["promisedWhy"]!.GetValue<string>();
        why.ShouldStartWith("自2026年4月1日（受理，当日不计入）起计算");
        why.ShouldContain("清明节放假4月4日至4月6日（国办发明电〔2025〕7号）");
        why.ShouldEndWith($"至{facts["promisedDue"]!.GetValue<string>()}17时届满。");
        body.ShouldContain(why);
        body.ShouldContain(facts["legalWhy"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_correction_notice_names_the_last_day_for_the_applicant_which_ends_at_midnight()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        house.GoTo(3, 2, 9);
        var number = await house.ReceiveAsync(accept: false);
        var told = await house
            .Get<NotifyCorrectionHandler>()
            .HandleAsync(new(number, [new("M01", "字迹不清", "请重新提交")]), house.Clerk(), Cancellation);
        var (body, facts) = await PaperAsync(house, number, DocumentKind.CorrectionNotice);
        facts["answerBy"]!.GetValue<string>().ShouldBe(DocumentWords.Of(told.Value.AnswerDue));
        body.ShouldContain($"请于 <strong>{DocumentWords.Of(told.Value.AnswerDue)}</strong> 前补正");
        body.ShouldContain("自2026年3月2日（告知补正内容，当日不计入）起计算");
        body.ShouldContain("24时届满。");
    }

    [Fact]
    public async Task A_stop_and_an_extension_say_how_their_new_days_come_about()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        house.GoTo(4, 2, 9);
        var number = await house.ReceiveAsync();
        (
            await house
                .Get<StopBranchHandler>()
                .HandleAsync(new(new(number, 1, 1), StopGround.Inspection, 4, true), house.Approver("SYJ"), Cancellation)
        ).IsError.ShouldBeFalse();
        await house.Get<AskExtensionHandler>().HandleAsync(new(new(number, 1, 1), 5, "检验机构排期"), house.Approver("SYJ"), Cancellation);
        (
            await house
                .Get<DecideExtensionHandler>()
                .HandleAsync(new(new(number, 1, 1), true, "李区长", LeaveLevel.Government), house.By("manager", "XZSP"), Cancellation)
        ).IsError.ShouldBeFalse();

        (await PaperAsync(house, number, DocumentKind.StopNotice)).Body.ShouldContain(
            "自2026年4月2日（停止计时告知，当日不计入）起计算4个工作日，"
                + "清明节放假4月4日至4月6日（国办发明电〔2025〕7号）不计入，至2026年4月9日17时届满。"
        );
        var (body, facts) = await PaperAsync(house, number, DocumentKind.ExtensionNotice);
        facts["newWhy"]!.GetValue<string>().ShouldContain("另延长5个工作日");
        facts["newWhy"]!.GetValue<string>().ShouldContain("因检验停止计时");
        body.ShouldContain(facts["newWhy"]!.GetValue<string>());
    }

    private static async Task<(string Body, JsonNode Facts)> PaperAsync(TestHouse house, CaseNumber number, DocumentKind kind)
    {
        await house.HearAsync(Cancellation);
        var papers = await house.Get<DocumentQueries>().OfCaseAsync(number, Cancellation);
        var paper = papers.Single(made => made.Kind == kind);
        return ((await house.Get<DocumentQueries>().BodyAsync(paper, Cancellation)).Value, JsonNode.Parse(paper.Facts)!);
    }
}
