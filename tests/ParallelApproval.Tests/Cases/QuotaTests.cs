using ErrorOr;
using ParallelApproval.Catalogue;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Testing;

namespace ParallelApproval.Cases;

/// <summary>Of a limited number as many are granted as there are, in the order of acceptance (行政许可法 art. 57).</summary>
public sealed class QuotaTests(TestCluster cluster)
{
    // The lead department of the drill grants branch 2.
    private const int Lead = 2;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_was_accepted_first_has_the_place_and_the_next_waits_until_one_is_free()
    {
        await using var house = await HouseAsync(new(1));
        var (first, second) = (await ReceiveAsync(house), await ReceiveAsync(house));
        (await house.DecideAsync(second, Lead)).FirstError.Code.ShouldBe("quota_others_first");
        (await house.DecideAsync(second, 1)).IsError.ShouldBeFalse("the other departments have no limited number");
        (await house.DecideAsync(first, Lead)).IsError.ShouldBeFalse();
        var refused = (await house.DecideAsync(second, Lead)).FirstError;
        (refused.Code, refused.Metadata!["before"]).ShouldBe(("quota_used_up", 0));
        (await house.FileAsync(first, Cancellation)).QuotaPlace!.State.ShouldBe(PlaceState.Taken);
        (await house.StoryAsync(first, Cancellation)).ShouldContain(nameof(QuotaPlaceTaken));
        (await house.DecideAsync(second, Lead, Verdict.Refuse)).IsError.ShouldBeFalse("whoever does not meet the conditions is refused");
    }

    [Fact]
    public async Task A_count_that_somebody_changed_is_found_by_the_verification()
    {
        await using var house = await HouseAsync(new(2));
        var number = await ReceiveAsync(house);
        (await house.DecideAsync(number, Lead)).IsError.ShouldBeFalse();
        (await house.Get<AuditQueries>().VerifyAsync(Cancellation)).Altered.ShouldBeEmpty();
        await house.Database.DoAsync("UPDATE quotas SET taken = 0", Cancellation);
        (await house.Get<AuditQueries>().VerifyAsync(Cancellation)).Altered.ShouldBe([new(number.ToString(), "quota_miscounted")]);
    }

    [Fact]
    public async Task A_withdrawal_lets_the_next_one_in()
    {
        await using var house = await HouseAsync(new(1));
        var (first, second) = (await ReceiveAsync(house), await ReceiveAsync(house));
        (await house.FileAsync(second, Cancellation)).QuotaPlace!.Before.ShouldBe(1);
        (
            await house.Get<WithdrawCaseHandler>().HandleAsync(new(first, "不再需要", null), house.Clerk(), Cancellation)
        ).ErrorsOrEmptyList.ShouldBeEmpty();
        (await house.FileAsync(first, Cancellation)).QuotaPlace!.State.ShouldBe(PlaceState.Left);
        (await house.DecideAsync(second, Lead)).IsError.ShouldBeFalse();
    }

    [Fact]
    public async Task By_tender_the_order_does_not_matter_and_the_number_does()
    {
        await using var house = await HouseAsync(new(1, QuotaPeriod.Month, QuotaOrder.TenderOrAuction));
        var (first, second) = (await ReceiveAsync(house), await ReceiveAsync(house));
        (await house.DecideAsync(second, Lead)).IsError.ShouldBeFalse();
        (await house.DecideAsync(first, Lead)).FirstError.Code.ShouldBe("quota_used_up");
        (await house.FileAsync(first, Cancellation)).QuotaPlace!.Period.ShouldBe("2026-03");
    }

    [Fact]
    public async Task However_many_decide_at_the_same_instant_no_more_are_granted_than_there_are()
    {
        const int Places = 3;
        await using var house = await HouseAsync(new(Places, QuotaPeriod.Quarter, QuotaOrder.TenderOrAuction));
        var cases = new List<CaseNumber>();
        for (var i = 0; i < 8; i++)
            cases.Add(await ReceiveAsync(house));
        var decided = await Task.WhenAll(cases.Select(number => Task.Run(() => house.DecideAsync(number, Lead), Cancellation)));
        decided.Count(outcome => !outcome.IsError).ShouldBe(Places);
        decided
            .Where(outcome => outcome.IsError)
            .Select(outcome => outcome.FirstError.Code)
            .ShouldBeSubsetOf(["quota_used_up", "quota_given_to_another"]);
        (await house.Database.AskAsync<int>("SELECT taken FROM quotas", Cancellation)).ShouldBe(Places);
        (await house.Database.AskAsync<long>("SELECT count(*) FROM quota_places WHERE state = 'Taken'", Cancellation)).ShouldBe(Places);
    }

    [Theory]
    [InlineData(QuotaPeriod.Year, "2026")]
    [InlineData(QuotaPeriod.Quarter, "2026-Q3")]
    [InlineData(QuotaPeriod.Month, "2026-09")]
    public void A_place_belongs_to_the_period_of_the_acceptance(QuotaPeriod period, string name) =>
        QuotaRules.PeriodOf(period, new(2026, 9, 30)).ShouldBe(name);

    private async Task<TestHouse> HouseAsync(QuotaRule rule)
    {
        var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.PublishAsync(Catering.Drill, draft =>
            draft with
            {
                Quota = rule,
                LeadDepartmentCode = Catering.Departments[Lead - 1],
                OnBranchRefusal = OnBranchRefusal.Continue,
            }
        );
        return house;
    }

    private static async Task<CaseNumber> ReceiveAsync(TestHouse house)
    {
        house.Clock.Advance(TimeSpan.FromMinutes(1));
        return await house.ReceiveAsync(Catering.Drill);
    }
}
