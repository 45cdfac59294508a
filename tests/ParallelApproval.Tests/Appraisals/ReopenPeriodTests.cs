using ErrorOr;
using Npgsql;
using ParallelApproval.Events;
using ParallelApproval.Testing;

namespace ParallelApproval.Appraisals;

public sealed class ReopenPeriodTests(TestCluster cluster)
{
    private static readonly AppraisalPeriod March = new(2026, 3);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_closed_month_is_open_again_when_two_persons_want_it_and_its_report_stays_on_record()
    {
        await using var house = await ClosedAsync();
        (await ReopenAsync(house, "supervisor")).Value.IsOpen.ShouldBeFalse();
        (await ReopenAsync(house, "supervisor")).Value.IsOpen.ShouldBeFalse("the same person twice is one person");
        (await IsClosedAsync(house)).ShouldBeTrue();
        var reopened = (await ReopenAsync(house, "supervisor2")).Value;
        (reopened.IsOpen, reopened.ProposedBy).ShouldBe((true, "supervisor"));
        (await IsClosedAsync(house)).ShouldBeFalse();
        (await house.Database.AskAsync<string>("SELECT confirmed_by FROM appraisal_reopenings", Cancellation)).ShouldBe("supervisor2");
        (await house.Database.AskAsync<long>("SELECT count(*) FROM appraisal_reopenings WHERE report IS NOT NULL", Cancellation)).ShouldBe(
            1
        );
        (await house.Get<AuditQueries>().OfHouseAsync(null, 2, Cancellation))[0]
            .ShouldSatisfyAllConditions(line => line.Kind.ShouldBe(nameof(PeriodReopened)), line => line.Data.ShouldContain("锁定有误"));

        (await house.Get<ClosePeriodHandler>().CloseDueAsync(Cancellation)).ShouldBe(0, "there is something to be put right");
        house.GoTo(4, 8, 10);
        (await CloseAsync(house, March)).IsError.ShouldBeFalse();
        (await ReopenAsync(house, "supervisor")).Value.IsOpen.ShouldBeFalse("a second time takes two persons again");
        (await ReopenAsync(house, "supervisor2")).Value.IsOpen.ShouldBeTrue();
        house.GoTo(4, 20);
        (await house.Get<ClosePeriodHandler>().CloseDueAsync(Cancellation)).ShouldBe(1);
    }

    [Fact]
    public async Task What_is_not_closed_or_lies_behind_a_later_closed_month_is_not_reopened()
    {
        await using var house = await ClosedAsync();
        (await ReopenAsync(house, "supervisor", period: March.Next)).FirstError.Code.ShouldBe("period_not_closed");
        (await ReopenAsync(house, "supervisor", reason: " ")).FirstError.Code.ShouldBe("reason_missing");
        house.GoTo(5, 20);
        (await CloseAsync(house, March.Next)).IsError.ShouldBeFalse();
        (await ReopenAsync(house, "supervisor")).FirstError.Code.ShouldBe("period_reopens_in_order");
        (await house.Database.AskAsync<long>("SELECT count(*) FROM appraisal_reopenings", Cancellation)).ShouldBe(0);
    }

    [Theory]
    [InlineData("DELETE FROM appraisal_periods")]
    [InlineData("UPDATE appraisal_periods SET closed_by = 'x'")]
    [InlineData("DELETE FROM appraisal_reopenings")]
    public async Task The_database_lets_no_month_go_that_only_one_person_wants_reopened(string meddling)
    {
        await using var house = await ClosedAsync();
        await ReopenAsync(house, "supervisor");
        (await Should.ThrowAsync<PostgresException>(() => house.Database.DoAsync(meddling, Cancellation))).SqlState.ShouldBe("PA002");
    }

    [Fact]
    public async Task A_month_that_has_not_ended_is_not_closed()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        house.GoTo(3, 31, 23, 59);
        (await CloseAsync(house, March)).FirstError.Code.ShouldBe("period_not_over");
        house.GoTo(4, 1, 0);
        (await CloseAsync(house, March)).FirstError.Code.ShouldBe("period_closes_later");
    }

    private async Task<TestHouse> ClosedAsync()
    {
        var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.ReceiveAsync();
        house.GoTo(4, 8);
        (await CloseAsync(house, March)).IsError.ShouldBeFalse();
        return house;
    }

    private static Task<bool> IsClosedAsync(TestHouse house) =>
        house.Database.AskAsync<bool>("SELECT EXISTS (SELECT FROM appraisal_periods WHERE period = 202603)", Cancellation);

    private static Task<ErrorOr<ClosedPeriod>> CloseAsync(TestHouse house, AppraisalPeriod period) =>
        house.Get<ClosePeriodHandler>().HandleAsync(new(period), house.By("supervisor", "XZSP"), Cancellation);

    private static Task<ErrorOr<Reopening>> ReopenAsync(
        TestHouse house,
        string person,
        string reason = "锁定有误",
        AppraisalPeriod? period = null
    ) => new ReopenPeriodHandler(house.Get<HouseStore>()).HandleAsync(new(period ?? March, reason), house.By(person, "XZSP"), Cancellation);
}
