using ParallelApproval.Calendars;
using ParallelApproval.Cases;
using ParallelApproval.Installations;
using ParallelApproval.Testing;

namespace ParallelApproval.Statistics;

public sealed class FigureTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_case_is_due_on_its_day_overdue_after_it_and_neither_once_it_is_decided()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync();
        (await CountAsync(house, TodaysFigure.Received), await CountAsync(house, TodaysFigure.Accepted)).ShouldBe((1, 1));
        var due = (await house.Get<CaseQueries>().ListAsync(new(), house.Get<TimeProvider>().OfficialNow(), Cancellation))
            .Cases.Single()
            .PromisedDue!.Value;
        house.GoTo(due.Month, due.Day, 9);
        (
            await CountAsync(house, TodaysFigure.DueToday),
            await CountAsync(house, TodaysFigure.Overdue),
            await CountAsync(house, TodaysFigure.Received)
        ).ShouldBe((1, 0, 0));
        var after = due.AddDays(1);
        house.GoTo(after.Month, after.Day, 9);
        (await CountAsync(house, TodaysFigure.DueToday), await CountAsync(house, TodaysFigure.Overdue)).ShouldBe((0, 1));
        (await TodayAsync(house)).Loads.Single(desk => desk.Department == "SYJ").Overdue.ShouldBe(1);
        for (var branch = 1; branch <= 6; branch++)
            (await house.DecideAsync(number, branch)).IsError.ShouldBeFalse();
        (await CountAsync(house, TodaysFigure.Decided), await CountAsync(house, TodaysFigure.Overdue)).ShouldBe((1, 0));
        (await TodayAsync(house)).Loads.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_stopped_branch_counts_until_it_goes_on()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync();
        (await CountAsync(house, TodaysFigure.Stopped)).ShouldBe(0);
        (
            await house
                .Get<StopBranchHandler>()
                .HandleAsync(new(new(number, 1, 1), StopGround.Hearing, 5, true), house.Approver("SYJ"), Cancellation)
        ).ErrorsOrEmptyList.ShouldBeEmpty();
        (
            await CountAsync(house, TodaysFigure.Stopped),
            (await TodayAsync(house)).Loads.Single(desk => desk.Department == "SYJ").Stopped
        ).ShouldBe((1, 1));
        (
            await house
                .Get<FigureQueries>()
                .CasesAsync(DepartmentFigure.Stopped, "SYJ", house.Get<TimeProvider>().OfficialNow(), new(), Cancellation)
        )
            .Cases.Single()
            .CaseNumber.ShouldBe(number.ToString());
    }

    [Fact]
    public async Task No_figure_reads_a_table_from_end_to_end()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        foreach (var question in (string[])[FigureConditions.Counts, FigureConditions.Loads])
        {
            var asked = FigureConditions.Parameters(house.Get<InstallationRegister>().Region, house.Get<TimeProvider>().OfficialNow());
            var plan = await house.Database.PlanAsync(question, asked, Cancellation);
            plan.ShouldContain("Index");
            plan.ShouldNotContain("Seq Scan");
        }
    }

    private static Task<Today> TodayAsync(TestHouse house) =>
        house.Get<FigureQueries>().TodayAsync(house.Get<TimeProvider>().OfficialNow(), Cancellation);

    // The number is also the length of the list behind it.
    private static async Task<int> CountAsync(TestHouse house, TodaysFigure figure)
    {
        var count = (await TodayAsync(house)).Figures.Single(line => line.Figure == figure).Cases;
        (
            await house.Get<FigureQueries>().CasesAsync(figure, house.Get<TimeProvider>().OfficialNow(), new(), Cancellation)
        ).Cases.Count.ShouldBe(count, figure.ToString());
        return count;
    }
}
