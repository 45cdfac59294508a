using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ParallelApproval.Cases;
using ParallelApproval.Certificates;
using ParallelApproval.Identities;
using ParallelApproval.Testing;

namespace ParallelApproval.Notices;

public sealed class NoticeTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_applicant_is_told_of_receipt_acceptance_decision_and_that_it_is_ready()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.FinishAsync(Cancellation);
        (await ToApplicantAsync(house, number)).ShouldBe([
            NoticeKind.Received,
            NoticeKind.Accepted,
            NoticeKind.Decided,
            NoticeKind.ReadyToCollect,
        ]);
        (await TextAsync(house, NoticeKind.Accepted)).ShouldContain("2026-03-09");
        (await AskAsync<string>(house, "SELECT phone FROM notices WHERE kind = 'Accepted'")).ShouldStartWith("$aes$d1$");
        (
            await AskAsync<long>(house, "SELECT count(*) FROM notices WHERE text NOT LIKE '$aes$d1$%' OR text_en NOT LIKE '$aes$d1$%'")
        ).ShouldBe(0);
    }

    [Fact]
    public async Task What_is_missing_is_told_and_so_is_what_is_declined()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var receipt = await house
            .Get<ReceiveCaseHandler>()
            .HandleAsync(new(house.Application(without: ["M01", "M02"])), house.Clerk(), Cancellation);
        var number = Catering.Number(receipt);
        (await house.Get<NotifyCorrectionHandler>().HandleAsync(new(number, []), house.Clerk(), Cancellation)).IsError.ShouldBeFalse();
        await house.Get<DeclineCaseHandler>().HandleAsync(new(number, "无需许可"), house.Clerk(), Cancellation);
        await house.HearAsync(Cancellation);
        (await ToApplicantAsync(house, number)).ShouldBe([NoticeKind.Received, NoticeKind.CorrectionWanted, NoticeKind.Declined]);
        (await TextAsync(house, NoticeKind.CorrectionWanted)).ShouldContain("2 份");
    }

    [Fact]
    public async Task Stops_extensions_and_a_promise_that_is_missed_are_told_to_the_applicant()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync();
        var task = new TaskNumber(number, 1, 1);
        await house.Get<AskExtensionHandler>().HandleAsync(new(task, 5, "检验机构排期"), house.Approver("SYJ"), Cancellation);
        await house
            .Get<DecideExtensionHandler>()
            .HandleAsync(new(task, true, "李区长", LeaveLevel.Government), house.By("manager", "XZSP"), Cancellation);
        (
            await house
                .Get<StopBranchHandler>()
                .HandleAsync(new(new(number, 6, 1), Calendars.StopGround.Inspection, 4, true), house.Approver("TJJ"), Cancellation)
        ).ErrorsOrEmptyList.ShouldBeEmpty();
        house.GoTo(4, 20);
        await house.SweepAsync(Cancellation);
        await house.HearAsync(Cancellation);
        var told = await ToApplicantAsync(house, number);
        told.ShouldContain(NoticeKind.LimitExtended);
        told.Count(kind => kind is NoticeKind.PromiseMissed).ShouldBe(1);
        (await TextAsync(house, NoticeKind.ClockStopped)).ShouldContain("检验，约 4 个工作日");
        (await TextAsync(house, NoticeKind.PromiseMissed)).ShouldContain("2026-03-");
    }

    [Fact]
    public async Task Officers_are_told_of_a_new_task_of_one_given_to_them_or_taken_away_and_of_one_that_is_due()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync();
        var task = new TaskNumber(number, 1, 1);
        await house.Get<ClaimTaskHandler>().HandleAsync(new(task), house.Approver("SYJ"), Cancellation);
        await house.HearAsync(Cancellation);
        await AddOfficerAsync(house);
        (
            await house
                .Get<ReassignTaskHandler>()
                .HandleAsync(new(task, "approver-syj2", "出差"), house.By("manager", "XZSP"), Cancellation)
        ).IsError.ShouldBeFalse();
        house.GoTo(3, 5, 16);
        await house.SweepAsync(Cancellation);
        await house.HearAsync(Cancellation);

        (await ToOfficerAsync(house, "approver-syj")).ShouldBe([NoticeKind.TaskOpened, NoticeKind.TaskReassigned]);
        (await ToOfficerAsync(house, "approver-syj2")).ShouldBe([NoticeKind.TaskReassigned, NoticeKind.TaskDueSoon]);
        (await ToOfficerAsync(house, "approver-tjj")).ShouldBe([NoticeKind.TaskOpened]);
        (await ToOfficerAsync(house, "clerk")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Each_notice_is_made_once_however_often_the_event_is_told()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.FinishAsync(Cancellation);
        var before = await AskAsync<long>(house, "SELECT count(*) FROM notices");
        await DoAsync(house, "DELETE FROM listeners");
        await house.HearAsync(Cancellation);
        (await AskAsync<long>(house, "SELECT count(*) FROM notices")).ShouldBe(before);
        before.ShouldBeGreaterThan(4);
    }

    [Fact]
    public async Task Who_does_not_collect_is_reminded_after_ten_thirty_and_sixty_days_and_no_more()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await DecidedAsync(house);
        foreach (var (month, day, expected) in ((int, int, int)[])[(3, 13, 0), (3, 16, 1), (3, 17, 0), (4, 14, 1), (5, 28, 1), (9, 1, 0)])
        {
            house.GoTo(month, day, 10);
            (await RemindAsync(house), await RemindAsync(house)).ShouldBe((expected, 0), $"{month}-{day}");
        }

        (await ToApplicantAsync(house, number))[^3..]
            .ShouldBe([NoticeKind.UncollectedTenDays, NoticeKind.UncollectedThirtyDays, NoticeKind.UncollectedSixtyDays]);
    }

    [Fact]
    public async Task Who_has_collected_is_not_reminded_even_when_the_decision_is_told_again()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await DecidedAsync(house);
        await house.Get<DeliverCaseHandler>().HandleAsync(new(number), house.Clerk(), Cancellation);
        await house.HearAsync(Cancellation);
        (await AskAsync<long>(house, "SELECT count(*) FROM uncollected")).ShouldBe(0);
        await DoAsync(
            house,
            "INSERT INTO uncollected (case_key, sequence, ready_on, reminded, next_at) "
                + $"VALUES ({number.Key}, 1, '2026-03-02', 0, '2026-03-10')"
        );
        house.GoTo(4, 20);
        (await RemindAsync(house)).ShouldBe(0);
        (await AskAsync<long>(house, "SELECT count(*) FROM uncollected")).ShouldBe(0);
    }

    [Fact]
    public async Task The_gateway_gets_each_message_in_a_file_of_its_own_once_also_after_a_crash()
    {
        var outbox = Path.Combine(Path.GetTempPath(), "outbox-" + Guid.NewGuid().ToString("N"));
        try
        {
            await using var house = await TestHouse.BuildAsync(cluster, Cancellation, services =>
                services.AddSingleton(new NoticeSettings(outbox))
            );
            await house.FinishAsync(Cancellation);
            (
                await house.Get<NoticeGateway>().RunOnceAsync(Cancellation),
                await house.Get<NoticeGateway>().RunOnceAsync(Cancellation)
            ).ShouldBe((4, 0));
            var files = Directory.GetFiles(outbox);
            files.Length.ShouldBe(4);
            files.ShouldAllBe(file => file.EndsWith(".json", StringComparison.Ordinal));
            File.ReadAllText(files.Order(StringComparer.Ordinal).First()).ShouldContain("\"phone\":\"13800001234\"");

            // Written, but the crash came before it was marked.
            await DoAsync(house, "UPDATE notices SET sent_at = NULL");
            (await house.Get<NoticeGateway>().RunOnceAsync(Cancellation)).ShouldBe(4);
            Directory.GetFiles(outbox).Order().ShouldBe(files.Order());
        }
        finally
        {
            if (Directory.Exists(outbox))
                Directory.Delete(outbox, recursive: true);
        }
    }

    [Fact]
    public async Task Without_a_gateway_nothing_is_written_and_nothing_is_lost()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.FinishAsync(Cancellation);
        (await house.Get<NoticeRound>().RunOnceAsync(Cancellation)).Handed.ShouldBe(0);
        (await AskAsync<long>(house, "SELECT count(*) FROM notices WHERE sent_at IS NULL AND phone IS NOT NULL")).ShouldBe(4);
    }

    [Fact]
    public async Task A_gateway_out_of_order_does_not_hinder_the_reminders()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation, services =>
            services.AddSingleton(new NoticeSettings("/proc/nowhere/outbox"))
        );
        await DecidedAsync(house);
        house.GoTo(3, 16, 10);
        (await house.Get<NoticeRound>().RunOnceAsync(Cancellation)).ShouldBe((1, 0));
    }

    [Fact]
    public async Task An_officer_reads_and_marks_his_own_notices_only()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.ReceiveAsync();
        await house.HearAsync(Cancellation);
        var queries = house.Get<NoticeQueries>();
        var mine = (await queries.ListAsync("approver-syj", true, null, 50, false, Cancellation)).Notices.Single();
        (await queries.ReadAsync("approver-gsj", mine.Id, house.Clerk().At, Cancellation)).ShouldBeFalse();
        (await queries.ReadAsync("approver-syj", mine.Id, house.Clerk().At, Cancellation)).ShouldBeTrue();
        (await queries.ListAsync("approver-syj", true, null, 50, false, Cancellation)).Notices.ShouldBeEmpty();
    }

    private static async Task<CaseNumber> DecidedAsync(TestHouse house)
    {
        var number = await house.ReceiveAsync();
        for (var branch = 1; branch <= 6; branch++)
            await house.DecideAsync(number, branch);
        await house.HearAsync(Cancellation);
        return number;
    }

    private static async Task<int> RemindAsync(TestHouse house) => (await house.Get<NoticeRound>().RunOnceAsync(Cancellation)).Reminded;

    private static Task<NoticeKind[]> ToApplicantAsync(TestHouse house, CaseNumber number) =>
        KindsAsync(house, $"case_key = {number.Key} AND recipient = ''");

    private static Task<NoticeKind[]> ToOfficerAsync(TestHouse house, string userName) => KindsAsync(house, $"recipient = '{userName}'");

    private static async Task<string> TextAsync(TestHouse house, NoticeKind kind) =>
        (await house.Services.NoticesAsync(notice => notice.Kind == kind, Cancellation))[0].Text;

    private static async Task<NoticeKind[]> KindsAsync(TestHouse house, string which) =>
        Array.ConvertAll(
            await AskAsync<string[]>(house, $"SELECT coalesce(array_agg(kind ORDER BY id), ARRAY[]::text[]) FROM notices WHERE {which}"),
            Enum.Parse<NoticeKind>
        );

    private static async Task AddOfficerAsync(TestHouse house)
    {
        await DoAsync(
            house,
            """
            INSERT INTO officers SELECT (o2.r).* FROM (SELECT jsonb_populate_record(o, jsonb_build_object('id', gen_random_uuid(), 'user_name', 'approver-syj2')) AS r FROM officers o WHERE user_name = 'approver-syj') AS o2;
            INSERT INTO authorisations SELECT (a2.r).* FROM (SELECT jsonb_populate_record(a, jsonb_build_object('id', gen_random_uuid(), 'number', 'syj2', 'officer_id', (SELECT id FROM officers WHERE user_name = 'approver-syj2'))) AS r FROM authorisations a JOIN officers o ON o.id = a.officer_id WHERE o.user_name = 'approver-syj' LIMIT 1) AS a2;
            UPDATE registers SET version = version + 1 WHERE name = 'officers';
            """
        );
        await house.Get<Database.RegisterCache>().RefreshAsync(Cancellation);
    }

    private static Task<T> AskAsync<T>(TestHouse house, string question) => house.Database.AskAsync<T>(question, Cancellation);

    private static async Task DoAsync(TestHouse house, string statement)
    {
        await using var command = house.Database.Source.CreateCommand(statement);
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
