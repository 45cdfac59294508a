using ParallelApproval.Calendars;
using ParallelApproval.Cases;
using ParallelApproval.Clocks;
using ParallelApproval.Identities;
using ParallelApproval.Supervision;
using ParallelApproval.Testing;

namespace ParallelApproval.Database;

/// <summary>One row that cannot be read is the matter of its case alone.</summary>
public sealed class DamagedRecordsTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>What somebody wrote by hand, $ being the case; and the section in which it lies.</summary>
    public static TheoryData<string, string> Meddling =>
        new()
        {
            { "UPDATE clocks SET kind = 'Nobody' WHERE case_key = $ AND branch = 1 AND kind = 'Promised'", "ClockSection" },
            { "UPDATE clocks SET warnings = '[7]' WHERE case_key = $ AND branch = 1", "ClockSection" },
            {
                "INSERT INTO clock_entries (case_key, branch, kind, round, sequence, entry, on_day, days, ground, entered_by, entered_at) "
                    + "SELECT case_key, branch, kind, round, 1, 'Stopped', started_on, 0, 'Whim', 'x', now() FROM clocks WHERE case_key = $ AND branch = 1",
                "ClockSection"
            },
            { "UPDATE branches SET status = 'Lost' WHERE case_key = $ AND number = 1", "BranchSection" },
            { "UPDATE cases SET status = 'Lost' WHERE case_key = $", "CaseSection" },
        };

    [Theory]
    [MemberData(nameof(Meddling))]
    public async Task It_is_refused_by_name_and_everything_else_goes_on(string meddling, string part)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var damaged = await house.ReceiveAsync(Catering.Drill);
        var sound = await house.ReceiveAsync(Catering.Drill);
        await MeddleAsync(house, meddling, damaged);

        var refused = await ClaimAsync(house, damaged);
        refused.FirstError.Code.ShouldBe("record_damaged");
        (await Should.ThrowAsync<DamagedRecordException>(() => house.FileAsync(damaged, Cancellation))).Record.Case.ShouldBe(damaged);
        house
            .Get<DamagedRecords>()
            .All.ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(record => record.Case.ShouldBe(damaged), record => record.Part.ShouldBe(part));
        (await ClaimAsync(house, sound)).IsError.ShouldBeFalse();

        house.GoTo(3, 20);
        var swept = await house.SweepAsync(Cancellation);
        swept.PutOff.ShouldBe(1);
        (await house.TurnedAsync(sound, Cancellation)).ShouldNotBeEmpty();
        house.Get<DamagedRecords>().All.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_patrol_that_comes_upon_a_broken_clock_raises_the_cards_of_all_others()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var damaged = await house.ReceiveAsync(Catering.Drill);
        var sound = await house.ReceiveAsync(Catering.Drill);
        await MeddleAsync(house, "UPDATE clocks SET kind = 'Nobody' WHERE case_key = $ AND branch = 1 AND kind = 'Promised'", damaged);
        house.GoTo(3, 6);
        (await house.Get<Patrol>().RunOnceAsync(Cancellation)).ShouldBeGreaterThan(0);
        var unclaimed = "SELECT count(*) FROM supervision_cards WHERE point = 'E09' AND case_key = ";
        (await house.Database.AskAsync<long>(unclaimed + sound.Key, Cancellation)).ShouldBeGreaterThan(0);
        (await house.Database.AskAsync<long>(unclaimed + damaged.Key, Cancellation)).ShouldBe(0);
    }

    [Fact]
    public async Task The_preview_of_a_calendar_leaves_it_out_and_tells_of_the_others()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var damaged = await house.ReceiveAsync(Catering.Drill);
        var sound = await house.ReceiveAsync(Catering.Drill);
        await MeddleAsync(house, "UPDATE clocks SET announced = 'Pink' WHERE case_key = $ AND branch = 1", damaged);
        var days = new KeepLocalDays(2026, "SYJ", [new(new(2026, 3, 4), IsWorking: false, "防汛")], "文");
        var moves = await house.Get<RecountPreview>().OfAsync(days, ["SYJ"], Cancellation);
        moves.First.Select(move => move.CaseNumber).Distinct().ShouldBe([sound.ToString()]);
    }

    [Fact]
    public async Task What_is_mended_is_no_longer_told()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        await MeddleAsync(house, "UPDATE branches SET status = 'Lost' WHERE case_key = $ AND number = 1", number);
        (await ClaimAsync(house, number)).FirstError.Code.ShouldBe("record_damaged");
        house.Get<DamagedRecords>().TakeUntold().ShouldHaveSingleItem();
        (await ClaimAsync(house, number)).IsError.ShouldBeTrue();
        house.Get<DamagedRecords>().TakeUntold().ShouldBeEmpty("it is said once");
        await MeddleAsync(house, "UPDATE branches SET status = 'InReview' WHERE case_key = $ AND number = 1", number);
        (await ClaimAsync(house, number)).IsError.ShouldBeFalse();
        house.Get<DamagedRecords>().All.ShouldBeEmpty();
    }

    private static Task<ErrorOr.ErrorOr<TaskHeld>> ClaimAsync(TestHouse house, CaseNumber number) =>
        house.Get<ClaimTaskHandler>().HandleAsync(new(new(number, 1, 1)), house.Approver("SYJ"), Cancellation);

    private static Task MeddleAsync(TestHouse house, string meddling, CaseNumber number) =>
        house.Database.DoAsync(
            meddling.Replace("$", number.Key.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal),
            Cancellation
        );
}
