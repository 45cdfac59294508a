using ParallelApproval.Identities;
using ParallelApproval.Statistics;
using ParallelApproval.Supervision;
using ParallelApproval.Testing;

namespace ParallelApproval.Appraisals;

public sealed class FoundPointsTests(TestCluster cluster)
{
    private static readonly AppraisalPeriod March = new(2026, 3);
    private static readonly CaseNumber File = CaseNumber.Of("610104", new(2026, 3, 2), 1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("BB", 0)]
    [InlineData("BBB", 3)]
    [InlineData("BBYB", 0)]
    [InlineData("BBYBBB", 3)]
    [InlineData("BBBBB", 3)]
    [InlineData("BBBBBB", 6)]
    public void Every_third_warning_in_a_row_costs_three_points(string colours, int points)
    {
        var cards = colours.Select((colour, at) => new CardFound(new(File, at + 1), "SYJ", "E01", colour == 'B', March.From.AddHours(at)));
        FoundPoints.Of(March, cards).Sum(entry => -entry.Points).ShouldBe(points);
    }

    [Fact]
    public void Warnings_of_two_departments_do_not_make_one_row_and_the_third_card_is_named()
    {
        var cards = "SGSGS".Select(
            (department, at) => new CardFound(new(File, at + 1), department == 'S' ? "SYJ" : "GSJ", "E09", true, March.From.AddHours(at))
        );
        var entry = FoundPoints.Of(March, cards).Single();
        (entry.Department, entry.Card, entry.CaseKey, entry.Part).ShouldBe(
            ("SYJ", new CardNumber(File, 5).ToString(), File.Key, AppraisalPart.Time)
        );
    }

    [Theory]
    [InlineData(100, 0, 0)]
    [InlineData(200, 1, 0)]
    [InlineData(100, 2, 2)]
    [InlineData(10, 1, 5)]
    public void Each_hundredth_with_an_incomplete_record_costs_a_point_and_five_at_most(int looked, int incomplete, int points)
    {
        var cases = Enumerable
            .Range(1, looked)
            .Select(at => new CaseLookedThrough(
                CaseNumber.Of("610104", new(2026, 3, 2), at),
                "SYJ",
                new(File, 1),
                at > incomplete,
                March.From
            ))
            .ToList();
        FoundPoints.Of(March, cases).Sum(entry => -entry.Points).ShouldBe(points);
    }

    [Fact]
    public async Task An_incomplete_record_found_by_a_spot_check_costs_the_lead_department_and_is_drilled_into()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.FinishAsync(Cancellation);
        var supervisor = house.By("supervisor", "XZSP");
        var before = (await house.Get<AppraisalQueries>().TableAsync(March, AppraisalBy.Department, true, new(2026, 3, 31), Cancellation))
            .Value
            .Total
            .Deductions;
        var check = (
            await house.Get<DrawSpotCheckHandler>().HandleAsync(new(new(2026, 3, 1), new(2026, 3, 31), 1), supervisor, Cancellation)
        ).Value;
        (
            await house
                .Get<RecordSpotCheckHandler>()
                .HandleAsync(new(check.Number, number, true, true, false, true, "缺影像"), supervisor, Cancellation)
        ).IsError.ShouldBeFalse();
        var queries = house.Get<AppraisalQueries>();
        (await queries.TableAsync(March, AppraisalBy.Department, true, new(2026, 3, 31), Cancellation)).Value.Total.Deductions.ShouldBe(
            before - 5
        );
        var behind = (
            await queries.CasesAsync(March, AppraisalBy.Department, "", AppraisalFigure.Deducted, true, new(2026, 3, 31), Cancellation)
        ).Value.Single(found => found.Point == check.Number.ToString());
        (behind.CaseNumber, behind.Points, behind.Part).ShouldBe((number.ToString(), -5, AppraisalPart.Supervision));
    }
}
