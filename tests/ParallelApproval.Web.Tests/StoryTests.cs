using Stories.Catering;
using Stories.Late;
using Stories.Tiers;

namespace ParallelApproval.Web;

/// <summary>The samples are tests: what they print is what the product did.</summary>
public sealed class StoryTests(FrontDoor door) : IClassFixture<FrontDoor>
{
    [Fact]
    public async Task The_catering_case_takes_five_working_days_in_parallel_and_sixteen_in_series()
    {
        await using var book = new StringWriter();
        var (parallel, serial) = await CateringStory.TellAsync(door.Address, book, TestContext.Current.CancellationToken);

        (parallel.WorkingDays, serial.WorkingDays).ShouldBe((5, 16));
        (parallel.Papers, serial.Papers).ShouldBe((18, 52));
        (parallel.Visits, serial.Visits).ShouldBe((2, 12));
        (parallel.Status, serial.Status).ShouldBe(("finished", "finished"));
        book.ToString().ShouldContain("day  5");
        book.ToString().ShouldContain("day 16");
    }

    [Fact]
    public async Task A_matter_of_each_kind_at_each_tier_ends_in_time_where_the_citizen_stands()
    {
        await using var book = new StringWriter();
        var endings = await TierStories.TellAsync(door.Address, book, TestContext.Current.CancellationToken);

        endings
            .Select(ending => (ending.Kind, ending.ReceivedAt))
            .ShouldBe([
                ("immediate", "district"),
                ("immediate", "street"),
                ("immediate", "community"),
                ("promised", "district"),
                ("escalated", "community"),
                ("escalated", "street"),
                ("agency", "community"),
            ]);
        endings.ShouldAllBe(ending => ending.Status == "finished" && ending.IsOnTime);
        endings.Select(ending => ending.Visits).ShouldBe([1, 1, 1, 2, 2, 2, 2]);
        endings.Select(ending => ending.Course.Count(kind => kind == "SentUp")).ShouldBe([0, 0, 0, 0, 3, 1, 1]);
        endings[4].Course.ShouldContain("SentDown");
        endings
            .Where(ending => ending.Course.Contains("ResultReturned"))
            .Select(ending => ending.ReceivedAt)
            .ShouldBe(["community", "street", "community"]);
        book.ToString().ShouldContain("sent back to the tier below");
    }

    [Fact]
    public async Task What_goes_late_is_carded_answered_or_appealed_and_the_citizen_gets_his_permit()
    {
        await using var book = new StringWriter();
        var late = await LateStories.TellAsync(door.Address, book, TestContext.Current.CancellationToken);

        late.ShouldAllBe(one => one.Ending.Status == "finished" && !one.Ending.IsOnTime);
        late.Select(one => (one.Colour, one.Card, one.Points, one.AppealGranted, one.Order))
            .ShouldBe(
                [("yellow", "answered", 5, null, null), ("yellow", "cancelled", 0, true, null), ("red", "answered", 10, false, "closed")],
                book.ToString()
            );
        book.ToString().ShouldContain("the department appeals: systemFault");
        book.ToString().ShouldContain("the order is closed");
    }
}
