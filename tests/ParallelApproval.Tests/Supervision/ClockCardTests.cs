using ParallelApproval.Calendars;
using ParallelApproval.Cases;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Testing;

namespace ParallelApproval.Supervision;

/// <summary>What the clocks announce becomes cards, on the days that the rules give (E01, E02, E03).</summary>
public sealed class ClockCardTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_branch_left_alone_gets_blue_then_yellow_then_red_and_no_card_twice()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync();
        var blueAt = (await house.FileAsync(number, Cancellation)).LatestClock(1, ClockKind.Promised)!.BlueAt;
        house.Clock.SetUtcNow(blueAt.AddMicroseconds(-1));
        await house.WatchAsync();
        (await house.CardsAsync(number)).ShouldAllBe(card => card.Branch != 1);

        house.Clock.SetUtcNow(blueAt);
        await house.WatchAsync();
        (await house.CardAsync(number, "E01", 1)).ShouldSatisfyAllConditions(
            card => card.Colour.ShouldBe(CardColour.Blue),
            card => card.Status.ShouldBe(CardStatus.Told),
            card => card.Department.ShouldBe("SYJ"),
            card => card.Officer.ShouldBe("approver-syj"),
            card => card.AnswerDue.ShouldBeNull(),
            card => card.Counts.ShouldBe(0),
            card => card.Facts["due"].ShouldBe("2026-03-05")
        );

        await house.WatchAtAsync(3, 6);
        (await house.CardAsync(number, "E02", 1)).ShouldSatisfyAllConditions(
            card => card.Colour.ShouldBe(CardColour.Yellow),
            card => card.Status.ShouldBe(CardStatus.Open),
            card => card.Since.ShouldBe(new DateOnly(2026, 3, 5).At(new(17, 0)), "the office closes on the last day"),
            card => card.AnswerDue.ShouldBe(new DateOnly(2026, 3, 9).At(new(17, 0)), "one working day after the 6th, a Friday"),
            card => card.Counts.ShouldBe(5)
        );

        await house.WatchAtAsync(3, 6, 16, 59);
        (await house.CardsAsync(number, "E02")).Count(card => card.Branch == 1).ShouldBe(1);
        await house.WatchAtAsync(3, 6, 17);
        var late = (await house.CardsAsync(number, "E02")).Where(card => card.Branch == 1).ToList();
        var (yellow, red) = (late[0], late[1]);
        late.Count.ShouldBe(2);
        red.ShouldSatisfyAllConditions(
            card => card.Colour.ShouldBe(CardColour.Red),
            card => card.Counts.ShouldBe(10),
            card => card.AnswerDue.ShouldBe(new DateOnly(2026, 3, 10).At(new(17, 0)))
        );
        yellow.ShouldSatisfyAllConditions(
            card => card.Status.ShouldBe(CardStatus.Superseded),
            card => card.SupersededBy.ShouldBe(red.Number.Running),
            card => card.Counts.ShouldBe(0)
        );
        (await house.OrdersAsync(number))
            .ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(
                order => order.Kind.ShouldBe(OrderKind.Automatic),
                order => order.Card.ShouldBe(red.Number.Running),
                order => order.Department.ShouldBe("SYJ"),
                order => order.Officer.ShouldBe("approver-syj")
            );

        await house.WatchAsync();
        await using var second = await TestHouse.SecondNodeAsync(house.Database, Cancellation);
        second.GoTo(3, 7);
        await second.WatchAsync();
        (await house.StoryAsync(number, Cancellation))
            .Count(kind => kind == nameof(CardRaised))
            .ShouldBe((await house.CardsAsync(number)).Count);
        (await house.Get<AuditQueries>().VerifyAsync(Cancellation)).Holds.ShouldBeTrue();
    }

    [Fact]
    public async Task A_branch_decided_in_time_gets_nothing_and_one_decided_late_stays_yellow()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        (await house.DecideAsync(number, 1)).ShouldSucceed();
        var due = (await house.FileAsync(number, Cancellation)).LatestClock(2, ClockKind.Promised)!.DueOn;
        house.GoTo(due.AddDays(1).Month, due.AddDays(1).Day, 0, 1);
        await house.WatchAsync();
        (await house.CardAsync(number, "E02", 2)).Colour.ShouldBe(CardColour.Yellow);
        (await house.DecideAsync(number, 2)).ShouldSucceed();
        await house.WatchAtAsync(4, 1);
        (await house.CardAsync(number, "E02", 2)).Colour.ShouldBe(CardColour.Yellow, "it was decided before a whole day had passed");
        (await house.CardsAsync(number)).ShouldAllBe(card => card.Branch != 1);
    }

    [Fact]
    public async Task A_reminder_leaves_the_wall_when_its_branch_is_decided_and_no_other_does()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        var clocks = (await house.FileAsync(number, Cancellation)).Clocks.Where(clock =>
            clock is { Kind: ClockKind.Promised, Branch: 1 or 2 }
        );
        house.Clock.SetUtcNow(clocks.Max(clock => clock.BlueAt));
        await house.WatchAsync();
        (await house.CardAsync(number, "E01", 1)).Status.ShouldBe(CardStatus.Told);
        (await house.DecideAsync(number, 1)).ShouldSucceed();
        await house.WatchAsync();
        (await house.CardAsync(number, "E01", 1)).Status.ShouldBe(CardStatus.Lapsed);
        (await house.CardAsync(number, "E01", 2)).Status.ShouldBe(CardStatus.Told);
        var wall = await house.Get<SupervisionQueries>().WallAsync(null, 50, Cancellation);
        wall.Newest.Where(card => card.Number.File == number).Select(card => card.Branch).ShouldNotContain(1);
        (await house.StoryAsync(number, Cancellation)).Count(kind => kind == nameof(CardLapsed)).ShouldBe(1);
    }

    [Fact]
    public async Task Every_open_card_is_on_one_page_of_the_wall_with_the_others_of_its_case()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        for (var i = 0; i < 3; i++)
            await house.ReceiveAsync(Catering.Drill);
        await house.WatchAtAsync(3, 11);
        // As many as there were on the day on which 178 of them could not be reached.
        await house.Database.AskAsync<long>(
            """
            WITH more AS (
                INSERT INTO supervision_cards
                SELECT (jsonb_populate_record(m.card, jsonb_build_object('running', 1000 + m.n, 'occasion', 'wall ' || m.n))).*
                FROM (
                    SELECT c AS card, row_number() OVER () AS n FROM supervision_cards c, generate_series(1, 278)
                    WHERE c.status IN ('Told', 'Open', 'Overdue', 'Appealed')) AS m
                WHERE m.n <= 278 - (SELECT count(*) FROM supervision_cards WHERE status IN ('Told', 'Open', 'Overdue', 'Appealed'))
                RETURNING 1)
            SELECT count(*) FROM more
            """,
            Cancellation
        );
        var wall = house.Get<SupervisionQueries>();
        var counted = (await wall.WallAsync(null, 0, Cancellation)).Cards;
        counted.Sum(count => count.Count).ShouldBe(278);
        var pages = (await wall.WallPageAsync(null, null, 1, 2, Cancellation)).Pages;
        var files = new List<WallCase>();
        for (var page = 1; page <= pages; page++)
            files.AddRange((await wall.WallPageAsync(null, null, page, 2, Cancellation)).Cases);
        files.Select(file => file.File).ShouldBeUnique();
        files.Sum(file => file.Cards.Count).ShouldBe(counted.Sum(count => count.Count));
        foreach (var colour in counted.Select(count => count.Colour).Distinct())
            (await wall.WallPageAsync(null, colour, 1, 100, Cancellation))
                .Cases.Sum(file => file.Cards.Count)
                .ShouldBe(counted.Where(count => count.Colour == colour).Sum(count => count.Count), colour.ToString());
        (await wall.WallPageAsync(null, null, pages + 1, 2, Cancellation)).Cases.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_department_that_waits_for_another_is_told_and_is_late_only_from_the_day_on_which_it_could_sign()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync();
        await house.WatchAtAsync(3, 7);
        (await house.CardAsync(number, "E02", 2)).ShouldSatisfyAllConditions(
            card => card.Colour.ShouldBe(CardColour.Blue),
            card => card.Reason.ShouldBe("waits"),
            card => card.Facts["blockers"].ShouldBe("1")
        );
        await house.WatchAtAsync(3, 11);
        (await house.CardsAsync(number, "E02")).Where(card => card.Branch == 2).Count().ShouldBe(1, "branch 1 has still not signed");

        house.GoTo(3, 11, 10);
        (await house.DecideAsync(number, 1)).ShouldSucceed();
        await house.WatchAtAsync(3, 12, 16, 59);
        (await house.CardsAsync(number, "E02"))
            .Last(card => card.Branch == 2)
            .Colour.ShouldBe(CardColour.Blue, "it received on the 11th, and that day does not count");
        await house.WatchAtAsync(3, 12, 17);
        (await house.CardsAsync(number, "E02")).Last(card => card.Branch == 2).Colour.ShouldBe(CardColour.Yellow, "it had the whole 12th");
        await house.WatchAtAsync(3, 13, 17);
        (await house.CardsAsync(number, "E02"))
            .Where(card => card.Branch == 2)
            .Select(card => card.Colour)
            .ShouldBe([CardColour.Blue, CardColour.Yellow, CardColour.Red]);
    }

    [Fact]
    public async Task The_legal_limit_brings_a_red_card_that_takes_over_the_order_of_the_promise()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        await house.WatchAtAsync(6, 1);
        (await house.CardAsync(number, "E03", 1)).ShouldSatisfyAllConditions(
            card => card.Colour.ShouldBe(CardColour.Red),
            card => card.Department.ShouldBe("SYJ")
        );
        var cards = (await house.CardsAsync(number)).Where(card => card.Branch == 1).ToList();
        cards.Where(card => card.Counts > 0).ShouldHaveSingleItem().Point.ShouldBe("E03", "one matter costs once");
        (await house.OrdersAsync(number))
            .Where(order => order.Branch == 1)
            .ShouldHaveSingleItem()
            .Card.ShouldBe(cards.Single(card => card.Point == "E03").Number.Running);
        cards = [.. (await house.CardsAsync(number)).Where(card => card.Branch == 0)];
        cards.ShouldAllBe(card => card.Counts == 0, "the branches answer for the case");
    }

    [Fact]
    public async Task After_an_outage_of_weeks_every_card_is_there_once()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        await house.WatchAtAsync(3, 20);
        var cards = await house.CardsAsync(number);
        for (var branch = 1; branch <= 6; branch++)
        {
            var ofBranch = cards.Where(card => card.Branch == branch).ToList();
            if (!ofBranch.Exists(card => card.Point == "E03"))
                ofBranch
                    .Select(card => (card.Point, card.Colour))
                    .ShouldBe([("E01", CardColour.Blue), ("E02", CardColour.Yellow), ("E02", CardColour.Red)], ignoreOrder: true);
            ofBranch.Sum(card => card.Counts).ShouldBe(10, "however many limits have passed, the matter is one");
        }

        cards
            .Where(card => card.Branch == 0)
            .ShouldAllBe(card => card.Point == "E01", "what the branches answer for is not told of the case once more");
        cards.Select(card => (card.Point, card.Branch, card.Occasion)).ShouldBeUnique();
        (await house.OrdersAsync(number)).Count.ShouldBe(6, "one for each department");
    }

    [Fact]
    public async Task A_promise_that_a_stop_has_lengthened_is_not_late()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        (
            await house
                .Get<StopBranchHandler>()
                .HandleAsync(new(new(number, 1, 1), StopGround.Inspection, 10, NoticeDelivered: true), house.Approver("SYJ"), Cancellation)
        ).ShouldSucceed();
        await house.WatchAtAsync(3, 12);
        (await house.CardsAsync(number)).ShouldNotContain(card => card.Branch == 1 && card.Point == "E02");
    }
}
