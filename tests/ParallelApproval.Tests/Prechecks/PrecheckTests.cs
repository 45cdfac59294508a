using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Notices;
using ParallelApproval.Testing;

namespace ParallelApproval.Prechecks;

/// <summary>What is sent beforehand: kept, looked at, received once, deleted.</summary>
public sealed class PrecheckTests(TestCluster cluster)
{
    private const string Item = "610104-YJS-001";
    private static readonly byte[] Pdf = [.. "%PDF-1.7 lease"u8];

    private static readonly Dictionary<string, string> Typed = new(StringComparer.Ordinal)
    {
        ["applicant.name"] = "张三",
        ["applicant.idNumber"] = "61010418900101003X",
        ["form.shopName"] = "莲湖小馆",
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_received_once_with_its_files_as_scans_and_no_clock_ran_before()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await SentAsync(house);
        house.Clock.Advance(TimeSpan.FromDays(2));
        await PassAsync(house, number);

        var received = await ReceiveAsync(house, number);
        received.Value.ReceivedAt.ShouldBe(house.Clock.GetUtcNow(), TimeSpan.FromSeconds(1));
        (await ReceiveAsync(house, number)).FirstError.Code.ShouldBe("precheck_received_already");

        await using var db = await house.Get<IDbContextFactory<ApprovalDbContext>>().CreateDbContextAsync(Cancellation);
        var found = await db.Set<Precheck>().SingleAsync(row => row.Number == number.Serial, Cancellation);
        (found.Status, found.CaseNumber, found.Typed).ShouldBe((PrecheckStatus.Received, received.Value.CaseNumber, "{}"));
        (await db.Set<PrecheckFile>().CountAsync(Cancellation)).ShouldBe(0, "the case has them now");
        (await house.StoryAsync(NumberOf(received.Value), Cancellation)).ShouldContain("ScanFiled");
    }

