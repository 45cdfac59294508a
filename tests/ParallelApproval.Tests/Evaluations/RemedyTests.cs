using ParallelApproval.Clocks;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Testing;

namespace ParallelApproval.Evaluations;

/// <summary>What must be done about a bad rating: by whom, until when, in which order.</summary>
public sealed class RemedyTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Called_back_put_right_and_asked_again_it_is_over()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var rating = await RateAsync(house);

        (await CallBackAsync(house, rating, CallBackOutcome.NeedsFix)).Value.ShouldSatisfyAllConditions(
            state => state.Step.ShouldBe(RemedyStep.Fix),
            state => state.DueOn.ShouldBe(new(2026, 3, 9))
        );
        house.GoTo(3, 6);
        (await FixAsync(house, rating)).Value.ShouldSatisfyAllConditions(
            state => state.Step.ShouldBe(RemedyStep.Recall),
            state => state.DueOn.ShouldBe(new(2026, 3, 9))
        );
        var over = await RecallAsync(house, rating, RecallOutcome.Satisfied);
        (over.Value.Step, over.Value.End, over.Value.DueOn).ShouldBe((RemedyStep.Closed, RemedyEnd.Fixed, null));
        (await house.StoryAsync(rating.Case, Cancellation))[^3..]
            .ShouldBe([nameof(RaterCalledBack), nameof(GrievanceFixed), nameof(RaterRecalled)]);
    }

    [Theory]
    [InlineData(CallBackOutcome.FixedAtOnce, RemedyEnd.Fixed)]
    [InlineData(CallBackOutcome.Explained, RemedyEnd.Explained)]
    public async Task What_the_call_settles_is_over_with_the_call(CallBackOutcome outcome, RemedyEnd end)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        (await CallBackAsync(house, await RateAsync(house), outcome)).Value.End.ShouldBe(end);
    }

    [Fact]
    public async Task Three_calls_in_vain_end_it_and_two_do_not()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var rating = await RateAsync(house);
        foreach (var _ in Enumerable.Range(0, 2))
            (await CallBackAsync(house, rating, CallBackOutcome.NotReached)).Value.Step.ShouldBe(RemedyStep.CallBack);
        (await CallBackAsync(house, rating, CallBackOutcome.NotReached)).Value.End.ShouldBe(RemedyEnd.Unreachable);
    }

    [Fact]
    public async Task Who_is_not_content_has_it_put_right_once_more_and_no_third_time()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var rating = await RateAsync(house);
        await CallBackAsync(house, rating, CallBackOutcome.NeedsFix);
        await FixAsync(house, rating);
        var again = await RecallAsync(house, rating, RecallOutcome.NotSatisfied);
        (again.Value.Step, again.Value.Round).ShouldBe((RemedyStep.Fix, 2));
        await FixAsync(house, rating);
        (await RecallAsync(house, rating, RecallOutcome.NotSatisfied)).Value.End.ShouldBe(RemedyEnd.Unresolved);
    }

    [Fact]
    public async Task Only_the_department_that_handled_the_matter_answers_and_only_in_order()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var rating = await RateAsync(house);
        (
            await house
                .Get<CallBackRaterHandler>()
                .HandleAsync(new(rating, CallBackOutcome.Explained, "已说明"), house.Approver("GSJ"), Cancellation)
        ).FirstError.Code.ShouldBe("rating_not_yours");
        (await FixAsync(house, rating)).FirstError.Code.ShouldBe("remedy_step_conflict");
        (
            await house.Get<CallBackRaterHandler>().HandleAsync(new(rating, CallBackOutcome.Explained, " "), Own(house), Cancellation)
        ).FirstError.Code.ShouldBe("text_missing");
        (
            await house
                .Get<CallBackRaterHandler>()
                .HandleAsync(new(rating with { Service = 1 }, CallBackOutcome.Explained, "已说明"), Own(house), Cancellation)
        ).FirstError.Code.ShouldBe("rating_not_found");
    }

    [Fact]
    public async Task A_good_rating_has_nothing_to_put_right()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.FinishAsync(Cancellation);
        var rated = await house.RateAsync(new(number, Grade.BasicallySatisfied, Branch: 1), Cancellation);
        RatingNumber.TryParse(rated.Value.Rating, out var rating).ShouldBeTrue();
        rated.Value.CallBackDue.ShouldBeNull();
        (await CallBackAsync(house, rating, CallBackOutcome.Explained)).FirstError.Code.ShouldBe("rating_not_bad");
    }

    [Fact]
    public async Task A_fix_is_extended_once_to_fifteen_days_at_most_with_a_reason_and_in_time()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var rating = await RateAsync(house);
        await CallBackAsync(house, rating, CallBackOutcome.NeedsFix);
        var extend = house.Get<ExtendFixHandler>();
        (await extend.HandleAsync(new(rating, 16, "需协调"), Own(house), Cancellation)).FirstError.Code.ShouldBe("fix_days_out_of_range");
        (await extend.HandleAsync(new(rating, 5, "需协调"), Own(house), Cancellation)).FirstError.Code.ShouldBe("fix_days_out_of_range");
        (await extend.HandleAsync(new(rating, 15, ""), Own(house), Cancellation)).FirstError.Code.ShouldBe("text_missing");
        (await extend.HandleAsync(new(rating, 15, "需多部门协调"), Own(house), Cancellation)).Value.DueOn.ShouldBe(new(2026, 3, 23));
        (await extend.HandleAsync(new(rating, 10, "再延"), Own(house), Cancellation)).FirstError.Code.ShouldBe("fix_already_extended");
    }

    [Fact]
    public async Task A_fix_whose_days_have_passed_is_not_extended()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var rating = await RateAsync(house);
        await CallBackAsync(house, rating, CallBackOutcome.NeedsFix);
        house.GoTo(3, 10);
        (await house.Get<ExtendFixHandler>().HandleAsync(new(rating, 15, "需协调"), Own(house), Cancellation)).FirstError.Code.ShouldBe(
            "fix_extended_too_late"
        );
    }

    [Fact]
    public async Task Each_step_turns_yellow_on_its_last_but_one_day_and_red_after_the_last_and_is_told_once()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var rating = await RateAsync(house);
        (await SweepAsync(house)).ShouldBe(0);
        house.GoTo(3, 3);
        (await SweepAsync(house), await SweepAsync(house)).ShouldBe((1, 0));
        house.GoTo(3, 3, 16, 59);
        (await SweepAsync(house)).ShouldBe(0);
        // What binds an office ends when it closes, not at midnight.
        house.GoTo(3, 3, 17);
        (await SweepAsync(house), await SweepAsync(house)).ShouldBe((1, 0));
        house.GoTo(3, 4);
        await CallBackAsync(house, rating, CallBackOutcome.NeedsFix);
        house.GoTo(3, 9);
        (await SweepAsync(house)).ShouldBe(0);
        house.GoTo(3, 10);
        await SweepAsync(house);
        house.GoTo(3, 12);
        await SweepAsync(house);

        var turned = (await house.Get<AuditQueries>().OfCaseAsync(rating.Case, Cancellation))
            .Where(line => line.Kind == nameof(RemedyTurned))
            .Select(line => System.Text.Json.JsonSerializer.Deserialize<RemedyTurned>(line.Data, Database.HouseJson.Options)!)
            .Select(told => $"{told.Step} {told.Colour} {told.Due:MM-dd} {told.RatedDepartment}");
        turned.ShouldBe(["CallBack Yellow 03-03 SYJ", "CallBack Red 03-03 SYJ", "Fix Yellow 03-11 SYJ", "Fix Red 03-11 SYJ"]);
    }

    [Fact]
    public async Task An_appeal_is_lodged_once_within_three_days_by_the_department_and_judged_by_another()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var rating = await RateAsync(house);
        var (appeal, decide) = (house.Get<AppealRatingHandler>(), house.Get<DecideRatingAppealHandler>());
        (await decide.HandleAsync(new(rating, true, "属实"), Supervisor(house), Cancellation)).FirstError.Code.ShouldBe(
            "rating_not_appealed"
        );
        (await appeal.HandleAsync(new(rating, "评错对象"), house.Approver("GSJ"), Cancellation)).FirstError.Code.ShouldBe(
            "rating_not_yours"
        );
        house.GoTo(3, 5);
        (await appeal.HandleAsync(new(rating, "评错对象"), Own(house), Cancellation)).IsError.ShouldBeFalse();
        (await appeal.HandleAsync(new(rating, "再次申诉"), Own(house), Cancellation)).FirstError.Code.ShouldBe("rating_appealed_already");
        (await decide.HandleAsync(new(rating, true, "属实"), house.By("supervisor-syj", "SYJ"), Cancellation)).FirstError.Code.ShouldBe(
            "own_department_judged"
        );
        (await decide.HandleAsync(new(rating, true, "属实"), Supervisor(house), Cancellation)).Value.IsGranted.ShouldBe(true);

        var line = (await house.Get<RatingQueries>().ListAsync(new(), house.Clock.GetUtcNow(), Cancellation)).Ratings.Single();
        (line.Counts, line.End, line.Grade).ShouldBe((false, RemedyEnd.RatingRemoved, Grade.Dissatisfied));
    }

    [Fact]
    public async Task An_appeal_that_is_not_granted_leaves_the_rating_in_the_score()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var rating = await RateAsync(house);
        await house.Get<AppealRatingHandler>().HandleAsync(new(rating, "评错对象"), Own(house), Cancellation);
        await house.Get<DecideRatingAppealHandler>().HandleAsync(new(rating, false, "评价属实"), Supervisor(house), Cancellation);
        var line = (await house.Get<RatingQueries>().ListAsync(new(), house.Clock.GetUtcNow(), Cancellation)).Ratings.Single();
        (line.Counts, line.Step).ShouldBe((true, RemedyStep.CallBack));
    }

    [Fact]
    public async Task After_three_days_there_is_no_appeal()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var rating = await RateAsync(house);
        house.GoTo(3, 6);
        (await house.Get<AppealRatingHandler>().HandleAsync(new(rating, "评错对象"), Own(house), Cancellation)).FirstError.Code.ShouldBe(
            "rating_appeal_too_late"
        );
    }

    private static async Task<RatingNumber> RateAsync(TestHouse house) =>
        await house.RateBadlyAsync(await house.FinishAsync(Cancellation), Cancellation, branch: 1);

    private static Database.Act Own(TestHouse house) => house.Approver("SYJ");

    private static Database.Act Supervisor(TestHouse house) => house.By("supervisor", "XZSP");

    private static Task<int> SweepAsync(TestHouse house) => house.Get<RemedySweep>().RunOnceAsync(Cancellation);

    private static Task<ErrorOr.ErrorOr<RemedyState>> CallBackAsync(TestHouse house, RatingNumber rating, CallBackOutcome outcome) =>
        house.Get<CallBackRaterHandler>().HandleAsync(new(rating, outcome, "已与申请人通话"), Own(house), Cancellation);

    private static Task<ErrorOr.ErrorOr<RemedyState>> FixAsync(TestHouse house, RatingNumber rating) =>
        house.Get<FixGrievanceHandler>().HandleAsync(new(rating, "增设窗口"), Own(house), Cancellation);

    private static Task<ErrorOr.ErrorOr<RemedyState>> RecallAsync(TestHouse house, RatingNumber rating, RecallOutcome outcome) =>
        house.Get<RecallRaterHandler>().HandleAsync(new(rating, outcome, "已与申请人通话"), Own(house), Cancellation);
}
