using ParallelApproval.Appraisals;
using ParallelApproval.Bulletins;
using ParallelApproval.Cases;
using ParallelApproval.Certificates;
using ParallelApproval.Evaluations;
using ParallelApproval.Headlines;
using ParallelApproval.Identities;
using ParallelApproval.Notices;
using ParallelApproval.Supervision;
using ParallelApproval.Testing;

namespace ParallelApproval.Database;

/// <summary>One row that somebody has broken by hand is left out of every list, reported, and no list fails for it.</summary>
public sealed class DamagedListsTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>What somebody wrote by hand, $ being the case, and what the damaged record is.</summary>
    public static TheoryData<string, string?> Meddling =>
        new()
        {
            { "UPDATE cases SET status = 'Lost' WHERE case_key = $", "CaseSection" },
            { "UPDATE clocks SET announced = 'Pink' WHERE case_key = $", "ClockSection" },
            { "UPDATE branches SET kind = 'Lost' WHERE case_key = $", "OpenTask" },
            { "UPDATE supervision_cards SET document = document || '{\"colour\": \"pink\"}' WHERE case_key = $", "CardRow" },
            { "UPDATE supervision_cards SET status = 'Lost' WHERE case_key = $", "CardRow" },
            { "UPDATE notices SET kind = 'Lost' WHERE case_key = $", "Notice" },
            { "ALTER TABLE documents DISABLE TRIGGER USER; UPDATE documents SET kind = 'Lost' WHERE case_key = $", "DocumentSection" },
            { "ALTER TABLE case_events DISABLE TRIGGER USER; UPDATE case_events SET data = '[7]' WHERE case_key = $", null },
        };

    [Theory]
    [MemberData(nameof(Meddling))]
    public async Task Every_list_leaves_it_out_and_shows_all_others(string meddling, string? part)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var (damaged, sound) = (await house.ReceiveAsync(), await house.ReceiveAsync());
        await house.WatchAtAsync(3, 6, 9);
        await house.WatchAtAsync(3, 9, 9);
        await house.Database.DoAsync(
            meddling.Replace("$", damaged.Key.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal),
            Cancellation
        );

        foreach (var (name, seen) in await ListsAsync(house, damaged, sound))
            seen.ShouldContain(sound.ToString(), $"{name} shows the sound case");
        house.GoTo(3, 12, 9);
        await house.PatrolAsync();
        await house.SweepAsync(Cancellation);
        if (part is not null)
            house
                .Get<DamagedRecords>()
                .All.ShouldContain(record => record.Case == damaged && record.Part == part && record.FoundAt.Year == 2026);
        house.Get<DamagedRecords>().All.ShouldAllBe(record => record.Case == damaged);
    }

    [Theory]
    [InlineData("ALTER TABLE ratings DISABLE TRIGGER USER; UPDATE ratings SET grade = 'Lost' WHERE case_key = $", nameof(Rating))]
    [InlineData("UPDATE complaints SET status = 'Lost' WHERE case_key = $", nameof(Complaint))]
    [InlineData("UPDATE headline_cases SET kind = 'Lost' WHERE case_key = $", nameof(HeadlineCase))]
    [InlineData("UPDATE headline_cases SET tier = 'Lost' WHERE case_key = $", nameof(HeadlineCase))]
    public async Task What_people_said_of_cases_and_the_headline_leave_it_out_too(string meddling, string part)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        CaseNumber[] cases = [await house.FinishAsync(Cancellation), await house.FinishAsync(Cancellation)];
        foreach (var number in cases)
        {
            (await house.RateAsync(new(number, Grade.Satisfied), Cancellation)).IsError.ShouldBeFalse();
            (
                await house
                    .Get<LodgeComplaintHandler>()
                    .HandleAsync(
                        new(ComplaintSubject.Delay, "办了一个月", number, "SYJ"),
                        Act.OfPublic(house.Get<TimeProvider>()),
                        Cancellation
                    )
            ).IsError.ShouldBeFalse();
        }

        await house.HearAsync(Cancellation);
        var (damaged, sound) = (cases[0], cases[1].ToString());
        await house.Database.DoAsync(
            meddling.Replace("$", damaged.Key.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal),
            Cancellation
        );

        var now = house.Clock.GetUtcNow().InShanghai();
        var ratings = await house.Get<RatingQueries>().ListAsync(new(), now, Cancellation);
        ratings.Ratings.ShouldContain(line => line.CaseNumber == sound);
        (await house.Get<RatingQueries>().ListAsync(new(Limit: 1), now, Cancellation)).Ratings.Count.ShouldBe(1);
        var complaints = await house.Get<ComplaintQueries>().ListAsync(new(), now, Cancellation);
        complaints.Complaints.ShouldContain(line => line.CaseNumber == sound);
        var (from, to) = (new DateOnly(2026, 3, 1), new DateOnly(2026, 3, 31));
        var table = (await house.Get<HeadlineQueries>().TableAsync(from, to, Cancellation)).Value;
        table.Closed.ShouldBe(part == nameof(HeadlineCase) ? 1 : 2);
        (await house.Get<HeadlineQueries>().CasesAsync(new(from, to), Cancellation)).Value.Cases.ShouldContain(line =>
            line.CaseNumber == sound
        );
        house
            .Get<DamagedRecords>()
            .All.ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(record => record.Case.ShouldBe(damaged), record => record.Part.ShouldBe(part));
    }

    [Fact]
    public async Task A_page_from_which_a_row_was_left_out_leads_on_to_the_next()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var numbers = new List<CaseNumber>();
        for (var i = 0; i < 5; i++)
            numbers.Add(await house.ReceiveAsync(Catering.Drill));
        await house.Database.DoAsync($"UPDATE cases SET status = 'Lost' WHERE case_key = {numbers[3].Key}", Cancellation);

        var seen = new List<string>();
        CaseNumber? after = null;
        do
        {
            var page = await house
                .Get<CaseQueries>()
                .ListAsync(new(After: after, Limit: 2), house.Clock.GetUtcNow().InShanghai(), Cancellation);
            seen.AddRange(page.Cases.Select(line => line.CaseNumber));
            after = CaseNumber.TryParse(page.Next, out var next) ? next : null;
        } while (after is not null && seen.Count < 10);
        seen.ShouldBe(numbers.Where((_, i) => i != 3).Reverse().Select(number => number.ToString()));
    }

    private static async Task<List<(string Name, IReadOnlyList<string> Cases)>> ListsAsync(
        TestHouse house,
        CaseNumber damaged,
        CaseNumber sound
    )
    {
        var now = house.Clock.GetUtcNow().InShanghai();
        var cases = await house.Get<CaseQueries>().ListAsync(new(), now, Cancellation);
        var late = await house.Get<CaseQueries>().ListAsync(new(IsOpen: true), now, Cancellation);
        var tasks = await house.Get<TaskQueries>().InboxAsync(new(), now, Cancellation);
        var cards = await house.CardsAsync();
        var orders = await house.OrdersAsync();
        var wall = await house.Get<SupervisionQueries>().WallAsync(null, 200, Cancellation);
        var papers = await house.Get<DocumentQueries>().OfCaseAsync(sound, Cancellation);
        await house.Get<DocumentQueries>().OfCaseAsync(damaged, Cancellation);
        var month = await house
            .Get<AppraisalQueries>()
            .CasesAsync(
                new(2026, 3),
                AppraisalBy.Department,
                "SYJ",
                AppraisalFigure.Late,
                provisional: true,
                new(2026, 3, 31),
                Cancellation
            );
        BulletinPeriod.TryParse("2026-W10", out var week).ShouldBeTrue();
        var bulletin = (WeeklyBulletin)(await house.Get<BulletinQueries>().ReadAsync(week, provisional: false, Cancellation)).Value;
        BulletinPeriod.TryParse("2026-03-06", out var friday).ShouldBeTrue();
        var day = (DailyBulletin)(await house.Get<BulletinQueries>().ReadAsync(friday, provisional: false, Cancellation)).Value;
        var recipients = await house.Database.AskAsync<string>(
            $"SELECT min(recipient) FROM notices WHERE case_key = {sound.Key} AND recipient <> ''",
            Cancellation
        );
        var notices = await house.Get<NoticeQueries>().ListAsync(recipients, false, null, 200, false, Cancellation);
        return
        [
            ("cases", [.. cases.Cases.Select(line => line.CaseNumber)]),
            ("open cases", [.. late.Cases.Select(line => line.CaseNumber)]),
            ("tasks", [.. tasks.Tasks.Select(line => line.CaseNumber)]),
            ("cards", [.. cards.Select(card => card.Number.File.ToString())]),
            ("orders", [.. orders.Select(order => order.Number.File.ToString())]),
            ("wall", [.. wall.Newest.Select(card => card.Number.File.ToString())]),
            ("papers", [.. papers.Select(paper => paper.Case.ToString())]),
            ("late of the week", [.. bulletin.Late.Select(line => line.CaseNumber)]),
            ("cards of the day", [.. day.Cards.Select(card => card.CaseNumber).OfType<string>()]),
            ("late of the month", [.. month.Value.Select(line => line.CaseNumber).OfType<string>()]),
            ("notices", [.. notices.Notices.Select(line => line.CaseNumber)]),
        ];
    }
}
