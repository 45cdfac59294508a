using ErrorOr;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ParallelApproval.Appraisals;
using ParallelApproval.Certificates;
using ParallelApproval.Clocks;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Supervision;
using ParallelApproval.Testing;

namespace ParallelApproval.Bulletins;

/// <summary>What supervisors read of a day, a week and a quarter, and what stays of it once it is issued.</summary>
public sealed class BulletinTests(TestCluster cluster)
{
    private static readonly BulletinPeriod Friday = Period("2026-03-06"),
        Week = Period("2026-W10"),
        Quarter = Period("2026-Q1");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_day_lists_its_cards_and_what_was_near_its_due_date_when_it_ended_whatever_came_after()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync();
        await house.WatchAtAsync(3, 6, 12);
        (await ReadAsync(house, Friday)).ShouldBeRefused("bulletin_not_closed");
        var now = await DailyAsync(house, Friday, provisional: true);
        (now.Cover.IsProvisional, now.Cover.AsOf.Hour).ShouldBe((true, 12));
        now.NearDue.Select(near => near.Branch)
            .ShouldBe([2, 3, 4, 5, 6], customMessage: "the whole case is near its date through its branches, and branch 1 is late");

        await house.WatchAtAsync(3, 9, 8);
        var day = await DailyAsync(house, Friday);
        day.Cards.ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(
                card => card.CaseNumber.ShouldBe(number.ToString()),
                card => (card.Branch, card.Point, card.Colour, card.Status).ShouldBe((1, "E02", CardColour.Yellow, CardStatus.Superseded)),
                card => card.Department.ShouldBe("SYJ"),
                card => card.Facts["due"].ShouldBe("2026-03-05"),
                card => card.RaisedAt.OfficialDate().ShouldBe(Friday.FirstDay)
            );
        day.NearDue.Select(near => (near.CaseNumber, near.Branch, near.Department, near.DueOn))
            .ShouldBe([
                (number.ToString(), 4, "GSS", new(2026, 3, 9)),
                (number.ToString(), 5, "DSS", new(2026, 3, 9)),
                (number.ToString(), 6, "TJJ", new(2026, 3, 9)),
            ]);

