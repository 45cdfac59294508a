using ParallelApproval.Cases;
using ParallelApproval.Catalogue;

namespace ParallelApproval.Disposals;

/// <summary>保管期限: counted in whole years from the year after the end.</summary>
public sealed class RetentionTermTests
{
    private static readonly ServiceItem Item = SampleDistrict.Catalogue().Newest().First();

    [Fact]
    public void An_item_that_says_nothing_keeps_thirty_years_and_five_for_what_came_to_no_decision()
    {
        (Item.Retention, Item.UndecidedRetentionYears).ShouldBe((RetentionPeriod.ThirtyYears, 5));
        Due(new(2026, 3, 9), CaseStatus.Finished, Item).ShouldBe(new(2057, 1, 1));
        Due(new(2026, 3, 9), CaseStatus.Declined, Item).ShouldBe(new(2032, 1, 1));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(12, 31)]
    public void The_term_runs_from_the_first_of_January_after_the_year_of_the_end(int month, int day)
    {
        var ten = Item with { Retention = RetentionPeriod.TenYears };
        Due(new(2026, month, day), CaseStatus.PartlyFinished, ten).ShouldBe(new(2037, 1, 1));
        Due(new(2026, month, day), CaseStatus.Refused, ten).ShouldBe(new(2037, 1, 1), "a refusal is a decision");
        Due(new(2026, month, day), CaseStatus.Revoked, ten).ShouldBe(new(2037, 1, 1));
    }

    [Theory]
    [InlineData(CaseStatus.Declined)]
    [InlineData(CaseStatus.Withdrawn)]
    [InlineData(CaseStatus.AcceptanceRevoked)]
    public void What_came_to_no_decision_is_no_part_of_the_archive_even_where_the_archive_is_for_ever(CaseStatus status)
    {
        var permanent = Item with { Retention = RetentionPeriod.Permanent, UndecidedRetentionYears = 2 };
        Due(new(2028, 2, 29), status, permanent).ShouldBe(new(2031, 1, 1));
        Due(new(2028, 2, 29), CaseStatus.Finished, permanent).ShouldBeNull();
    }

    [Fact]
    public void Of_two_versions_of_an_item_the_longer_term_holds()
    {
        var (ten, permanent) = (Item with { Retention = RetentionPeriod.TenYears }, Item with { Retention = RetentionPeriod.Permanent });
        Due(new(2026, 5, 5), CaseStatus.Finished, ten, Item).ShouldBe(new(2057, 1, 1));
        Due(new(2026, 5, 5), CaseStatus.Finished, Item, ten).ShouldBe(new(2057, 1, 1));
        Due(new(2026, 5, 5), CaseStatus.Finished, ten, permanent).ShouldBeNull();
    }

    private static DateOnly? Due(DateOnly ended, CaseStatus status, params ServiceItem[] versions) =>
        RetentionTerm.DueOn(ended, status, versions);
}
