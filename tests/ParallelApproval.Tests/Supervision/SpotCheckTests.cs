using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Testing;

namespace ParallelApproval.Supervision;

public sealed class SpotCheckTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
    private static readonly DateOnly From = new(2026, 3, 2),
        To = new(2026, 3, 31);

    [Fact]
    public async Task The_same_seed_draws_the_same_cases_another_one_others_and_nobody_outside_the_period_or_the_scope()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var cases = new List<CaseNumber>();
        for (var i = 0; i < 12; i++)
            cases.Add(await house.ReceiveAsync(Catering.Drill));
        (await house.Get<Cases.WithdrawCaseHandler>().HandleAsync(new(cases[0]), house.Clerk(), Cancellation)).ShouldSucceed();
        house.GoTo(4, 1);
        await house.ReceiveAsync(Catering.Drill);

        var drawn = await DrawAsync(4, seed: 7);
        (await DrawAsync(4, seed: 7)).Cases.ShouldBe(drawn.Cases);
        drawn.Cases.Count.ShouldBe(4);
        drawn.Cases.ShouldBeSubsetOf(cases);
        (
            await Enumerable
                .Range(1, 8)
                .ToAsyncEnumerable()
                .Select(async (int seed, CancellationToken _) => string.Join(',', (await DrawAsync(4, seed)).Cases))
                .Distinct()
                .CountAsync(Cancellation)
        ).ShouldBeGreaterThan(4);
        (await DrawAsync(200, scope: SpotCheckScope.Finished)).Cases.ShouldBe([cases[0]]);
        (await DrawAsync(200, scope: SpotCheckScope.Open)).Cases.Order().ShouldBe(cases.Skip(1).Order());
        (await DrawAsync(4)).Seed.ShouldNotBe((await DrawAsync(4)).Seed);
        (await house.Get<AuditQueries>().VerifyAsync(Cancellation)).Holds.ShouldBeTrue();

        async Task<SpotCheck> DrawAsync(int count, long? seed = null, SpotCheckScope scope = SpotCheckScope.All) =>
            (
                seed is { } told
                    ? await house.Get<DrawSpotCheckHandler>().DrawAsync(new(From, To, count, scope), house.Supervisor, told, Cancellation)
                    : await house.Get<DrawSpotCheckHandler>().HandleAsync(new(From, To, count, scope), house.Supervisor, Cancellation)
            ).Value;
    }

    [Fact]
    public async Task A_drawn_case_is_looked_through_once_and_what_is_wrong_is_said()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var (number, other) = (await house.ReceiveAsync(Catering.Drill), await house.ReceiveAsync());
        var check = (await house.Get<DrawSpotCheckHandler>().DrawAsync(new(From, To, 1), house.Supervisor, seed: 1, Cancellation)).Value;
        var (drawn, left) = check.Cases[0] == number ? (number, other) : (other, number);
        (await RecordAsync(left, true, null)).ShouldBeRefused("case_not_drawn");
        (await RecordAsync(drawn, false, null)).ShouldBeRefused("remark_missing");
        (await RecordAsync(drawn, false, "踏勘记录缺签名。")).ShouldSucceed();
        (await RecordAsync(drawn, true, null)).ShouldBeRefused("spot_check_done_already");
        (await house.Get<SpotCheckQueries>().FindAsync(check.Number, Cancellation))!
            .Results[drawn]
            .ShouldSatisfyAllConditions(
                result => result.IsSound.ShouldBeFalse(),
                result => result.Remark.ShouldBe("踏勘记录缺签名。"),
                result => result.By.ShouldBe("supervisor")
            );
        (await house.StoryAsync(drawn, Cancellation))[^1].ShouldBe(nameof(CaseSpotChecked));

        var order = await house
            .Get<DraftOrderHandler>()
            .HandleAsync(
                new(OrderKind.Manual, "SYJ", "抽查发现踏勘记录缺签名。", "补正并整改。", drawn, Source: check.Number.ToString()),
                house.Supervisor,
                Cancellation
            );
        order.Value.Source.ShouldBe(check.Number.ToString());

        Task<ErrorOr.ErrorOr<SpotCheckResult>> RecordAsync(CaseNumber looked, bool isComplete, string? remark) =>
            house
                .Get<RecordSpotCheckHandler>()
                .HandleAsync(new(check.Number, looked, true, true, isComplete, true, remark), house.Supervisor, Cancellation);
    }

    [Fact]
    public async Task A_draw_of_too_many_or_backwards_is_refused()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        (await house.Get<DrawSpotCheckHandler>().HandleAsync(new(To, From, 1), house.Supervisor, Cancellation)).ShouldBeRefused(
            "period_backwards"
        );
        (await house.Get<DrawSpotCheckHandler>().HandleAsync(new(From, To, 201), house.Supervisor, Cancellation)).ShouldBeRefused(
            "spot_check_count_out_of_range"
        );
    }
}