        await FinishAsync(house, number);
        house.GoTo(4, 1);
        (await DailyAsync(house, Friday)).NearDue.ShouldBe(day.NearDue, customMessage: "it says how the day ended");
        (await DailyAsync(house, Period("2026-03-31"))).ShouldSatisfyAllConditions(
            later => later.Cards.ShouldBeEmpty(),
            later => later.NearDue.ShouldBeEmpty()
        );
    }

    [Fact]
    public async Task A_week_lists_what_was_late_with_the_cause_that_was_given_and_says_so_when_none_was()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var (silent, replying, explaining) = (await house.ReceiveAsync(), await house.ReceiveAsync(), await house.ReceiveAsync());
        await house.WatchAtAsync(3, 6, 9);
        await AnswerAsync(house, explaining, CauseCode.Materials);
        await house.WatchAtAsync(3, 9, 9);
        var order = (await house.OrdersAsync(replying)).Single(order => order.Branch == 1);
        (await house.SignForAsync(order)).ShouldSucceed();
        (await house.ReplyAsync(order)).ShouldSucceed();

        var week = await WeeklyAsync(house, Week);
        LateMatter Of(CaseNumber number, int branch) =>
            week.Late.Single(late => late.CaseNumber == number.ToString() && late.Branch == branch);
        week.Late.Select(late => late.Branch ?? 0)
            .Distinct()
            .ShouldBe([1, 2, 3], ignoreOrder: true, customMessage: "of the week that ended on Sunday");
        (Of(silent, 1).Cause, Of(silent, 1).Explanation, Of(silent, 1).DueOn, Of(silent, 1).EndedOn, Of(silent, 1).DaysLate).ShouldBe(
            (LateCause.NotGivenYet, null, new(2026, 3, 5), null, 1)
        );
        (Of(replying, 1).Cause, Of(replying, 1).Explanation, Of(replying, 1).Order).ShouldBe(
            (LateCause.Staff, "经办人请假，未及时移交。", order.Number.ToString())
        );
        (Of(explaining, 1).Cause, Of(explaining, 1).Explanation).ShouldBe((LateCause.Materials, "材料传输有误"));
        Of(silent, 2).Cause.ShouldBe(LateCause.WaitedForAnother, "branch 1 has not signed");
        (await house.Get<SupervisionQueries>().FindAsync(Card(Of(silent, 1).Card), Cancellation))!.Colour.ShouldBe(CardColour.Red);

        // What is done on Monday was late in both weeks; the days count to the end of each, and the first says what it said.
        await FinishAsync(house, silent);
        await house.WatchAtAsync(3, 16, 9);
        var next = (await WeeklyAsync(house, Week.Next)).Late.Where(late => late.CaseNumber == silent.ToString()).ToList();
        next.Single(late => late.Branch == 1)
            .ShouldSatisfyAllConditions(
                late => late.EndedOn.ShouldBe(new(2026, 3, 9)),
                late => late.DaysLate.ShouldBe(2),
                late => late.Officer.ShouldBe("approver-syj")
            );
        next.ShouldNotContain(late => late.Branch == 4, "it was signed on its last day");
        (await WeeklyAsync(house, Week))
            .Late.Single(late => late.CaseNumber == silent.ToString() && late.Branch == 1)
            .ShouldSatisfyAllConditions(late => late.EndedOn.ShouldBeNull(), late => late.DaysLate.ShouldBe(1));
        (await WeeklyAsync(house, Period("2026-W09"))).Late.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_issued_stays_as_it_was_though_a_cause_is_given_afterwards()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync();
        await house.WatchAtAsync(3, 8, 23, 59);
        (await IssueAsync(house, Week)).ShouldBeRefused("bulletin_not_closed");
        await house.WatchAtAsync(3, 9, 0);
        var before = await WeeklyAsync(house, Week);
        (await IssueAsync(house, Week)).ShouldSucceed();
        (await IssueAsync(house, Week)).ShouldBeRefused("bulletin_issued_already");
        (await IssueAsync(house, Week.Next)).ShouldBeRefused("bulletin_not_closed");
        (await IssueAsync(house, Week.Next.Next)).ShouldBeRefused("bulletin_not_begun");

        await AnswerAsync(house, number, CauseCode.System);
        var issued = await WeeklyAsync(house, Week);
        issued.Late.ShouldBe(before.Late);
        issued.Late.ShouldContain(late => late.Cause == LateCause.NotGivenYet);
        (issued.Cover.IssuedBy, issued.Cover.IssuedAt, issued.Cover.IsProvisional).ShouldBe(("supervisor", house.Clock.GetUtcNow(), false));
        (await WeeklyAsync(house, Week, provisional: true)).Cover.ShouldBe(issued.Cover, "the same address shows the same");
        (await house.Get<BulletinQueries>().IssuedAsync(BulletinKind.Weekly, 10, Cancellation))
            .ShouldHaveSingleItem()
            .Period.ShouldBe("2026-W10");

        var entry = (await house.Get<AuditQueries>().OfHouseAsync(null, 10, Cancellation)).First(line =>
            line.Kind == nameof(BulletinIssued)
        );
        entry.Data.ShouldContain(
            await house.Database.AskAsync<string>(
                "SELECT encode(sha256(convert_to(document::text, 'UTF8')), 'hex') FROM bulletins",
                Cancellation
            )
        );
        (await house.Get<AuditQueries>().VerifyAsync(Cancellation)).Holds.ShouldBeTrue();
        foreach (var statement in (string[])["UPDATE bulletins SET issued_by = 'nobody'", "DELETE FROM bulletins"])
        {
            await using var tamper = house.Database.Source.CreateCommand(statement);
            (await Should.ThrowAsync<PostgresException>(() => tamper.ExecuteNonQueryAsync(Cancellation))).SqlState.ShouldBe("PA002");
        }
    }

    [Fact]
    public async Task A_quarter_grades_by_its_closed_months_names_who_repeats_and_cuts_promises()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation, services =>
            services.AddSingleton(new BulletinSettings { Repeats = 2, CutCases = 3 })
        );
        foreach (var _ in (int[])[1, 2])
            await house.ReceiveAsync();
        foreach (var day in (int[])[6, 9])
            await house.WatchAtAsync(3, day, 9);
        await house.WatchAtAsync(4, 8, 9);
        (await ReadAsync(house, Quarter)).ShouldBeRefused("bulletin_months_not_closed");
        (await IssueAsync(house, Quarter)).ShouldBeRefused("bulletin_months_not_closed");
        (await QuarterlyAsync(house, Quarter, provisional: true)).Cover.IsProvisional.ShouldBeTrue();
        foreach (var month in Quarter.Months)
            (await house.Get<ClosePeriodHandler>().HandleAsync(new(month), house.Supervisor, Cancellation)).ShouldSucceed();

        var quarter = await QuarterlyAsync(house, Quarter);
        var march = (
            await house.Get<AppraisalQueries>().TableAsync(Quarter.Months[2], AppraisalBy.Department, false, new(2026, 4, 8), Cancellation)
        ).Value.Lines.Single(line => line.Key == "SYJ");
        var graded = quarter.Grades.Single(grade => grade.Department == "SYJ");
        graded.Months.ShouldContain(month => month.Period == "2026-03" && month.Score == march.Score);
        graded.Score.ShouldBe(Math.Round(graded.Months.Average(month => month.Score), 2));
        quarter.Grades.Select(grade => grade.Score).ShouldBeInOrder(SortDirection.Descending);
        quarter.Rules.Repeats.ShouldBe(2);

        var cards = (await house.CardsAsync(point: "E02"))
            .Where(card => card.Department == "SYJ" && card.Colour == CardColour.Red && card.RaisedAt < Quarter.To)
            .Select(card => card.Number.ToString())
            .ToList();
        cards.Count.ShouldBe(2);
        foreach (var officer in (string?[])[null, "approver-syj"])
            quarter
                .Repeated.Single(repeated => repeated.Department == "SYJ" && repeated.Point == "E02" && repeated.Officer == officer)
                .ShouldSatisfyAllConditions(
                    repeated => repeated.Cards.ShouldBe(cards, ignoreOrder: true),
                    repeated => repeated.Times.ShouldBe(2)
                );
        quarter.Repeated.ShouldNotContain(repeated => repeated.Point == "E01", "blue only tells");
        quarter.Cuts.ShouldBeEmpty("nothing was closed");

        foreach (var _ in (int[])[1, 2, 3])
            await house.FinishAsync(Cancellation);
        var cut = (await QuarterlyAsync(house, Quarter.Next, provisional: true)).Cuts.ShouldHaveSingleItem();
        (cut.ItemCode, cut.Cases, cut.PromisedDays, cut.P90Days, cut.SuggestedDays, cut.LateThen).ShouldBe((Catering.Item, 3, 5, 0, 1, 0));
    }

    [Fact]
    public async Task A_case_of_one_branch_is_one_matter_and_is_carded_once()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        foreach (var _ in (int[])[1, 2])
            await house.ReceiveAsync("610104-XK-104");
        foreach (var day in (int[])[12, 13])
            await house.WatchAtAsync(3, day, 9);
        (await house.CardsAsync(point: "E02")).Count(card => card.Department == "YCJ" && card.Counts > 0).ShouldBe(2);
        (await QuarterlyAsync(house, Quarter, provisional: true)).Repeated.ShouldNotContain(
            repeated => repeated.Department == "YCJ",
            "two cases, and three make it"
        );
        await house.ReceiveAsync("610104-XK-104");
        foreach (var day in (int[])[25, 26])
            await house.WatchAtAsync(3, day, 9);
        (await QuarterlyAsync(house, Quarter, provisional: true))
            .Repeated.Single(repeated => repeated.Department == "YCJ" && repeated.Officer == null)
            .ShouldSatisfyAllConditions(repeated => repeated.Times.ShouldBe(3), repeated => repeated.Cards.Count.ShouldBe(3));
    }

    [Fact]
    public async Task What_is_due_is_issued_by_itself_and_after_an_outage_what_was_missed()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        house.GoTo(3, 10, 5);
        (await IssueDueAsync(house)).ShouldBe(2, "Monday and last week; the quarter before is not closed");
        (await IssueDueAsync(house)).ShouldBe(0);
        house.GoTo(3, 17, 5);
        (await IssueDueAsync(house)).ShouldBe(8, "seven days and a week");
        (await house.Get<BulletinQueries>().IssuedAsync(BulletinKind.Daily, 3, Cancellation))
            .Select(issued => (issued.Period, issued.IssuedBy))
            .ShouldBe([("2026-03-16", "system"), ("2026-03-15", "system"), ("2026-03-14", "system")]);
        house.GoTo(4, 8, 4);
        foreach (var month in Quarter.Months)
            (await house.Get<ClosePeriodHandler>().HandleAsync(new(month), house.Supervisor, Cancellation)).ShouldSucceed();
        house.GoTo(4, 8, 5);
        await IssueDueAsync(house);
        (await house.Get<BulletinQueries>().IssuedAsync(BulletinKind.Quarterly, 3, Cancellation))
            .ShouldHaveSingleItem()
            .Period.ShouldBe("2026-Q1");
    }

    private static BulletinPeriod Period(string text) =>
        BulletinPeriod.TryParse(text, out var period) ? period : throw new FormatException(text);

    private static CardNumber Card(string? text) => CardNumber.TryParse(text, out var number) ? number : throw new FormatException(text);

    private static Task<ErrorOr<Bulletin>> ReadAsync(TestHouse house, BulletinPeriod period, bool provisional = false) =>
        house.Get<BulletinQueries>().ReadAsync(period, provisional, Cancellation);

    private static async Task<DailyBulletin> DailyAsync(TestHouse house, BulletinPeriod day, bool provisional = false) =>
        (DailyBulletin)(await ReadAsync(house, day, provisional)).Value;

    private static async Task<WeeklyBulletin> WeeklyAsync(TestHouse house, BulletinPeriod week, bool provisional = false) =>
        (WeeklyBulletin)(await ReadAsync(house, week, provisional)).Value;

    private static async Task<QuarterlyBulletin> QuarterlyAsync(TestHouse house, BulletinPeriod quarter, bool provisional = false) =>
        (QuarterlyBulletin)(await ReadAsync(house, quarter, provisional)).Value;

    private static Task<ErrorOr<IssuedBulletin>> IssueAsync(TestHouse house, BulletinPeriod period) =>
        house.Get<IssueBulletinHandler>().HandleAsync(new(period), house.Supervisor, Cancellation);

    private static Task<int> IssueDueAsync(TestHouse house) => house.Get<IssueBulletinHandler>().IssueDueAsync(Cancellation);

    private static async Task AnswerAsync(TestHouse house, CaseNumber number, CauseCode cause)
    {
        var card = (await house.CardsAsync(number, "E02")).Last(card => card.Branch == 1);
        (
            await house
                .Get<AnswerCardHandler>()
                .HandleAsync(new(card.Number, "材料传输有误", cause, "已改正", "局长"), house.Approver("SYJ"), Cancellation)
        ).ShouldSucceed();
    }

    private static async Task FinishAsync(TestHouse house, CaseNumber number)
    {
        for (var branch = 1; branch <= 6; branch++)
            (await house.DecideAsync(number, branch)).ShouldSucceed();
        (await house.Get<DeliverCaseHandler>().HandleAsync(new(number), house.Clerk(), Cancellation)).ShouldSucceed();
        await house.WatchAsync();
    }
}