    [Fact]
    public async Task Of_two_windows_that_receive_it_at_once_one_has_the_case()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await SentAsync(house);
        await PassAsync(house, number);
        var answers = await Task.WhenAll(ReceiveAsync(house, number, "甲店"), ReceiveAsync(house, number, "乙店"));
        answers.Count(answer => !answer.IsError).ShouldBe(1);
        answers.Single(answer => answer.IsError).FirstError.Code.ShouldBe("precheck_received_already");
    }

    [Fact]
    public async Task What_another_window_sends_back_meanwhile_is_not_received()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await SentAsync(house);
        await PassAsync(house, number);
        var received = await house.Database.OvertakeAsync(
            $"UPDATE prechecks SET status = 'Returned' WHERE number = {number.Serial}",
            () => ReceiveAsync(house, number, "甲店"),
            Cancellation
        );
        received.FirstError.Code.ShouldBe("precheck_status_conflict");
        (await house.Database.AskAsync<long>("SELECT count(*) FROM cases", Cancellation)).ShouldBe(0);
    }

    [Fact]
    public async Task A_faulty_paper_needs_its_reason_and_keeps_it_from_being_ready()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await SentAsync(house);
        var found = await FindAsync(house, number);
        PaperFinding[] judged = [.. found.Asked.Select(code => new PaperFinding(code, PaperVerdict.Good))];
        judged[2] = judged[2] with { Verdict = PaperVerdict.Faulty };
        (await ReturnAsync(house, number, judged)).FirstError.Code.ShouldBe("precheck_reason_missing");
        judged[2] = judged[2] with { Reason = "照片不清" };
        (
            await house.Get<PassPrecheckHandler>().HandleAsync(new(number, judged, null, found.Revision), house.Clerk(), Cancellation)
        ).FirstError.Code.ShouldBe("precheck_papers_wanting");
        (
            await house.Get<PassPrecheckHandler>().HandleAsync(new(number, judged[..2], null, found.Revision), house.Clerk(), Cancellation)
        ).FirstError.Code.ShouldBe("precheck_paper_unjudged");
        (await ReturnAsync(house, number, judged)).Value.Status.ShouldBe(PrecheckStatus.Returned);
        (await ReturnAsync(house, number, judged)).FirstError.Code.ShouldBe("precheck_status_conflict");
        (await FindAsync(house, number)).Papers.Single(paper => paper.Verdict is PaperVerdict.Faulty).Reason.ShouldBe("照片不清");
        await using var db = await house.Get<IDbContextFactory<ApprovalDbContext>>().CreateDbContextAsync(Cancellation);
        (await db.Set<CitizenMessage>().ToListAsync(Cancellation)).Count(row => row.Text.Contains("退回修改")).ShouldBe(1);
    }

    [Fact]
    public async Task A_state_that_has_changed_since_it_was_looked_at_is_not_judged()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await SentAsync(house);
        (
            await house.Get<ReturnPrecheckHandler>().HandleAsync(new(number, [], "请补充", Revision: 1), house.Clerk(), Cancellation)
        ).FirstError.Code.ShouldBe("precheck_changed_meanwhile");
    }

    [Fact]
    public async Task A_window_of_another_body_does_not_see_it()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await SentAsync(house);
        var street = house.Get<Organisation.OfficerRegister>().Departments.First(body => body.Tier is Organisation.Tier.Street).Code;
        (
            await house
                .Get<ReturnPrecheckHandler>()
                .HandleAsync(new(number, [], "请补充", (await FindAsync(house, number)).Revision), house.By("clerk", street), Cancellation)
        ).FirstError.Code.ShouldBe("precheck_not_found");
        (await house.Get<PrecheckQueries>().ListAsync(null, street, 10, Cancellation)).ShouldBeEmpty();
        (await house.Get<PrecheckQueries>().ListAsync(null, "XZSP", 10, Cancellation)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_is_deleted_is_gone_with_its_files_and_messages()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await SentAsync(house);
        await house.Get<DropPrecheckHandler>().HandleAsync(new(number), Act.OfPublic(house.Clock), Cancellation);
        await ShouldBeGoneAsync(house);
    }

    [Fact]
    public async Task What_nobody_works_on_any_more_is_deleted_after_the_day_that_was_told()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await SentAsync(house);
        var until = (await FindAsync(house, number)).KeptUntil;
        until.ShouldBe(new(2026, 4, 1));
        house.Clock.Advance(until.At(new(23, 0)) - house.Clock.GetUtcNow());
        await house.Get<ForgetPrechecks>().RunOnceAsync(Cancellation);
        (await house.Get<PrecheckQueries>().FindAsync(number, Cancellation)).ShouldNotBeNull();
        house.Clock.Advance(TimeSpan.FromHours(2));
        await house.Get<ForgetPrechecks>().RunOnceAsync(Cancellation);
        (await house.Get<PrecheckQueries>().FindAsync(number, Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task One_telephone_number_has_three_at_once_however_many_are_begun_at_the_same_instant()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => StartAsync(house)));
        answers.Count(answer => !answer.IsError).ShouldBe(3);
        answers.Where(answer => answer.IsError).ShouldAllBe(answer => answer.FirstError.Code == "precheck_too_many_of_phone");
    }

    [Fact]
    public async Task A_file_that_no_scan_may_be_is_refused_and_the_same_file_is_there_once()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = Number((await StartAsync(house)).Value);
        (await AddAsync(house, number, [.. "MZ not a paper"u8])).FirstError.Code.ShouldBe("scan_format_unknown");
        (await AddAsync(house, number, Pdf, "M99")).FirstError.Code.ShouldBe("precheck_paper_unknown");
        (await AddAsync(house, number, new byte[AddPrecheckFile.MostBytes + 1])).FirstError.Code.ShouldBe("scan_too_large");
        (await AddAsync(house, number, Pdf)).Value.File.ShouldBe(1);
        (await AddAsync(house, number, Pdf)).Value.File.ShouldBe(1);
    }

    [Fact]
    public async Task The_form_is_held_against_what_the_window_holds_it_against()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = Number((await StartAsync(house)).Value);
        var wrong = Application("莲湖小馆") with { Applicant = new(ApplicantKind.Person, "", "123") };
        var refused = await house
            .Get<SendPrecheckHandler>()
            .HandleAsync(new(number, wrong, Typed), Act.OfPublic(house.Clock), Cancellation);
        refused.Errors.Select(error => error.Code).ShouldBe(["name_missing", "citizen_number_malformed"], ignoreOrder: true);
        (await FindAsync(house, number)).Status.ShouldBe(PrecheckStatus.Draft);
    }

    private static async Task ShouldBeGoneAsync(TestHouse house)
    {
        await using var db = await house.Get<IDbContextFactory<ApprovalDbContext>>().CreateDbContextAsync(Cancellation);
        (await db.Set<Precheck>().CountAsync(Cancellation)).ShouldBe(0);
        (await db.Set<PrecheckFile>().CountAsync(Cancellation)).ShouldBe(0);
        (await db.Set<CitizenMessage>().CountAsync(Cancellation)).ShouldBe(0);
        var kept = await db.Set<HouseEventRow>().Select(row => row.Data).ToListAsync(Cancellation);
        kept.ShouldAllBe(payload => !payload.Contains("张三") && !payload.Contains("13800001234"));
    }

    private static async Task<PrecheckNumber> SentAsync(TestHouse house)
    {
        var number = Number((await StartAsync(house)).Value);
        (await AddAsync(house, number, Pdf)).IsError.ShouldBeFalse();
        var sent = await house
            .Get<SendPrecheckHandler>()
            .HandleAsync(new(number, Application("莲湖小馆"), Typed), Act.OfPublic(house.Clock), Cancellation);
        sent.Value.Status.ShouldBe(PrecheckStatus.Sent);
        return number;
    }

    private static async Task PassAsync(TestHouse house, PrecheckNumber number)
    {
        var found = await FindAsync(house, number);
        var passed = await house
            .Get<PassPrecheckHandler>()
            .HandleAsync(
                new(number, [.. found.Asked.Select(code => new PaperFinding(code, PaperVerdict.Good))], null, found.Revision),
                house.Clerk(),
                Cancellation
            );
        passed.Value.Status.ShouldBe(PrecheckStatus.Ready);
    }

    private static async Task<ErrorOr.ErrorOr<PrecheckState>> ReturnAsync(TestHouse house, PrecheckNumber number, PaperFinding[] papers) =>
        await house
            .Get<ReturnPrecheckHandler>()
            .HandleAsync(new(number, papers, null, (await FindAsync(house, number)).Revision), house.Clerk(), Cancellation);

    private static async Task<ErrorOr.ErrorOr<Receipt>> ReceiveAsync(TestHouse house, PrecheckNumber number, string shop = "莲湖小馆")
    {
        var found = await FindAsync(house, number);
        var application = Application(shop) with { Materials = [.. found.Asked.Select(code => new SuppliedMaterial(code))] };
        return await house
            .Get<ReceivePrecheckHandler>()
            .HandleAsync(new(number, new ReceiveCase(application)), house.Clerk(), Cancellation);
    }

    private static Application Application(string shop) =>
        new(Item, new(ApplicantKind.Person, "张三", "61010418900101003X", "13800001234"), new JsonObject { ["shopName"] = shop });

    private static Task<ErrorOr.ErrorOr<StartedPrecheck>> StartAsync(TestHouse house) =>
        house.Get<StartPrecheckHandler>().HandleAsync(new(Item, "13800001234", "10.0.0.1"), Act.OfPublic(house.Clock), Cancellation);

    private static Task<ErrorOr.ErrorOr<PrecheckFileLine>> AddAsync(
        TestHouse house,
        PrecheckNumber number,
        byte[] content,
        string paper = "M05"
    ) =>
        house
            .Get<AddPrecheckFileHandler>()
            .HandleAsync(new(number, paper, "租赁合同.pdf", content), Act.OfPublic(house.Clock), Cancellation);

    private static async Task<Precheck> FindAsync(TestHouse house, PrecheckNumber number) =>
        (await house.Get<PrecheckQueries>().FindAsync(number, Cancellation))!;

    private static PrecheckNumber Number(StartedPrecheck started) =>
        PrecheckNumber.TryParse(started.Precheck, out var number) ? number : throw new FormatException(started.Precheck);

    private static Identities.CaseNumber NumberOf(Receipt receipt) =>
        Identities.CaseNumber.TryParse(receipt.CaseNumber, out var number) ? number : throw new FormatException(receipt.CaseNumber);
}
