using System.Text;
using ErrorOr;
using Npgsql;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Certificates;
using ParallelApproval.Database;
using ParallelApproval.Evaluations;
using ParallelApproval.Events;
using ParallelApproval.Headlines;
using ParallelApproval.Identities;
using ParallelApproval.Organisation;
using ParallelApproval.Scans;
using ParallelApproval.Supervision;
using ParallelApproval.Testing;

namespace ParallelApproval.Disposals;

/// <summary>鉴定销毁: by two persons, each case whole or not at all, and everything that counts still counts the same.</summary>
public sealed class DisposalTests(TestCluster cluster)
{
    private const string Party = "王邻居";

    private static readonly byte[] Pdf = Encoding.ASCII.GetBytes("%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_persons_dispose_and_nobody_is_left_in_the_file_and_every_figure_and_seal_stays()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Stop);
        var finished = await FinishedAsync(house);
        var kept = await FinishedAsync(house);
        var comment = new RateService(finished, Grade.Satisfied, Comment: Catering.Applicant.Name + "说很好。");
        (await house.RateAsync(comment, Stop)).ErrorsOrEmptyList.ShouldBeEmpty();
        var complaint = await LodgeAsync(house, finished);
        var before = await FiguresAsync(house);
        (await house.Get<AuditQueries>().VerifyAsync(Stop)).Holds.ShouldBeTrue();
        var papers = await house.Get<DocumentQueries>().OfCaseAsync(finished, Stop);
        papers.Count.ShouldBeGreaterThan(6);

        house.Clock.SetUtcNow(new(2056, 12, 31, 15, 59, 0, TimeSpan.Zero));
        (await house.Get<FindDueCases>().RunOnceAsync(Stop)).ShouldBe(0, "it is still 2056 in Shanghai");
        (await DisposeAsync(house, finished)).FirstError.Code.ShouldBe("disposal_not_due");
        house.Clock.Advance(TimeSpan.FromMinutes(1));
        (await house.Get<FindDueCases>().RunOnceAsync(Stop)).ShouldBe(2);
        (await house.Get<FindDueCases>().RunOnceAsync(Stop)).ShouldBe(0);
        var due = await house.Get<DisposalQueries>().DueAsync(Catering.Item, 2026, 10, Stop);
        due.Select(line => line.Case).ShouldBe([finished, kept], ignoreOrder: true);

        due.Single(line => line.Case == finished).Holds.ShouldBe([HoldGround.Complaint, HoldGround.Card]);
        (await DisposeAsync(house, finished)).FirstError.Code.ShouldBe("disposal_held");
        (
            await house
                .Get<DeclineComplaintHandler>()
                .HandleAsync(new(complaint, Catering.Applicant.Name + "所述不属实。"), house.By("supervisor", "XZSP"), Stop)
        ).ErrorsOrEmptyList.ShouldBeEmpty();
        await AnswerCardsAsync(house, finished);
        var list = await ApprovedAsync(house, finished);
        (await house.Get<DisposalQueries>().DueAsync(null, null, 10, Stop)).ShouldHaveSingleItem().Case.ShouldBe(kept);
        (await house.Get<CarryOutDisposals>().RunOnceAsync(Stop)).ShouldBe(1);
        (await house.Get<CarryOutDisposals>().RunOnceAsync(Stop)).ShouldBe(0);

        foreach (var word in (string[])[Catering.Applicant.Name, Catering.Applicant.IdNumber, Catering.Applicant.Phone!, Party, "小餐馆"])
            (await TablesWithAsync(house, finished, word)).Except(["case_events"]).ShouldBeEmpty(word);
        var file = (await house.Get<CaseStore>().ReadAsync(finished, Act.OfSystem(house.Clock), Stop))!;
        file.Applicant.ShouldBe(new Applicant(ApplicantKind.Person, DisposedCases.Erased, ""));
        file.Form.ShouldBeEmpty();
        file.InterestedParties.ShouldHaveSingleItem().Name.ShouldBe(DisposedCases.Erased);
        (file.Case.Status, file.Case.DisposedAt).ShouldBe((CaseStatus.Finished, house.Clock.GetUtcNow().InShanghai()));
        (await house.Database.AskAsync<long>($"SELECT count(*) FROM scan_contents WHERE case_key = {finished.Key}", Stop)).ShouldBe(0);
        (await house.Database.AskAsync<long>($"SELECT count(*) FROM scan_contents WHERE case_key = {kept.Key}", Stop)).ShouldBe(1);

        var verified = await house.Get<AuditQueries>().VerifyAsync(Stop);
        verified.Altered.ShouldBeEmpty();
        verified.Holds.ShouldBeTrue();
        (await FiguresAsync(house)).ShouldBe(before);
        var trail = await house.Get<AuditQueries>().OfCaseAsync(finished, Stop);
        trail[^1].Kind.ShouldBe(nameof(CaseDisposed));
        var line = (await house.Get<DisposalQueries>().RegisterAsync(list, 10, Stop)).ShouldHaveSingleItem();
        (line.List, line.ProposedBy, line.ApprovedBy, line.DisposedAt is null).ShouldBe(("2057-001", "manager", "security", false));

        await EveryDoorSaysSoAsync(house, finished, papers[0]);
        await house.Get<RotateDataKeys>().MakeKeyAsync(Stop);
        await house.Get<RotateDataKeys>().EncryptAsync(null, Stop);
        (await house.Get<AuditQueries>().VerifyAsync(Stop)).Altered.ShouldBeEmpty("a change of keys brings nothing back");
    }

