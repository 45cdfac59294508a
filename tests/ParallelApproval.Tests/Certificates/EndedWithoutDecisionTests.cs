using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Identities;
using ParallelApproval.Notices;
using ParallelApproval.Publication;
using ParallelApproval.Testing;

namespace ParallelApproval.Certificates;

/// <summary>
/// 撤销、逾期: what was granted and holds no more, and what ends because papers did not come, say so wherever anybody looks.
/// </summary>
public sealed class EndedWithoutDecisionTests(TestCluster cluster)
{
    private const string Signboard = "610104-QT-106";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_revoked_grant_says_so_on_paper_by_message_in_the_public_results_and_when_it_is_verified()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await GrantedOnPromiseAsync(house);
        var certificate = await PaperAsync(house, number, DocumentKind.CertificatePaper);
        var checkedBefore = await VerifyAsync(house, certificate);
        (checkedBefore.Holds, checkedBefore.Standing).ShouldBe((true, PaperStanding.InForce));
        checkedBefore.Content.Certificate!.Number.ShouldBe($"{number}-01");
        (checkedBefore.Content.Holder, checkedBefore.Content.HolderNumber).ShouldBe(("张**", "6101**********0013"));

        await CheckAsync(house, number);
        (await CheckAsync(house, number)).ShouldBe(CaseStatus.Revoked);
        (await VerifyAsync(house, certificate)).Standing.ShouldBe(PaperStanding.Revoked, "at once, before any paper about it is made");
        await house.HearAsync(Cancellation);

