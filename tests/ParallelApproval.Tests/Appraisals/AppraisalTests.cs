using Npgsql;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Evaluations;
using ParallelApproval.Identities;
using ParallelApproval.Testing;

namespace ParallelApproval.Appraisals;

public sealed class AppraisalTests(TestCluster cluster)
{
    private static readonly AppraisalPeriod March = new(2026, 3);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_month_that_is_not_closed_is_refused_and_given_only_as_provisional()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.FinishAsync(Cancellation);
        (await TableAsync(house, AppraisalBy.Department, provisional: false)).FirstError.Code.ShouldBe("period_not_closed");
        (await TableAsync(house, AppraisalBy.Department)).Value.IsProvisional.ShouldBeTrue();
        (
            await house.Get<AppraisalQueries>().TableAsync(March.Next, AppraisalBy.Department, true, new(2026, 3, 2), Cancellation)
        ).FirstError.Code.ShouldBe("period_not_begun");
        (
            await house
                .Get<AppraisalQueries>()
                .CasesAsync(March, AppraisalBy.Department, "", AppraisalFigure.Closed, false, new(2026, 3, 2), Cancellation)
        ).FirstError.Code.ShouldBe("period_not_closed");
    }

    [Fact]
    public async Task A_department_on_time_and_early_is_counted_by_its_branches()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.FinishAsync(Cancellation);
        await house.FinishAsync(Cancellation);
        var line = await LineAsync(house, "SYJ");
        (line.Closed, line.Timed, line.OnTime, line.OnTimeRate, line.EarlyRate, line.MeanDays, line.P90Days).ShouldBe(
            (2, 2, 2, 1m, 1m, 0m, 0)
        );
        line.SpeedUp.ShouldBe(1m);
        line.Bonus.ShouldBe(10);
        line.Score.ShouldBe(110m);
    }

    [Fact]
    public async Task A_late_branch_lowers_the_rate_costs_its_card_and_is_drilled_into()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await LateAsync(house);
        var line = await LineAsync(house, "SYJ");
        (line.OnTime, line.OnTimeRate).ShouldBe((0, 0m));
        line.MeanDays.ShouldNotBeNull().ShouldBeGreaterThan(3m);
        line.Deductions.ShouldBeLessThan(0);
        line.Parts.Single(part => part.Part is AppraisalPart.Time).Points.ShouldBeLessThan(14m);

        var late = await BehindAsync(house, "SYJ", AppraisalFigure.Late);
        late.Select(found => (found.CaseNumber, found.Branch)).ShouldBe([(number.ToString(), 1)]);
        var deducted = await BehindAsync(house, "SYJ", AppraisalFigure.Deducted);
        deducted.ShouldAllBe(found => found.CaseNumber == number.ToString() && found.Point != null && found.Card != null);
        deducted.Sum(found => found.Points).ShouldBe(line.Deductions);
    }

    [Fact]
    public async Task Every_table_counts_the_same_cases_and_each_figure_has_them_behind_it()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.FinishAsync(Cancellation);
        var withdrawn = await house.ReceiveAsync();
        await house.Get<WithdrawCaseHandler>().HandleAsync(new(withdrawn, "不再开店"), house.Clerk(), Cancellation);
        await house.HearAsync(Cancellation);
        foreach (var by in Enum.GetValues<AppraisalBy>())
        {
            var table = (await TableAsync(house, by)).Value;
            (table.Total.Closed, table.Total.Timed, table.Total.WithdrawalRate).ShouldBe((2, 1, 0.5m), by.ToString());
            foreach (var line in table.Lines)
                (await BehindAsync(house, line.Key, AppraisalFigure.Closed, by)).Count.ShouldBe(line.Closed, $"{by} {line.Key}");
        }

        (await TableAsync(house, AppraisalBy.Item)).Value.Lines.Single().Key.ShouldBe(Catering.Item);
        (await TableAsync(house, AppraisalBy.Person)).Value.Lines.ShouldContain(line => line.Key == "approver-syj");
        (await TableAsync(house, AppraisalBy.Window)).Value.Lines.Single().Key.ShouldBe("XZSP");
        (await TableAsync(house, AppraisalBy.Tier)).Value.Lines.Single().Key.ShouldBe("District");
        (await TableAsync(house, AppraisalBy.Item)).Value.ZeroVolumeItems.ShouldNotContain(Catering.Item);
        (await TableAsync(house, AppraisalBy.Item)).Value.ZeroVolumeItems.Count.ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task Satisfaction_counts_what_was_said_and_not_what_a_granted_appeal_took_out()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.FinishAsync(Cancellation);
        var bad = await house.RateBadlyAsync(number, Cancellation, branch: 1);
        await house.RateAsync(new(number, Grade.Satisfied, Branch: 1), Cancellation);
        var line = await LineAsync(house, "SYJ");
        (line.Ratings, line.BadRatings, line.SatisfactionRate).ShouldBe((2, 1, 0.5m));
        line.Parts.Single(part => part.Part is AppraisalPart.Satisfaction).Points.ShouldBe(5m);

        await house.Get<AppealRatingHandler>().HandleAsync(new(bad, "评错对象"), house.Approver("SYJ"), Cancellation);
        await house.Get<DecideRatingAppealHandler>().HandleAsync(new(bad, true, "属实"), house.By("supervisor", "XZSP"), Cancellation);
        line = await LineAsync(house, "SYJ");
        (line.Ratings, line.BadRatings, line.SatisfactionRate).ShouldBe((1, 0, 1m));
    }

    [Theory]
    [InlineData(UnratedPolicy.NotCounted, 0)]
    [InlineData(UnratedPolicy.BasicallySatisfiedAfterSevenDays, 2)]
    public async Task What_nobody_rated_in_seven_days_counts_as_basically_satisfied_only_where_so_decided(
        UnratedPolicy policy,
        int expected
    )
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation, services =>
            Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton(
                services,
                new EvaluationRules { Unrated = policy }
            )
        );
        await house.FinishAsync(Cancellation);
        // The two visits are XZSP's; the matter is its lead department's.
        ((await TableAsync(house, AppraisalBy.Department)).Value.Lines.SingleOrDefault(line => line.Key == "XZSP")?.Ratings ?? 0).ShouldBe(
            expected
        );
        (await house.Database.AskAsync<long>("SELECT count(*) FROM ratings", Cancellation)).ShouldBe(0);
    }

    [Theory]
    [InlineData(true, -2)]
    [InlineData(false, 0)]
    public async Task An_upheld_complaint_without_a_case_costs_points_once_and_one_that_is_not_costs_nothing(bool upheld, int points)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await ComplainAsync(house, upheld);
        var table = (await TableAsync(house, AppraisalBy.Department)).Value;
        table = (await TableAsync(house, AppraisalBy.Department)).Value;
        table.Total.Deductions.ShouldBe(points);
        if (upheld)
            (await BehindAsync(house, "SYJ", AppraisalFigure.Deducted)).Single().Complaint.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_month_is_closed_from_the_fifth_working_day_on_once_and_in_order()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.FinishAsync(Cancellation);
        house.GoTo(4, 7);
        (await CloseAsync(house, March)).FirstError.Code.ShouldBe("period_closes_later");
        house.GoTo(4, 8);
        (await CloseAsync(house, March)).IsError.ShouldBeFalse();
        (await CloseAsync(house, March)).FirstError.Code.ShouldBe("period_closed_already");
        (await CloseAsync(house, March.Previous)).FirstError.Code.ShouldBe("period_closes_in_order");
        var table = (await TableAsync(house, AppraisalBy.Department, provisional: false)).Value;
        (table.IsProvisional, table.ClosedBy).ShouldBe((false, "supervisor"));
    }

    [Fact]
    public async Task A_closed_month_does_not_change_and_a_later_correction_counts_in_the_open_one()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await LateAsync(house);
        house.GoTo(4, 8);
        await house.HearAsync(Cancellation);
        (await CloseAsync(house, March)).IsError.ShouldBeFalse();
        var before = (await TableAsync(house, AppraisalBy.Department, provisional: false)).Value.Lines.Single(line => line.Key == "SYJ");

        // A complaint of March that is answered now, and work that is finished now.
        await ComplainAsync(house, upheld: true);
        await house.FinishAsync(Cancellation);
        var after = (await TableAsync(house, AppraisalBy.Department, provisional: false)).Value.Lines.Single(line => line.Key == "SYJ");
        (after.Closed, after.Deductions, after.Score).ShouldBe((before.Closed, before.Deductions, before.Score));
        var april = (
            await house.Get<AppraisalQueries>().TableAsync(March.Next, AppraisalBy.Department, true, new(2026, 4, 8), Cancellation)
        ).Value.Lines.Single(line => line.Key == "SYJ");
        april.Deductions.ShouldBe(-2);
    }

    [Theory]
    [InlineData("UPDATE appraisal_periods SET closed_by = 'nobody'")]
    [InlineData("DELETE FROM appraisal_periods")]
    [InlineData("UPDATE appraisal_points SET points = 0")]
    public async Task Nobody_can_change_a_closed_month_or_the_ledger(string statement)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await ComplainAsync(house, upheld: true);
        house.GoTo(4, 8);
        (await CloseAsync(house, March)).IsError.ShouldBeFalse();
        await using var tamper = house.Database.Source.CreateCommand(statement);
        (await Should.ThrowAsync<PostgresException>(() => tamper.ExecuteNonQueryAsync(Cancellation))).SqlState.ShouldBe("PA002");
    }

    [Fact]
    public async Task Rankings_can_be_switched_off()
    {
        await using var ranked = await TestHouse.BuildAsync(cluster, Cancellation);
        await ranked.FinishAsync(Cancellation);
        (await LineAsync(ranked, "SYJ")).Rank.ShouldBe(1);
        await using var house = await TestHouse.SecondNodeAsync(ranked.Database, Cancellation, services =>
            Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton(
                services,
                new AppraisalSettings { Rankings = false }
            )
        );
        (await TableAsync(house, AppraisalBy.Department)).Value.ShouldSatisfyAllConditions(
            table => table.HasRankings.ShouldBeFalse(),
            table => table.Lines.ShouldAllBe(line => line.Rank == null)
        );
    }

    [Fact]
    public async Task The_month_closes_by_itself_when_its_day_has_come()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        house.GoTo(4, 7);
        (await house.Get<ClosePeriodHandler>().CloseDueAsync(Cancellation)).ShouldBe(0);
        house.GoTo(4, 8);
        (
            await house.Get<ClosePeriodHandler>().CloseDueAsync(Cancellation),
            await house.Get<ClosePeriodHandler>().CloseDueAsync(Cancellation)
        ).ShouldBe((1, 0));
    }

    [Fact]
    public async Task After_an_outage_of_months_each_is_closed_in_order()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.ReceiveAsync();
        house.GoTo(6, 20);
        (await house.Get<ClosePeriodHandler>().CloseDueAsync(Cancellation)).ShouldBe(3);
        foreach (var month in (int[])[3, 4, 5])
            (
                await house
                    .Get<AppraisalQueries>()
                    .TableAsync(
                        new(2026, month),
                        AppraisalBy.Department,
                        provisional: false,
                        house.Clock.GetUtcNow().OfficialDate(),
                        Cancellation
                    )
            ).Value.IsProvisional.ShouldBeFalse();
    }

    // Branch 1 is signed long after its three days; the others on time as far as they may.
    private static async Task<CaseNumber> LateAsync(TestHouse house)
    {
        var number = await house.ReceiveAsync();
        foreach (var day in (int[])[4, 5, 6, 9, 10, 11])
        {
            house.GoTo(3, day, 18);
            await house.SweepAsync(Cancellation);
            await house.HearAsync(Cancellation);
        }

        for (var branch = 1; branch <= 6; branch++)
            (await house.DecideAsync(number, branch)).IsError.ShouldBeFalse();
        await house.Get<Certificates.DeliverCaseHandler>().HandleAsync(new(number), house.Clerk(), Cancellation);
        await house.HearAsync(Cancellation);
        return number;
    }

    private static async Task ComplainAsync(TestHouse house, bool upheld)
    {
        var lodged = await house
            .Get<LodgeComplaintHandler>()
            .HandleAsync(new(ComplaintSubject.Attitude, "窗口无人", Against: "SYJ"), Act.OfPublic(house.Get<TimeProvider>()), Cancellation);
        ComplaintNumber.TryParse(lodged.Value.Complaint, out var number).ShouldBeTrue();
        var supervisor = house.By("supervisor", "XZSP");
        (await house.Get<AcceptComplaintHandler>().HandleAsync(new(number), supervisor, Cancellation)).IsError.ShouldBeFalse();
        (
            await house.Get<AnswerComplaintHandler>().HandleAsync(new(number, upheld, "已核查"), supervisor, Cancellation)
        ).IsError.ShouldBeFalse();
    }

    private static Task<ErrorOr.ErrorOr<ClosedPeriod>> CloseAsync(TestHouse house, AppraisalPeriod period) =>
        house.Get<ClosePeriodHandler>().HandleAsync(new(period), house.By("supervisor", "XZSP"), Cancellation);

    private static Task<ErrorOr.ErrorOr<Appraisal>> TableAsync(TestHouse house, AppraisalBy by, bool provisional = true) =>
        house.Get<AppraisalQueries>().TableAsync(March, by, provisional, new(2026, 3, 31), Cancellation);

    private static async Task<AppraisalLine> LineAsync(TestHouse house, string department) =>
        (await TableAsync(house, AppraisalBy.Department)).Value.Lines.Single(line => line.Key == department);

    private static async Task<IReadOnlyList<AppraisalCase>> BehindAsync(
        TestHouse house,
        string key,
        AppraisalFigure figure,
        AppraisalBy by = AppraisalBy.Department
    ) => (await house.Get<AppraisalQueries>().CasesAsync(March, by, key, figure, true, new(2026, 3, 31), Cancellation)).Value;
}
