using CateringStory;

namespace ParallelApproval.Web;

/// <summary>The sample is a test: what it prints is what the product did.</summary>
public sealed class StoryTests(FrontDoor door) : IClassFixture<FrontDoor>
{
    [Fact]
    public async Task The_catering_case_takes_five_working_days_in_parallel_and_sixteen_in_series()
    {
        await using var book = new StringWriter();
        var (parallel, serial) = await Story.TellAsync(door.Address, book, TestContext.Current.CancellationToken);

        (parallel.WorkingDays, serial.WorkingDays).ShouldBe((5, 16));
        (parallel.Papers, serial.Papers).ShouldBe((18, 52));
        (parallel.Visits, serial.Visits).ShouldBe((2, 12));
        (parallel.Status, serial.Status).ShouldBe(("finished", "finished"));
        book.ToString().ShouldContain("day  5");
        book.ToString().ShouldContain("day 16");
    }
}