        var revocation = await PaperAsync(house, number, DocumentKind.GrantRevocation);
        var body = (await house.Get<DocumentQueries>().BodyAsync(revocation, Cancellation)).Value;
        body.ShouldContain($"{number}-01");
        body.ShouldContain("现场与承诺不符");
        body.ShouldContain("六十日内申请行政复议");
        revocation.Seal.ShouldNotBeNull();
        (await MessageAsync(house, number, "GrantRevoked")).ShouldContain("已撤销");
        var line = (
            await house.Get<ResultQueries>().ListAsync(number.ToString(), null, 10, new(2026, 3, 2), Cancellation)
        ).Results.Single();
        line.Result.ShouldBe(CaseStatus.Revoked);
        line.Branches.ShouldAllBe(branch => branch.IsRevoked);
    }

    [Theory]
    [InlineData(OnSupplementTimeout.Withdrawn, CaseStatus.Withdrawn, "视为撤回申请")]
    [InlineData(OnSupplementTimeout.NotAccepted, CaseStatus.Declined, "不予受理")]
    [InlineData(OnSupplementTimeout.Refused, CaseStatus.Refused, "不予许可")]
    public async Task Papers_that_are_asked_for_have_a_last_day_that_is_told_reminded_and_followed_by_the_items_rule(
        OnSupplementTimeout rule,
        CaseStatus end,
        string words
    )
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.PublishAsync(Catering.Item, draft => draft with { OnSupplementTimeout = rule });
        var number = await ReceiveAsync(house, Catering.Item, "M05");
        var notice = (await house.Get<NotifyCorrectionHandler>().HandleAsync(new(number, []), house.Clerk(), Cancellation)).Value;
        var due = notice.AnswerDue;
        await house.HearAsync(Cancellation);
        var told = await house
            .Get<DocumentQueries>()
            .BodyAsync(await PaperAsync(house, number, DocumentKind.CorrectionNotice), Cancellation);
        told.Value.ShouldContain(DocumentWords.Of(due));
        told.Value.ShouldContain("逾期不补正的，" + words);
        (await MessageAsync(house, number, "CorrectionWanted")).ShouldContain($"{due:yyyy-MM-dd}");

        house.GoTo(due.Month, due.Day, 9);
        await house.SweepAsync(Cancellation);
        await house.HearAsync(Cancellation);
        (await MessageAsync(house, number, "PapersDueSoon")).ShouldContain($"{due:yyyy-MM-dd}");
        var after = due.AddDays(1);
        house.GoTo(after.Month, after.Day, 9);
        await house.SweepAsync(Cancellation);
        await house.HearAsync(Cancellation);

        (await house.FileAsync(number, Cancellation)).Case.Status.ShouldBe(end);
        var lapse = await PaperAsync(house, number, DocumentKind.LapseNotice);
        lapse.Seal.ShouldBeNull("no officer did it");
        var body = (await house.Get<DocumentQueries>().BodyAsync(lapse, Cancellation)).Value;
        body.ShouldContain($"<strong>{words}</strong>");
        body.ShouldContain("M05");
        (await MessageAsync(house, number, "PapersMissed")).ShouldContain(words);
    }

    [Fact]
    public async Task Where_promised_papers_did_not_come_nothing_was_refused_and_nobody_is_called_to_collect()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await ReceiveAsync(house, Catering.Item, "M12");
        (
            await house.Get<AcceptDeferringHandler>().HandleAsync(new(number, ["M12"], 2, IsSigned: true), house.Clerk(), Cancellation)
        ).IsError.ShouldBeFalse();
        house.GoTo(3, 5);
        await house.SweepAsync(Cancellation);
        await house.HearAsync(Cancellation);

        var file = await house.FileAsync(number, Cancellation);
        file.Branches.Select(branch => branch.Status).Distinct().ShouldBe([BranchStatus.AcceptanceRevoked]);
        (file.Case.Status, file.Case.Result).ShouldBe((CaseStatus.AcceptanceRevoked, CaseStatus.AcceptanceRevoked));
        var papers = await house.Get<DocumentQueries>().OfCaseAsync(number, Cancellation);
        papers.ShouldNotContain(paper => paper.Kind == DocumentKind.BlockedNotice);
        (
            await house.Get<DocumentQueries>().BodyAsync(await PaperAsync(house, number, DocumentKind.AcceptanceRevoked), Cancellation)
        ).Value.ShouldContain("撤销该申请的受理");
        (await MessageAsync(house, number, "PapersMissed")).ShouldContain("撤销受理");
        (await house.Get<Board>().ReadAsync(Cancellation)).Ready.ShouldBeEmpty();
        (await house.Database.AskAsync<long>("SELECT count(*) FROM uncollected", Cancellation)).ShouldBe(0);
        var acceptance = await PaperAsync(house, number, DocumentKind.AcceptanceNotice);
        (await VerifyAsync(house, acceptance)).Standing.ShouldBe(PaperStanding.Revoked);
    }

    [Fact]
    public async Task What_waits_for_a_branch_that_lapsed_ends_like_it_and_what_waits_for_none_goes_on()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync();
        (await house.DecideAsync(number, 1)).IsError.ShouldBeFalse();
        (
            await house
                .Get<RequestCorrectionHandler>()
                .HandleAsync(new(new(number, 3, 1), [new("M01", "字迹不清", "请重新提交")]), house.Approver("ZJJ"), Cancellation)
        ).IsError.ShouldBeFalse();
        await house.HearAsync(Cancellation);
        var due = (await house.FileAsync(number, Cancellation)).LatestClock(3, ClockKind.Supplement)!.DueOn;
        (await MessageAsync(house, number, "CorrectionWanted")).ShouldContain($"{due:yyyy-MM-dd}");
        var after = due.AddDays(1);
        house.GoTo(after.Month, after.Day, 9);
        await house.SweepAsync(Cancellation);
        await house.HearAsync(Cancellation);

        var file = await house.FileAsync(number, Cancellation);
        file.Branches.Select(branch => branch.Status)
            .ShouldBe([
                BranchStatus.Approved,
                BranchStatus.ReadyToSign,
                BranchStatus.Withdrawn,
                BranchStatus.Withdrawn,
                BranchStatus.Withdrawn,
                BranchStatus.Withdrawn,
            ]);
        (
            await house.Get<DocumentQueries>().BodyAsync(await PaperAsync(house, number, DocumentKind.LapseNotice), Cancellation)
        ).Value.ShouldContain("其余部分继续办理");
    }

    [Fact]
    public async Task A_certificate_is_found_by_its_own_number_as_people_type_it()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await GrantedOnPromiseAsync(house);
        var paper = await PaperAsync(house, number, DocumentKind.CertificatePaper);
        var typed = string.Concat($" {number}－０１ ".Select(c => char.IsAsciiDigit(c) ? (char)(c + 0xFEE0) : c));
        (await house.Get<DocumentQueries>().OfCertificateAsync(TypedNumber.Plain(typed), Cancellation))!.Number.ShouldBe(paper.Number);
        var brackets = paper.Number.Replace('〔', '[').Replace('〕', ']');
        (await house.Get<DocumentQueries>().VerifyAsync(brackets, paper.Code, Cancellation)).IsError.ShouldBeFalse();
        (await house.Get<DocumentQueries>().OfCertificateAsync($"{number}-02", Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task A_file_that_was_made_of_a_paper_is_known_again_and_another_is_not()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await GrantedOnPromiseAsync(house);
        var paper = await PaperAsync(house, number, DocumentKind.CertificatePaper);
        byte[] file = [.. "%PDF-1.4 one"u8];
        var prints = house.Get<DocumentPrints>();
        await prints.NoteAsync(paper, file, Cancellation);
        await prints.NoteAsync(paper, file, Cancellation);
        (await prints.FindAsync(System.Security.Cryptography.SHA256.HashData(file), Cancellation)).ShouldBe(paper.Number);
        file[^1]++;
        (await prints.FindAsync(System.Security.Cryptography.SHA256.HashData(file), Cancellation)).ShouldBeNull();
    }

    private static async Task<CaseNumber> GrantedOnPromiseAsync(TestHouse house)
    {
        var number = await ReceiveAsync(house, Signboard, "M24");
        (
            await house.Get<AcceptOnCommitmentHandler>().HandleAsync(new(number, IsSigned: true), house.Clerk(), Cancellation)
        ).ErrorsOrEmptyList.ShouldBeEmpty();
        (
            await house
                .Get<DecideBranchHandler>()
                .HandleAsync(new(new(number, 1, 1), Verdict.Approve, "承诺符合条件，准予。"), house.Approver("CGJ"), Cancellation)
        ).ErrorsOrEmptyList.ShouldBeEmpty();
        (await house.Get<DeliverCaseHandler>().HandleAsync(new(number), house.Clerk(), Cancellation)).ErrorsOrEmptyList.ShouldBeEmpty();
        await house.HearAsync(Cancellation);
        return number;
    }

    private static async Task<CaseStatus> CheckAsync(TestHouse house, CaseNumber number) =>
        (
            await house
                .Get<RecordFollowUpHandler>()
                .HandleAsync(new(number, false, "现场与承诺不符", ["张一", "李二"]), house.Approver("CGJ"), Cancellation)
        )
            .Value
            .Status;

    private static async Task<CaseNumber> ReceiveAsync(TestHouse house, string item, params string[] without) =>
        Catering.Number(
            await house.Get<ReceiveCaseHandler>().HandleAsync(new(house.Application(item, without)), house.Clerk(), Cancellation)
        );

    private static async Task<Document> PaperAsync(TestHouse house, CaseNumber number, DocumentKind kind) =>
        (await house.Get<DocumentQueries>().OfCaseAsync(number, Cancellation)).Single(paper => paper.Kind == kind);

    private static async Task<DocumentCheck> VerifyAsync(TestHouse house, Document paper) =>
        (await house.Get<DocumentQueries>().VerifyAsync(paper.Number, paper.Code, Cancellation)).Value;

    private static async Task<string> MessageAsync(TestHouse house, CaseNumber number, string kind)
    {
        var meant = Enum.Parse<NoticeKind>(kind);
        var told = await house.Services.NoticesAsync(
            notice => notice.CaseKey == number.Key && notice.Kind == meant && notice.Recipient == "",
            Cancellation
        );
        return told[0].Text;
    }
}