    [Fact]
    public async Task It_takes_two_persons_of_different_roles_in_every_house()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Stop);
        var number = await WithdrawnAsync(house);
        house.Clock.SetUtcNow(new(2032, 1, 1, 1, 0, 0, TimeSpan.Zero));
        (await house.Get<FindDueCases>().RunOnceAsync(Stop)).ShouldBe(1);
        var waits = (await DisposeAsync(house, number)).FirstError;
        waits.Code.ShouldBe("waits_for_second_person");
        (await house.Get<CarryOutDisposals>().RunOnceAsync(Stop)).ShouldBe(0);
        var confirm = house.Get<ConfirmProposalHandler>();
        foreach (var other in (string[])["manager", "admin", "supervisor"])
            (await confirm.HandleAsync(new((Guid)waits.Metadata!["proposal"]), house.By(other, "XZSP"), Stop)).IsError.ShouldBeTrue(other);
        (await confirm.HandleAsync(new((Guid)waits.Metadata!["proposal"]), house.By("security", "XZSP"), Stop)).IsError.ShouldBeFalse();
        (await DisposeAsync(house, number)).FirstError.Code.ShouldBe("disposal_listed_already");
        (await house.Get<CarryOutDisposals>().RunOnceAsync(Stop)).ShouldBe(1);
        (await DisposeAsync(house, number)).FirstError.Code.ShouldBe("case_disposed");
    }

    [Fact]
    public async Task What_is_held_is_on_no_list_and_what_is_held_after_its_approval_is_taken_off()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Stop);
        var number = await WithdrawnAsync(house);
        house.Clock.SetUtcNow(new(2032, 1, 1, 1, 0, 0, TimeSpan.Zero));
        await house.Get<FindDueCases>().RunOnceAsync(Stop);

        var held = await HoldAsync(house, number, HoldGround.Lawsuit);
        (await house.Get<DisposalQueries>().DueAsync(null, null, 10, Stop)).ShouldHaveSingleItem().Holds.ShouldBe([HoldGround.Lawsuit]);
        (await DisposeAsync(house, number)).FirstError.Code.ShouldBe("disposal_held");
        (await LiftAsync(house, held.Value.Id)).IsError.ShouldBeFalse();
        (await LiftAsync(house, held.Value.Id)).FirstError.Code.ShouldBe("hold_lifted_already");

        var supervisor = house.By("supervisor", "XZSP");
        var drawn = (await house.Get<DrawSpotCheckHandler>().HandleAsync(new(new(2026, 3, 2), new(2026, 3, 2), 1), supervisor, Stop)).Value;
        (await house.Get<DisposalQueries>().HoldsOfAsync(number, Stop)).Found.ShouldBe([HoldGround.SpotCheck]);
        var looked = new RecordSpotCheck(drawn.Number, number, true, true, true, true);
        (await house.Get<RecordSpotCheckHandler>().HandleAsync(looked, supervisor, Stop)).ErrorsOrEmptyList.ShouldBeEmpty();
        (await house.Get<DisposalQueries>().HoldsOfAsync(number, Stop)).Found.ShouldBeEmpty();

        await ApprovedAsync(house, number);
        await HoldAsync(house, number, HoldGround.Reconsideration);
        (await house.Get<CarryOutDisposals>().RunOnceAsync(Stop)).ShouldBe(0);
        (await house.Get<DisposalQueries>().RegisterAsync(null, 10, Stop)).ShouldHaveSingleItem().DroppedFor.ShouldBe("Reconsideration");
        (await house.Get<CaseStore>().ReadAsync(number, Act.OfSystem(house.Clock), Stop))!.Case.DisposedAt.ShouldBeNull();
        (await HoldAsync(house, number, HoldGround.Complaint)).FirstError.Code.ShouldBe("hold_ground_wrong");
        (await house.Get<AuditQueries>().VerifyAsync(Stop)).Holds.ShouldBeTrue();
    }

    [Fact]
    public async Task A_file_that_breaks_off_in_the_middle_is_whole_and_goes_the_next_time()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Stop);
        var number = await WithdrawnAsync(house);
        house.Clock.SetUtcNow(new(2032, 1, 1, 1, 0, 0, TimeSpan.Zero));
        await house.Get<FindDueCases>().RunOnceAsync(Stop);
        await ApprovedAsync(house, number);
        await house.Database.DoAsync(
            "CREATE FUNCTION fall() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION $x$the power failed$x$; END';"
                + "CREATE TRIGGER falls BEFORE DELETE ON retentions FOR EACH ROW EXECUTE FUNCTION fall()",
            Stop
        );
        (await house.Get<CarryOutDisposals>().RunOnceAsync(Stop)).ShouldBe(0);
        var file = (await house.Get<CaseStore>().ReadAsync(number, Act.OfSystem(house.Clock), Stop))!;
        (file.Case.DisposedAt, file.Applicant).ShouldBe((null, Catering.Applicant));
        (await house.Get<AuditQueries>().VerifyAsync(Stop)).Holds.ShouldBeTrue();
        await house.Database.DoAsync("DROP TRIGGER falls ON retentions; DROP FUNCTION fall()", Stop);
        (await house.Get<CarryOutDisposals>().RunOnceAsync(Stop)).ShouldBe(1);
        (await house.Get<AuditQueries>().VerifyAsync(Stop)).Holds.ShouldBeTrue();
    }

    [Fact]
    public async Task A_case_that_is_not_as_it_was_sealed_is_not_destroyed_with_the_traces()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Stop);
        var number = await WithdrawnAsync(house);
        house.Clock.SetUtcNow(new(2032, 1, 1, 1, 0, 0, TimeSpan.Zero));
        await house.Get<FindDueCases>().RunOnceAsync(Stop);
        await ApprovedAsync(house, number);
        await house.Database.DoAsync($"UPDATE cases SET query_code = '000000' WHERE case_key = {number.Key}", Stop);
        (await house.Get<CarryOutDisposals>().RunOnceAsync(Stop)).ShouldBe(0);
        (await house.Get<AuditQueries>().VerifyAsync(Stop)).Altered.ShouldContain(new AlteredState(number.ToString(), "rows_changed"));
    }

    [Fact]
    public async Task A_forged_disposal_is_found_and_so_is_one_that_left_somebody_in_the_file()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Stop);
        var (disposed, other) = (await WithdrawnAsync(house), await WithdrawnAsync(house));
        house.Clock.SetUtcNow(new(2032, 1, 1, 1, 0, 0, TimeSpan.Zero));
        await house.Get<FindDueCases>().RunOnceAsync(Stop);
        await ApprovedAsync(house, disposed);
        (await house.Get<CarryOutDisposals>().RunOnceAsync(Stop)).ShouldBe(1);
        (await house.Get<AuditQueries>().VerifyAsync(Stop)).Holds.ShouldBeTrue();

        await house.Database.DoAsync(
            $"UPDATE cases SET applicant_name = '{DisposedCases.Erased}', disposed_at = now() WHERE case_key = {other.Key}",
            Stop
        );
        await house.Database.DoAsync($"UPDATE case_applications SET form = '{{\"a\":1}}' WHERE case_key = {disposed.Key}", Stop);
        var found = (await house.Get<AuditQueries>().VerifyAsync(Stop)).Altered;
        found.ShouldContain(new AlteredState(other.ToString(), "disposal_unrecorded"));
        found.ShouldContain(new AlteredState(other.ToString(), "rows_changed"));
        found.ShouldContain(new AlteredState(disposed.ToString(), "disposal_not_carried_out"));
        found.ShouldContain(new AlteredState(disposed.ToString(), "rows_changed"));
    }

    [Fact]
    public async Task The_role_of_the_program_deletes_no_content_but_of_a_case_whose_disposal_it_enters_in_the_same_transaction()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Stop);
        var number = await FinishedAsync(house);
        var erase = $"SELECT erase_case({number.Key}, 'x', now(), '\"x\"', '{{}}', '{{}}', '{{}}')";
        (await FaultAsync(house, "DELETE FROM scan_contents")).ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        (await FaultAsync(house, "UPDATE scan_contents SET content = ''")).ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        (await FaultAsync(house, erase)).ShouldBe("PA002", "nobody has approved it");
        (await FaultAsync(house, Entered(number, "manager", "manager", "now()") + erase)).ShouldBe(
            PostgresErrorCodes.CheckViolation,
            "one person"
        );
        (await FaultAsync(house, Entered(number, "manager", "security", "NULL") + erase)).ShouldBe("PA002", "it is not entered");
        (await FaultAsync(house, Entered(new(number.Key + 1), "manager", "security", "now()") + erase)).ShouldBe("PA002", "another case");
        (await FaultAsync(house, Entered(number, "manager", "security", "now()") + "DELETE FROM scan_contents")).ShouldBe(
            PostgresErrorCodes.InsufficientPrivilege
        );
        (await FaultAsync(house, "CREATE TEMP TABLE disposals (LIKE public.disposals); " + erase)).ShouldBe("PA002", "a table of its own");
        // Not even the owner empties by hand what no disposal covers.
        (await FaultAsync(house, "DELETE FROM scan_contents", house.Database.Source)).ShouldBe("PA002");
        (await FaultAsync(house, "UPDATE ratings SET comment = NULL; UPDATE scans SET name = 'x'", house.Database.Source)).ShouldBe(
            "PA002"
        );
        await house.Database.DoAsync(Entered(number, "manager", "security", "now()"), Stop);
        (await FaultAsync(house, erase)).ShouldBe("PA002", "it was entered by an earlier transaction");
    }

    private static string Entered(CaseNumber number, string proposedBy, string approvedBy, string disposedAt) =>
        "INSERT INTO disposals (list, case_key, item_code, ended_on, due_on, opinion, proposed_by, approved_by, approved_at, disposed_at) "
        + $"VALUES ('X', {number.Key}, 'X', now(), now(), 'x', '{proposedBy}', '{approvedBy}', now(), {disposedAt}); ";

    private static async Task<string?> FaultAsync(TestHouse house, string statements, NpgsqlDataSource? by = null)
    {
        await using var connection = await (by ?? house.Database.OfApplication).OpenConnectionAsync(Stop);
        await using var undone = await connection.BeginTransactionAsync(Stop);
        try
        {
            await using var forge = new NpgsqlCommand(statements, connection);
            await forge.ExecuteNonQueryAsync(Stop);
            return null;
        }
        catch (PostgresException refused)
        {
            return refused.SqlState;
        }
    }

    private static async Task EveryDoorSaysSoAsync(TestHouse house, CaseNumber number, Document paper)
    {
        const string gone = "case_disposed";
        (await house.Get<WithdrawCaseHandler>().HandleAsync(new(number), house.Clerk(), Stop)).FirstError.Code.ShouldBe(gone);
        (await house.Get<DeliverCaseHandler>().HandleAsync(new(number), house.Clerk(), Stop)).FirstError.Code.ShouldBe(gone);
        (await house.Get<FileScanHandler>().HandleAsync(new(number, "M01", "a.pdf", Pdf), house.Clerk(), Stop)).FirstError.Code.ShouldBe(
            gone
        );
        (await house.Get<ShowApplicantHandler>().HandleAsync(new(number, "来电核对"), house.Clerk(), Stop)).FirstError.Code.ShouldBe(gone);
        (await HoldAsync(house, number, HoldGround.Other)).FirstError.Code.ShouldBe(gone);
        var scan = (await house.Get<ScanQueries>().OfCaseAsync(number, Stop)).ShouldHaveSingleItem();
        scan.Name.ShouldBe(DisposedCases.Erased);
        (await house.Get<ScanQueries>().ContentAsync(scan, Stop)).FirstError.Code.ShouldBe(gone);
        var documents = house.Get<DocumentQueries>();
        var now = (await documents.FindAsync(paper.Number, Stop))!;
        now.Facts.ShouldBe("{}");
        (await documents.BodyAsync(now, Stop)).FirstError.Code.ShouldBe(gone);
        (await documents.VerifyAsync(paper.Number, paper.Code, Stop)).FirstError.Code.ShouldBe(gone);
        (await documents.OfApplicantAsync(number, Stop)).ShouldNotBeEmpty("which papers there were is no secret");
    }

    private static async Task<string> FiguresAsync(TestHouse house)
    {
        await house.HearAsync(Stop);
        var table = await house.Get<HeadlineQueries>().TableAsync(new(2026, 1, 1), new(2026, 12, 31), Stop);
        var counted = await house.Database.AskAsync<string>(
            "SELECT string_agg(h::text, ';' ORDER BY case_key) FROM headline_cases h",
            Stop
        );
        var decided = await house.Database.AskAsync<string>(
            "SELECT string_agg(concat_ws(',', d.case_key, branch, verdict, signed_at), ';' ORDER BY d.case_key, branch) FROM decisions d",
            Stop
        );
        var clocks = await house.Database.AskAsync<string>(
            "SELECT concat((SELECT string_agg(c::text, ';' ORDER BY c::text) FROM clocks c), "
                + "(SELECT string_agg(e::text, ';' ORDER BY e::text) FROM clock_entries e))",
            Stop
        );
        return string.Join('|', System.Text.Json.JsonSerializer.Serialize(table.Value, HouseJson.Options), counted, decided, clocks);
    }

    // Every table with rows of a case, as they lie there.
    private static async Task<IReadOnlyList<string>> TablesWithAsync(TestHouse house, CaseNumber number, string word)
    {
        var found = new List<string>();
        var tables = await house.Database.AskAsync<string>(
            "SELECT string_agg(table_name, ',' ORDER BY table_name) FROM information_schema.columns "
                + "WHERE column_name = 'case_key' AND table_schema = current_schema()",
            Stop
        );
        foreach (var table in tables.Split(','))
            if (
                await house.Database.AskAsync<long>(
                    $"SELECT count(*) FROM {table} t WHERE t.case_key = {number.Key} AND strpos(t::text, '{word}') > 0",
                    Stop
                ) > 0
            )
                found.Add(table);
        return found;
    }

    private static async Task<CaseNumber> FinishedAsync(TestHouse house)
    {
        var number = await house.ReceiveAsync();
        (
            await house.Get<FileScanHandler>().HandleAsync(new(number, "M01", Catering.Applicant.Name + ".pdf", Pdf), house.Clerk(), Stop)
        ).ErrorsOrEmptyList.ShouldBeEmpty();
        var party = new NoteInterestedParty(number, Party, "西大街2号", "油烟");
        (await house.Get<NoteInterestedPartyHandler>().HandleAsync(party, house.Approver("SYJ"), Stop)).ErrorsOrEmptyList.ShouldBeEmpty();
        (
            await house.Get<TellInterestedPartyHandler>().HandleAsync(new(number, 1, 5, NoticeDelivered: true), house.Approver("SYJ"), Stop)
        ).ErrorsOrEmptyList.ShouldBeEmpty();
        (
            await house.Get<HearInterestedPartyHandler>().HandleAsync(new(number, 1, Party + "没有意见。"), house.Approver("SYJ"), Stop)
        ).ErrorsOrEmptyList.ShouldBeEmpty();
        for (var branch = 1; branch <= 6; branch++)
            (await house.DecideAsync(number, branch)).ErrorsOrEmptyList.ShouldBeEmpty();
        (await house.Get<DeliverCaseHandler>().HandleAsync(new(number), house.Clerk(), Stop)).ErrorsOrEmptyList.ShouldBeEmpty();
        await house.HearAsync(Stop);
        return number;
    }

    private static async Task<CaseNumber> WithdrawnAsync(TestHouse house)
    {
        var number = await house.ReceiveAsync();
        (await house.Get<WithdrawCaseHandler>().HandleAsync(new(number, "不办了"), house.Clerk(), Stop)).ErrorsOrEmptyList.ShouldBeEmpty();
        await house.HearAsync(Stop);
        return number;
    }

    private static async Task AnswerCardsAsync(TestHouse house, CaseNumber number)
    {
        var open = await house.Database.AskAsync<string>(
            "SELECT string_agg(running || ':' || department, ',') FROM supervision_cards "
                + $"WHERE case_key = {number.Key} AND status IN ('Open', 'Overdue')",
            Stop
        );
        foreach (var card in open.Split(',').Select(card => card.Split(':')))
        {
            var answer = new AnswerCard(
                new(number, int.Parse(card[0], System.Globalization.CultureInfo.InvariantCulture)),
                "已处理。",
                CauseCode.Staff,
                "增派一人。",
                "局长"
            );
            var by = card[1] == "XZSP" ? house.Clerk() : house.Approver(card[1]);
            (await house.Get<AnswerCardHandler>().HandleAsync(answer, by, Stop)).ErrorsOrEmptyList.ShouldBeEmpty();
        }
    }

    private static async Task<ComplaintNumber> LodgeAsync(TestHouse house, CaseNumber number)
    {
        var words = new LodgeComplaint(ComplaintSubject.Delay, Catering.Applicant.Name + "等了一个月", number, "SYJ", "13800001234");
        var lodged = await house.Get<LodgeComplaintHandler>().HandleAsync(words, Act.OfPublic(house.Clock), Stop);
        ComplaintNumber.TryParse(lodged.Value.Complaint, out var complaint).ShouldBeTrue();
        return complaint;
    }

    private static Task<ErrorOr<ApprovedDisposal>> DisposeAsync(TestHouse house, params CaseNumber[] cases) =>
        house
            .Get<DisposeOfCasesHandler>()
            .HandleAsync(new([.. cases.Select(number => number.ToString())], "已无保存价值。"), house.By("manager", "XZSP"), Stop);

    private static async Task<string> ApprovedAsync(TestHouse house, params CaseNumber[] cases)
    {
        var waits = (await DisposeAsync(house, cases)).FirstError;
        waits.Code.ShouldBe("waits_for_second_person", waits.Description);
        var confirmed = await house
            .Get<ConfirmProposalHandler>()
            .HandleAsync(new((Guid)waits.Metadata!["proposal"]), house.By("security", "XZSP"), Stop);
        confirmed.ErrorsOrEmptyList.ShouldBeEmpty();
        return (await house.Get<DisposalQueries>().RegisterAsync(null, 1, Stop)).Single().List;
    }

    private static Task<ErrorOr<DisposalHold>> HoldAsync(TestHouse house, CaseNumber number, HoldGround ground) =>
        house.Get<HoldDisposalHandler>().HandleAsync(new(number, ground, "法院已受理。"), house.By("manager", "XZSP"), Stop);

    private static Task<ErrorOr<DisposalHold>> LiftAsync(TestHouse house, Guid hold) =>
        house.Get<LiftHoldHandler>().HandleAsync(new(hold, "判决已生效。"), house.By("supervisor", "XZSP"), Stop);
}
