using CsCheck;

namespace ParallelApproval.Bulletins;

public sealed class BulletinPeriodTests
{
    private static readonly Gen<(BulletinKind Kind, DateOnly Day)> Days = Gen.Select(
        Gen.Enum<BulletinKind>(),
        Gen.Int[0, 36_000].Select(days => new DateOnly(2001, 1, 1).AddDays(days))
    );

    [Fact]
    public void Every_day_lies_in_one_period_of_each_kind_and_what_is_written_is_read_again() =>
        Days.Sample(pair =>
        {
            var period = BulletinPeriod.Of(pair.Kind, pair.Day);
            pair.Day.ShouldBeInRange(period.FirstDay, period.LastDay);
            BulletinPeriod.TryParse(period.ToString(), out var again).ShouldBeTrue(period.ToString());
            again.ShouldBe(period);
            BulletinPeriod.Of(pair.Kind, period.LastDay).ShouldBe(period);
            (period.Next.Previous, period.Previous.Next).ShouldBe((period, period));
            period.Next.FirstDay.ShouldBe(period.LastDay.AddDays(1));
        });

    [Theory]
    [InlineData("2026-03-02", BulletinKind.Daily, "2026-03-02", "2026-03-02")]
    [InlineData("2026-W10", BulletinKind.Weekly, "2026-03-02", "2026-03-08")]
    [InlineData("2026-W01", BulletinKind.Weekly, "2025-12-29", "2026-01-04")]
    [InlineData("2026-W53", BulletinKind.Weekly, "2026-12-28", "2027-01-03")]
    [InlineData("2026-Q1", BulletinKind.Quarterly, "2026-01-01", "2026-03-31")]
    [InlineData("2026-Q4", BulletinKind.Quarterly, "2026-10-01", "2026-12-31")]
    public void A_period_says_its_kind_by_how_it_is_written(string text, BulletinKind kind, string first, string last)
    {
        BulletinPeriod.TryParse(text, out var period).ShouldBeTrue();
        (period.Kind, period.FirstDay.ToString("O"), period.LastDay.ToString("O")).ShouldBe((kind, first, last));
        period.Months.Count.ShouldBe(kind is BulletinKind.Quarterly ? 3 : 0);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2026-03")]
    [InlineData("2026-02-30")]
    [InlineData("2026-W00")]
    [InlineData("2025-W53")]
    [InlineData("2026-W1")]
    [InlineData("2026-Q0")]
    [InlineData("2026-Q5")]
    [InlineData("2026-q1")]
    [InlineData("1999-Q4")]
    [InlineData("2101-01-01")]
    [InlineData("9999-W01")]
    [InlineData("2026-W-1")]
    [InlineData("２０２６-Q1")]
    public void What_is_no_period_is_not_read(string? text) => BulletinPeriod.TryParse(text, out _).ShouldBeFalse();
}
