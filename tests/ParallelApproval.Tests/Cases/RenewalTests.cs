using System.Text.Json.Nodes;
using ParallelApproval.Catalogue;
using ParallelApproval.Certificates;
using ParallelApproval.Clocks;
using ParallelApproval.Identities;
using ParallelApproval.Supervision;
using ParallelApproval.Testing;

namespace ParallelApproval.Cases;

/// <summary>Renewal (行政许可法 art. 50): applied for thirty working days before, and silent until the licence runs out, it is renewed.</summary>
public sealed class RenewalTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Applied_for_in_time_and_not_decided_by_the_last_day_it_counts_as_renewed_and_the_department_makes_the_certificate_out()
    {
        await using var house = await HouseAsync();
        var (number, receipt) = await ReceiveAsync(house, "2026-04-15");
        receipt.Renewal!.ShouldSatisfyAllConditions(
            standing => standing.IsTimely.ShouldBeTrue(),
            standing => standing.DaysBefore.ShouldBe(31)
        );
        (await house.FileAsync(number, Cancellation)).LatestClock(Clock.OfCase, ClockKind.Renewal)!.DueOn.ShouldBe(new(2026, 4, 15));
        (await house.DecideAsync(number, 1, Verdict.Refuse)).IsError.ShouldBeFalse();
        house.GoTo(4, 15, 16);
        await house.SweepAsync(Cancellation);
        (await house.FileAsync(number, Cancellation)).FindBranch(2)!.Status.ShouldBe(BranchStatus.InReview);

        house.GoTo(4, 16);
        await house.SweepAsync(Cancellation);
        var file = await house.FileAsync(number, Cancellation);
        file.FindBranch(1)!.Status.ShouldBe(BranchStatus.Refused, "what was refused in time stays refused");
        file.FindBranch(2)!.Status.ShouldBe(BranchStatus.TimedOut);
        file.Case.Status.ShouldBe(CaseStatus.Decided);
        await house.HearAsync(Cancellation);
        (await house.CardAsync(number, "E23", 2)).ShouldSatisfyAllConditions(
            card => card.Colour.ShouldBe(CardColour.Red),
            card => card.Department.ShouldBe("GSJ")
        );
        var papers = house.Get<DocumentQueries>();
        var notice = (await papers.OfCaseAsync(number, Cancellation)).First(made =>
            made is { Kind: DocumentKind.DeemedRenewal, Branch: 2 }
        );
        (await papers.BodyAsync(notice, Cancellation)).Value.ShouldContain("视为准予延续");
        notice.Seal.ShouldBeNull("nobody has decided anything that a seal could be put on");
        (
            await house.Get<SealDeemedGrantHandler>().HandleAsync(new(new(number, 2, 1)), house.Approver("GSJ"), Cancellation)
        ).ErrorsOrEmptyList.ShouldBeEmpty();
    }

    [Fact]
    public async Task Applied_for_too_late_the_applicant_is_warned_and_silence_renews_nothing()
    {
        await using var house = await HouseAsync();
        var (number, receipt) = await ReceiveAsync(house, "2026-04-13");
        receipt.Renewal!.ShouldSatisfyAllConditions(
            standing => standing.IsTimely.ShouldBeFalse(),
            standing => standing.DaysBefore.ShouldBe(29)
        );
        (await house.StoryAsync(number, Cancellation)).ShouldContain(nameof(RenewalAppliedFor));
        house.GoTo(4, 16);
        await house.SweepAsync(Cancellation);
        (await house.FileAsync(number, Cancellation)).FindBranch(2)!.Status.ShouldBe(BranchStatus.InReview);
        (await house.DecideAsync(number, 2)).IsError.ShouldBeFalse();
    }

    [Fact]
    public async Task Decided_before_the_last_day_nothing_follows_from_it()
    {
        await using var house = await HouseAsync();
        var (number, _) = await ReceiveAsync(house, "2026-04-14");
        for (var branch = 1; branch <= 6; branch++)
            (await house.DecideAsync(number, branch)).IsError.ShouldBeFalse();
        house.GoTo(4, 16);
        await house.SweepAsync(Cancellation);
        (await house.StoryAsync(number, Cancellation)).ShouldNotContain(nameof(RenewalDeemed));
    }

    [Fact]
    public async Task A_renewal_without_the_last_day_of_the_licence_is_not_received()
    {
        await using var house = await HouseAsync();
        var refused = await house
            .Get<ReceiveCaseHandler>()
            .HandleAsync(new(house.Application(Catering.Drill), Accept: true), house.Clerk(), Cancellation);
        refused.FirstError.Metadata!["$field"].ShouldBe("form.expires");
    }

    private async Task<TestHouse> HouseAsync()
    {
        var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.PublishAsync(Catering.Drill, draft =>
            draft with
            {
                ExpiryField = "expires",
                OnBranchRefusal = OnBranchRefusal.Continue,
            }
        );
        return house;
    }

    private static async Task<(CaseNumber Number, Receipt Receipt)> ReceiveAsync(TestHouse house, string expires)
    {
        var application = house.Application(Catering.Drill);
        var form = new JsonObject { ["expires"] = expires };
        foreach (var (key, value) in application.Form!)
            form[key] = value?.DeepClone();
        var receipt = await house
            .Get<ReceiveCaseHandler>()
            .HandleAsync(new(application with { Form = form }, Accept: true), house.Clerk(), Cancellation);
        return (Catering.Number(receipt), receipt.Value);
    }
}
