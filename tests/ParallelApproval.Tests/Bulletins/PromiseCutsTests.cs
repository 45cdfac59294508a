using ParallelApproval.Catalogue;
using ParallelApproval.Headlines;

namespace ParallelApproval.Bulletins;

public sealed class PromiseCutsTests
{
    private static readonly ServiceItem Item = SampleItem();

    [Theory]
    [InlineData("20x1", 2, 1, 0)]
    [InlineData("20x0", 1, 0, 0)]
    [InlineData("18x1 2x5", 2, 1, 2)]
    [InlineData("18x3 2x4", 4, 3, 0)]
    [InlineData("40x3", 4, 3, 0)]
    public void A_promise_of_five_days_is_cut_to_what_nine_of_ten_took_and_a_day(string taken, int suggested, int nineOfTen, int lateThen)
    {
        var cut = PromiseCuts.Of(Taken(taken), _ => Item, new()).ShouldHaveSingleItem();
        (cut.PromisedDays, cut.SuggestedDays, cut.P90Days, cut.LateThen).ShouldBe((5, suggested, nineOfTen, lateThen));
    }

    [Theory]
    [InlineData("19x0", "too few cases")]
    [InlineData("17x1 3x4", "fewer than nine of ten in three days")]
    [InlineData("30x4", "four fifths of the promise")]
    [InlineData("30x0 1x6!", "one was late")]
    public void A_promise_stays_where_there_is_too_little_to_go_by(string taken, string because) =>
        PromiseCuts.Of(Taken(taken), _ => Item, new()).ShouldBeEmpty(because);

    [Fact]
    public void A_promise_of_one_day_cannot_be_cut_and_an_item_that_is_not_offered_any_more_is_left_out()
    {
        PromiseCuts.Of(Taken("30x0"), _ => Item with { PromisedDays = 1 }, new()).ShouldBeEmpty();
        PromiseCuts.Of(Taken("30x0"), _ => null, new()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(90, 90, 60)]
    [InlineData(90, 95, 60)]
    [InlineData(90, 80, 85)]
    public void Grades_out_of_order_are_refused_at_the_start(int excellent, int good, int passing) =>
        Should
            .Throw<InvalidOperationException>(() =>
                new BulletinSettings
                {
                    Excellent = excellent,
                    Good = good,
                    Passing = passing,
                }.Checked()
            )
            .Message.ShouldContain("Passing < Good < Excellent");

    [Fact]
    public void Grades_begin_at_their_thresholds()
    {
        var settings = new BulletinSettings().Checked();
        ((decimal[])[110, 90, 89.99m, 80, 79.99m, 60, 59.99m, 0])
            .Select(settings.GradeOf)
            .ShouldBe([
                QuarterGrade.Excellent,
                QuarterGrade.Excellent,
                QuarterGrade.Good,
                QuarterGrade.Good,
                QuarterGrade.Passed,
                QuarterGrade.Passed,
                QuarterGrade.Failed,
                QuarterGrade.Failed,
            ]);
        Should
            .Throw<InvalidOperationException>(() => new BulletinSettings { CutShare = 0, Repeats = 1 }.Checked())
            .Message.ShouldSatisfyAllConditions(message => message.ShouldContain("CutShare"), message => message.ShouldContain("Repeats"));
    }

    // "18x1 2x5!": eighteen cases took one day, two took five and were late.
    private static IEnumerable<DaysTaken> Taken(string text) =>
        from part in text.Split(' ')
        let isLate = part.EndsWith('!')
        let numbers = part.TrimEnd('!').Split('x')
        let cases = int.Parse(numbers[0], System.Globalization.CultureInfo.InvariantCulture)
        select new DaysTaken("A", int.Parse(numbers[1], System.Globalization.CultureInfo.InvariantCulture), cases, isLate ? cases : 0);

    private static ServiceItem SampleItem() =>
        new()
        {
            ItemCode = "A",
            Version = 1,
            EffectiveFrom = new(2024, 1, 1),
            Name = "甲",
            NameEn = "A",
            BasicCode = "611013084000",
            BusinessCode = "61101308400001",
            Kind = ItemKind.Promised,
            Tier = Organisation.Tier.District,
            LeadDepartmentCode = "SYJ",
            IntakeDepartmentCode = "XZSP",
            Target = "企业",
            PromisedDays = 5,
            LegalDays = 20,
            WorkflowDefinitionId = "x",
            Guide = null!,
            Branches = [],
            Materials = [],
        };
}
