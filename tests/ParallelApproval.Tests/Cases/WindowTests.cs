using ErrorOr;
using ParallelApproval.Appraisals;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Organisation;
using ParallelApproval.Testing;

namespace ParallelApproval.Cases;

/// <summary>At which window (窗口) a case was received, and what the appraisal makes of it.</summary>
public sealed class WindowTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_case_keeps_the_window_at_which_it_was_received()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var receipt = (await ReceiveAsync(house, "A02")).Value;
        receipt.Window.ShouldBe("A02");
        var file = await house.Get<CaseStore>().ReadAsync(Catering.Number(receipt), house.Clerk(), Cancellation);
        file!.Case.WindowNumber.ShouldBe("A02");
        (
            await house.Database.AskAsync<string>("SELECT data->>'window' FROM case_events WHERE kind = 'CaseReceived'", Cancellation)
        ).ShouldBe("A02");
        (await house.Get<AuditQueries>().VerifyAsync(Cancellation)).Holds.ShouldBeTrue();
    }

    [Fact]
    public async Task A_case_without_a_window_stays_one_of_its_body()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var receipt = (await ReceiveAsync(house, null)).Value;
        receipt.Window.ShouldBeNull();
        (await house.Get<CaseStore>().ReadAsync(Catering.Number(receipt), house.Clerk(), Cancellation))!.Case.WindowNumber.ShouldBeNull();
    }

    [Theory]
    [InlineData("Z99", "window_unknown")]
    [InlineData("", "window_unknown")]
    [InlineData("S01", "window_of_another")]
    [InlineData("A01", "window_closed")]
    public async Task A_window_that_is_unknown_closed_or_another_bodys_is_refused_at_its_field(string window, string code)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        (
            await house.Get<KeepWindowHandler>().HandleAsync(new("A01", "XZSP", true, false, 1), house.By("admin", "XZSP"), Cancellation)
        ).IsError.ShouldBeFalse();
        var refused = (await ReceiveAsync(house, window)).FirstError;
        (refused.Code, refused.Metadata![Refusals.Refusal.FieldKey]).ShouldBe((code, "window"));
        (await house.Database.AskAsync<long>("SELECT count(*) FROM cases", Cancellation)).ShouldBe(0);
    }

    [Fact]
    public async Task The_appraisal_counts_each_window_and_the_body_for_what_names_none()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        foreach (var window in new[] { "A01", "A01", "A02", null })
        {
            var number = Catering.Number(await ReceiveAsync(house, window));
            (
                await house.Get<WithdrawCaseHandler>().HandleAsync(new(number, "不再开店"), house.Clerk(), Cancellation)
            ).IsError.ShouldBeFalse();
        }

        var month = AppraisalPeriod.Of(house.Clerk().Today);
        var table = (
            await house.Get<AppraisalQueries>().TableAsync(month, AppraisalBy.Window, provisional: true, house.Clerk().Today, Cancellation)
        ).Value;
        table.Lines.Select(line => (line.Key, line.Closed)).ShouldBe([("XZSP", 1), ("XZSP/A01", 2), ("XZSP/A02", 1)]);
        (
            await house
                .Get<AppraisalQueries>()
                .CasesAsync(
                    month,
                    AppraisalBy.Window,
                    "XZSP/A01",
                    AppraisalFigure.Closed,
                    provisional: true,
                    house.Clerk().Today,
                    Cancellation
                )
        ).Value.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_visit_that_was_rated_counts_at_its_window_and_the_matter_at_its_department()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = Catering.Number(await ReceiveAsync(house, "A01"));
        for (var branch = 1; branch <= Catering.Departments.Length; branch++)
            (await house.DecideAsync(number, branch)).IsError.ShouldBeFalse();
        (await house.Get<Certificates.DeliverCaseHandler>().HandleAsync(new(number), house.Clerk(), Cancellation)).IsError.ShouldBeFalse();
        await house.HearAsync(Cancellation);
        await house.RateAsync(new(number, Evaluations.Grade.Satisfied, Service: 1), Cancellation);
        var table = (
            await house
                .Get<AppraisalQueries>()
                .TableAsync(
                    AppraisalPeriod.Of(house.Clerk().Today),
                    AppraisalBy.Window,
                    provisional: true,
                    house.Clerk().Today,
                    Cancellation
                )
        ).Value;
        table.Lines.Select(line => (line.Key, line.Ratings)).ShouldBe([("XZSP/A01", 1)]);
    }

    private static Task<ErrorOr<Receipt>> ReceiveAsync(TestHouse house, string? window) =>
        house.Get<ReceiveCaseHandler>().HandleAsync(new(house.Application(), Accept: true, Window: window), house.Clerk(), Cancellation);
}
