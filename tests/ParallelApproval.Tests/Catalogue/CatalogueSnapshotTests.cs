namespace ParallelApproval.Catalogue;

public class CatalogueSnapshotTests
{
    private static readonly ServiceItem First = SampleDistrict.Catalogue().Version("610104-YJS-001", 1)!;

    private static readonly CatalogueSnapshot Catalogue = new(
        [],
        [],
        [First with { EffectiveFrom = new(2026, 1, 1) }, First with { Version = 2, EffectiveFrom = new(2026, 6, 1) }]
    );

    [Fact]
    public void Newest_version_in_force_on_the_day_receives()
    {
        Catalogue.InForce(First.ItemCode, new(2025, 12, 31)).ShouldBeNull();
        Catalogue.InForce(First.ItemCode, new(2026, 5, 31))!.Version.ShouldBe(1);
        Catalogue.InForce(First.ItemCode, new(2026, 6, 1))!.Version.ShouldBe(2);
        Catalogue.InForce("nothing", new(2026, 6, 1)).ShouldBeNull();
    }

    [Fact]
    public void Old_version_stays_for_the_cases_that_carry_it()
    {
        Catalogue.Version(First.ItemCode, 1)!.Version.ShouldBe(1);
        Catalogue.Version(First.ItemCode, 3).ShouldBeNull();
        Catalogue.Versions(First.ItemCode).Select(item => item.Version).ShouldBe([2, 1]);
    }
}
