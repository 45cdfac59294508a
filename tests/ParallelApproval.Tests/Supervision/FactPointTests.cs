using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Identities;
using ParallelApproval.Testing;

namespace ParallelApproval.Supervision;

/// <summary>
/// Referrals (E10), fees (E12), promises (E17), ratings (E15, told by a source of the test's own), and the statistics (E11).
/// </summary>
public sealed class FactPointTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 9, 0, 0, ShanghaiTime.Offset);

    [Theory]
    [InlineData(3, 3, 0)]
    [InlineData(3, 4, 1)]
    [InlineData(null, null, 1)]
    public async Task E10_a_case_that_was_sent_up_late_or_not_at_all(int? community, int? seen, int cards)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = Catering.Number(
            await house
                .Get<ReceiveCaseHandler>()
                .HandleAsync(new(house.Application("610104-JF-201"), Accept: true), house.By("clerk-community", "COMM"), Cancellation)
        );
        await house.WatchAtAsync(3, 3, 9);
        if (community is not null)
        {
            await house.WatchAtAsync(3, seen!.Value, 10);
            (
                await house.Get<SendUpHandler>().HandleAsync(new(number, true, "属实。"), house.By("clerk-community", "COMM"), Cancellation)
            ).ShouldSucceed();
        }

        await house.WatchAtAsync(3, 4, 11);
        await house.WatchAtAsync(3, 4, 12);
        var late = (await house.CardsAsync(number, "E10")).Where(card => card.Department == "COMM").ToList();
        late.Count.ShouldBe(cards);
        late.ShouldAllBe(card => card.Colour == CardColour.Yellow && card.Facts["due"] == "2026-03-03");
        (await house.CardsAsync(number, "E02")).ShouldNotContain(card => card.Department == "COMM", "one fault, one card");
    }

    [Theory]
    [InlineData(3, 108, "票001", null)]
    [InlineData(3, 120, "票001", "not_published")]
    [InlineData(3, 108, null, "no_receipt")]
    [InlineData(1, 5, "票001", "free")]
    public async Task E12_another_sum_than_is_published_or_no_receipt(int branch, int amount, string? receipt, string? reason)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync();
        (
            await house.Get<ChargeFeeHandler>().HandleAsync(new(number, branch, amount, receipt), house.Clerk(), Cancellation)
        ).ShouldSucceed();
        await house.WatchAsync();
        (await house.CardsAsync(number, "E12"))
            .Select(card => (card.Reason, card.Colour, card.Branch))
            .ShouldBe(reason is null ? [] : [(reason, CardColour.Red, branch)]);
    }

    [Fact]
    public async Task E12_a_fee_that_was_taken_twice_is_carded_and_one_that_cannot_be_is_refused()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var (number, waiting) = (await house.ReceiveAsync(), await house.ReceiveIncompleteAsync("M01"));
        var charge = house.Get<ChargeFeeHandler>();
        foreach (var amount in (decimal[])[0, -1, 1.005m, 10_000_001])
            (await charge.HandleAsync(new(number, 3, amount), house.Clerk(), Cancellation)).ShouldBeRefused("fee_malformed");
        (await charge.HandleAsync(new(number, 9, 5), house.Clerk(), Cancellation)).ShouldBeRefused("fee_branch_unknown");
        (await charge.HandleAsync(new(number, 3, 5, new string('9', 65)), house.Clerk(), Cancellation)).ShouldBeRefused(
            "fee_receipt_too_long"
        );
        (await charge.HandleAsync(new(waiting, 3, 108, "票001"), house.Clerk(), Cancellation)).ShouldBeRefused("fee_not_due");
        foreach (var receipt in (string[])["票001", "票002"])
            (await charge.HandleAsync(new(number, 3, 108, receipt), house.Clerk(), Cancellation)).Value.Published.ShouldBe(108);
        await house.WatchAsync();
        (await house.CardAsync(number, "E12", 3)).Facts["charged"].ShouldBe("216");
    }

    [Fact]
    public async Task E17_a_check_of_what_was_promised_that_was_not_made_is_told_once()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = Catering.Number(
            await house.Get<ReceiveCaseHandler>().HandleAsync(new(house.Application("610104-QT-106", "M24")), house.Clerk(), Cancellation)
        );
        (
            await house.Get<AcceptOnCommitmentHandler>().HandleAsync(new(number, IsSigned: true), house.Clerk(), Cancellation)
        ).ShouldSucceed();
        (
            await house
                .Get<DecideBranchHandler>()
                .HandleAsync(new(new(number, 1, 1), Verdict.Approve, "承诺符合条件，准予。"), house.Approver("CGJ"), Cancellation)
        ).ShouldSucceed();
        await house.WatchAtAsync(5, 20);
        (await house.CardsAsync(number, "E17")).ShouldBeEmpty();
        await house.WatchAtAsync(6, 10);
        await house.WatchAtAsync(6, 11);
        (await house.CardsAsync(number, "E17")).ShouldHaveSingleItem().Reason.ShouldBe("overdue");
    }

    [Theory]
    [InlineData(RatingDuty.CallBack, "2026-03-02", null, false, null)]
    [InlineData(RatingDuty.CallBack, "2026-03-01", null, false, "callBack")]
    [InlineData(RatingDuty.Fix, "2026-02-27", "2026-03-02", false, "fix")]
    [InlineData(RatingDuty.Fix, "2026-02-27", "2026-02-27", false, null)]
    [InlineData(RatingDuty.Recall, "2026-03-01", null, false, "recall")]
    [InlineData(null, "2026-03-02", null, true, "own_device")]
    public Task E15_a_bad_rating_that_was_not_followed_up(RatingDuty? duty, string due, string? done, bool isOwn, string? reason) =>
        JudgesAsync(
            "E15",
            number => new RatingFact(number, "R1", "SYJ", null, duty, 1, Day(due)!.Value, Day(done), isOwn),
            reason is null ? [] : [reason]
        );

    [Fact]
    public async Task E11_an_item_that_refuses_far_more_often_than_the_others_is_told_once_a_month()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.PatrolAsync();
        (await house.CardsAsync(point: "E11")).ShouldBeEmpty();
        await house.Database.AskAsync<int>(
            """
            WITH items AS (SELECT item_code, row_number() OVER (ORDER BY item_code) AS n FROM service_item_versions LIMIT 8),
            made AS (INSERT INTO cases (case_key, item_code, item_version, item_name, applicant_name, chosen_branches, query_code, delivery, received_at, received_by, status, is_deemed_accepted, station, may_correct_again, deferred_papers, is_by_commitment)
                SELECT 6101042026030100000 + n, item_code, 1, '', '', '{1}', '000000', 'Window', now(), 'clerk', 'InApproval', false, 'XZSP', false, '{}', false FROM items RETURNING case_key, item_code),
            parts AS (INSERT INTO branches (case_key, number, department, result, kind, hard, soft, status, round, asks_applicant, excluded, corrections, awaits, fee_paid, inspectors)
                SELECT case_key, 1, 'SYJ', '', 'Certificate', '{}', '{}', 'Approved', 1, false, '{}', 0, '{}', 0, '{}' FROM made RETURNING 1),
            signed AS (INSERT INTO decisions (case_key, branch, round, verdict, opinion, department, signed_by, signed_at)
                SELECT case_key, 1, r, CASE WHEN case_key = 6101042026030100001 AND r <= 15 THEN 'Refuse' ELSE 'Approve' END, '', 'SYJ', 'approver-syj', '2026-02-20' FROM made, generate_series(1, 20) AS r RETURNING 1)
            SELECT count(*)::int FROM signed
            """,
            Cancellation
        );
        house.GoTo(3, 3);
        await house.PatrolAsync();
        house.GoTo(3, 20);
        await house.PatrolAsync();
        (await house.CardsAsync(point: "E11"))
            .ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(
                card => card.Colour.ShouldBe(CardColour.Blue),
                card => card.Reason.ShouldBe("item_rate"),
                card => card.Facts["rate"].ShouldBe("75"),
                card => card.Number.File.ReceivedOn.ShouldBe(new(2026, 3, 1))
            );
        house.GoTo(4, 2);
        await house.PatrolAsync();
        (await house.CardsAsync(point: "E11")).Count.ShouldBe(2, "another month");
    }

    [Fact]
    public async Task A_point_that_is_switched_off_or_set_otherwise_does_as_it_is_told()
    {
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?>
                {
                    ["ParallelApproval:Supervision:Points:E18:On"] = "false",
                    ["ParallelApproval:Supervision:Points:E04:Colour"] = "Red",
                    ["ParallelApproval:Supervision:Points:E04:Answers"] = "Lead",
                    ["ParallelApproval:Supervision:Points:E04:AnswerDays"] = "3",
                    ["ParallelApproval:Supervision:RedPoints"] = "12",
                }
            )
            .Build();
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation, services =>
            services.AddSingleton<IConfiguration>(settings)
        );
        await house.ReceiveAsync();
        var number = await house.ReceiveIncompleteAsync("M01");
        await house.WatchAtAsync(3, 9, 17);
        (await house.CardsAsync(point: "E18")).ShouldBeEmpty();
        (await house.CardAsync(number, "E04")).ShouldSatisfyAllConditions(
            card => card.Colour.ShouldBe(CardColour.Red),
            card => card.Department.ShouldBe("GSJ"),
            card => card.Counts.ShouldBe(12),
            card => card.AnswerDue.ShouldBe(new(2026, 3, 12, 17, 0, 0, ShanghaiTime.Offset))
        );
    }

    private async Task JudgesAsync<TFact>(string point, Func<CaseNumber, TFact> fact, string[] reasons)
    {
        var source = new Told<TFact>();
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation, services =>
            services.AddSingleton<IFactSource<TFact>>(source)
        );
        var number = await house.ReceiveAsync();
        source.Facts = [fact(number)];
        house.Get<PointCatalogue>().Rule(point)!.IsFed.ShouldBeTrue();
        await house.PatrolAsync();
        await house.PatrolAsync();
        (await house.CardsAsync(number, point)).Select(card => card.Reason).ShouldBe(reasons);
    }

    private static DateOnly? Day(string? day) =>
        day is null ? null : DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);

    private sealed class Told<TFact> : IFactSource<TFact>
    {
        public IReadOnlyList<TFact> Facts { get; set; } = [];

        public Task<IReadOnlyList<TFact>> TellAsync(DateTimeOffset now, CancellationToken cancellation) => Task.FromResult(Facts);
    }
}
