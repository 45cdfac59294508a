using System.Text.Json.Nodes;
using ParallelApproval.Cases;
using ParallelApproval.Identities;
using ParallelApproval.Notices;
using ParallelApproval.Organisation;
using ParallelApproval.Testing;

namespace ParallelApproval.Certificates;

/// <summary>更正: what was miswritten in a paper is put right, and whoever verifies the old one learns that another took its place.</summary>
public sealed class CorrectPaperTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_corrected_certificate_replaces_the_old_one_and_keeps_its_days()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await FinishAsync(house, "西大街1号");
        var old = await PaperAsync(house, number, DocumentKind.CertificatePaper);
        house.GoTo(3, 20);

        (await CorrectAsync(house, old, "西大街1号", "西大街10号")).ErrorsOrEmptyList.ShouldBeEmpty();
        (await CorrectAsync(house, old, "小餐馆", "小小餐馆")).ErrorsOrEmptyList.ShouldBeEmpty("the first is not made yet, and stays");
        await house.HearAsync(Cancellation);

        var queries = house.Get<DocumentQueries>();
        (await queries.VerifyAsync(old.Number, old.Code, Cancellation)).Value.ShouldSatisfyAllConditions(
            check => check.Holds.ShouldBeTrue("it is what it was"),
            check => check.Standing.ShouldBe(PaperStanding.Replaced)
        );
        var inForce = (await queries.OfCertificateAsync($"{number}-01", Cancellation))!;
        inForce.IssuedAt.ShouldBe(old.IssuedAt);
        inForce.Seal.ShouldNotBeNull();
        var check = (await queries.VerifyAsync(inForce.Number, inForce.Code, Cancellation)).Value;
        (check.Standing, check.Content.Certificate!.ValidTo).ShouldBe((PaperStanding.InForce, PaperStandings.LastDay(old)));
        var body = (await queries.BodyAsync(inForce, Cancellation)).Value;
        body.ShouldContain("<td>西大街10号</td>");
        body.ShouldContain("小小餐馆");

        var notices = (await queries.OfCaseAsync(number, Cancellation)).Where(paper => paper.Kind is DocumentKind.ErrorNotice).ToList();
        notices.Count.ShouldBe(2);
        var told = (await queries.BodyAsync(notices[0], Cancellation)).Value;
        told.ShouldContain(old.Number);
        told.ShouldContain("西大街10号");
        (await house.StoryAsync(number, Cancellation)).ShouldContain(nameof(PaperCorrected));
        (
            await house.Services.NoticesAsync(
                notice => notice.CaseKey == number.Key && notice.Kind == NoticeKind.PaperCorrected,
                Cancellation
            )
        )[0]
            .Text.ShouldContain("已更正");
        (await CorrectAsync(house, old, "西大街1号", "西大街2号")).FirstError.Code.ShouldBe("document_holds_no_more");
    }

    [Fact]
    public async Task Another_body_the_applicants_word_and_what_was_decided_are_not_corrected()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await FinishAsync(house, "西大街1号");
        var certificate = await PaperAsync(house, number, DocumentKind.CertificatePaper);
        var grant = await PaperAsync(house, number, DocumentKind.Grant);
        (await CorrectAsync(house, certificate, "西大街1号", "西大街2号", "GSJ")).FirstError.Code.ShouldBe("document_of_another_body");
        (await CorrectAsync(house, certificate, "没有这几个字", "西大街2号")).FirstError.Code.ShouldBe("words_not_in_document");
        (await CorrectAsync(house, grant, "准予行政许可", "不予行政许可")).FirstError.Code.ShouldBe("words_not_in_document");
        (await CorrectAsync(house, certificate, "西", "东")).FirstError.Code.ShouldBe("correction_too_short");
        (await CorrectAsync(house, certificate, "西大街1号", " 西大街1号")).FirstError.Code.ShouldBe("correction_changes_nothing");
        (
            await house
                .Get<CorrectPaperHandler>()
                .HandleAsync(new("莲审准〔2026〕99999号", "西大街1号", "西大街2号", "笔误"), house.Approver("SYJ"), Cancellation)
        ).FirstError.Code.ShouldBe("document_not_found");
    }

    [Fact]
    public async Task A_body_with_a_word_of_its_own_numbers_its_own_papers_with_it()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var held = house.Get<OfficerRegister>().Department("SYJ")!;
        KeepDepartment Marked(string mark, int revision) =>
            new(
                held.Code,
                held.Name,
                held.NameEn,
                held.Tier,
                held.Kind,
                held.ParentCode,
                held.UnifiedCreditCode,
                held.HasAuthorisedWindow,
                held.IsVertical,
                revision,
                mark
            );
        var handler = house.Get<KeepDepartmentHandler>();
        (await handler.HandleAsync(Marked("莲 食药", held.Revision), house.By("admin", "XZSP"), Cancellation)).FirstError.Code.ShouldBe(
            "document_prefix_malformed"
        );
        (
            await handler.HandleAsync(Marked("莲食药", held.Revision), house.By("admin", "XZSP"), Cancellation)
        ).ErrorsOrEmptyList.ShouldBeEmpty();
        var numbers = new List<string>();
        for (var round = 0; round < 2; round++)
        {
            var number = await house.ReceiveAsync();
            (await house.DecideAsync(number, 1)).ErrorsOrEmptyList.ShouldBeEmpty();
            await house.HearAsync(Cancellation);
            numbers.Add((await PaperAsync(house, number, DocumentKind.Grant)).Number);
            (await PaperAsync(house, number, DocumentKind.AcceptanceNotice)).Number.ShouldStartWith("莲审受");
        }

        numbers.ShouldBe(["莲食药准〔2026〕1号", "莲食药准〔2026〕2号"]);
    }

    private static Task<ErrorOr.ErrorOr<CorrectedPaper>> CorrectAsync(
        TestHouse house,
        Document paper,
        string wrong,
        string right,
        string department = "SYJ"
    ) =>
        house
            .Get<CorrectPaperHandler>()
            .HandleAsync(new(paper.Number, wrong, right, "打印时误录"), house.Approver(department), Cancellation);

    private static async Task<CaseNumber> FinishAsync(TestHouse house, string address)
    {
        var application = house.Application(Catering.Item);
        var form = (JsonObject)application.Form!.DeepClone();
        form["premisesAddress"] = address;
        var number = Catering.Number(
            await house
                .Get<ReceiveCaseHandler>()
                .HandleAsync(new(application with { Form = form }, Accept: true), house.Clerk(), Cancellation)
        );
        for (var branch = 1; branch <= 6; branch++)
            (await house.DecideAsync(number, branch)).IsError.ShouldBeFalse();
        (await house.Get<DeliverCaseHandler>().HandleAsync(new(number), house.Clerk(), Cancellation)).ErrorsOrEmptyList.ShouldBeEmpty();
        await house.HearAsync(Cancellation);
        return number;
    }

    private static async Task<Document> PaperAsync(TestHouse house, CaseNumber number, DocumentKind kind) =>
        (await house.Get<DocumentQueries>().OfCaseAsync(number, Cancellation)).First(paper => paper.Kind == kind && paper.Branch <= 1);
}
