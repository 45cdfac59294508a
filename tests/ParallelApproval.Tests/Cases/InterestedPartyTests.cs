using ErrorOr;
using ParallelApproval.Certificates;
using ParallelApproval.Identities;
using ParallelApproval.Testing;

namespace ParallelApproval.Cases;

/// <summary>Interested parties (行政许可法 art. 36, 47): told in writing, heard or silent by a day, and the decision waits for it.</summary>
public sealed class InterestedPartyTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_decision_waits_until_the_neighbour_was_told_and_heard()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        (await NoteAsync(house, number, branch: 1)).Value.Party.ShouldBe(1);
        (await house.DecideAsync(number, 1)).FirstError.Code.ShouldBe("party_not_heard");
        (await house.DecideAsync(number, 2)).IsError.ShouldBeFalse("it bears on him in branch 1 only");
        (await HearAsync(house, number)).FirstError.Code.ShouldBe("party_none_to_hear", "he has not been told");
        (await TellAsync(house, number, 2)).FirstError.Code.ShouldBe("party_unknown");
        (await TellAsync(house, number)).Value.Due.ShouldBe(new(2026, 3, 9));
        (await TellAsync(house, number)).FirstError.Code.ShouldBe("party_none_to_tell");
        (await house.DecideAsync(number, 1)).FirstError.Code.ShouldBe("party_not_heard");
        (await HearAsync(house, number)).Value.StillAwaited.ShouldBeEmpty();
        (await HearAsync(house, number)).FirstError.Code.ShouldBe("party_none_to_hear");
        (await house.DecideAsync(number, 1)).IsError.ShouldBeFalse();

        await house.HearAsync(Cancellation);
        var papers = house.Get<DocumentQueries>();
        var notice = (await papers.OfCaseAsync(number, Cancellation)).Single(made => made.Kind is DocumentKind.PartyNotice);
        (await papers.BodyAsync(notice, Cancellation)).Value.ShouldContain("李四");
        (await house.StoryAsync(number, Cancellation)).ShouldContain(nameof(InterestedPartyHeard));
    }

    [Fact]
    public async Task Who_says_nothing_until_his_day_holds_up_nothing_any_more()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        await NoteAsync(house, number);
        await NoteAsync(house, number);
        await TellAsync(house, number, 2);
        house.GoTo(3, 9, 23);
        await house.SweepAsync(Cancellation);
        (await house.DecideAsync(number, 3)).FirstError.Metadata!["parties"].ShouldBe(new object[] { 1, 2 });
        house.GoTo(3, 10);
        await house.SweepAsync(Cancellation);
        (await house.FileAsync(number, Cancellation)).InterestedParties[1].SilentUntil.ShouldBe(new DateOnly(2026, 3, 9));
        (await house.DecideAsync(number, 3)).FirstError.Metadata!["parties"].ShouldBe(new object[] { 1 });
        (await HearAsync(house, number, 2)).IsError.ShouldBeFalse("late, but before the decision, he is heard all the same");
    }

    [Fact]
    public async Task Where_a_refused_branch_is_applied_for_anew_the_days_of_the_neighbour_run_on()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync();
        await NoteAsync(house, number, branch: 2);
        await TellAsync(house, number);
        (await house.DecideAsync(number, 1, Verdict.Refuse)).Value.CaseStatus.ShouldBe(CaseStatus.Decided, "all others are blocked");
        (
            await house.Get<AnswerRefusalHandler>().HandleAsync(new(number, 1, RefusalAnswer.Reapply), house.Clerk(), Cancellation)
        ).IsError.ShouldBeFalse();

        (await house.DecideAsync(number, 1, round: 2)).IsError.ShouldBeFalse();
        (await house.DecideAsync(number, 2, round: 2)).FirstError.Code.ShouldBe("party_not_heard");
        house.GoTo(3, 10);
        await house.SweepAsync(Cancellation);
        (await house.DecideAsync(number, 2, round: 2)).IsError.ShouldBeFalse();
    }

    [Fact]
    public async Task An_interested_party_may_ask_for_a_hearing()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        await NoteAsync(house, number);
        (
            await house
                .Get<TellHearingRightHandler>()
                .HandleAsync(new(new(number, 1, 1), "油烟", false, NoticeDelivered: true), house.Approver("SYJ"), Cancellation)
        ).IsError.ShouldBeFalse();
        var request = house.Get<RequestHearingHandler>();
        (await request.HandleAsync(new(number, 1, 7), house.Clerk(), Cancellation)).FirstError.Code.ShouldBe("party_unknown");
        (await request.HandleAsync(new(number, 1, 1), house.Clerk(), Cancellation)).Value.By.ShouldBe("李四");
    }

    private static Task<ErrorOr<NotedParty>> NoteAsync(TestHouse house, CaseNumber number, int? branch = null) =>
        house
            .Get<NoteInterestedPartyHandler>()
            .HandleAsync(new(number, "李四", "西大街2号 13900000000", "与经营场所相邻的住户", branch), house.Clerk(), Cancellation);

    private static Task<ErrorOr<ToldParty>> TellAsync(TestHouse house, CaseNumber number, int party = 1) =>
        house.Get<TellInterestedPartyHandler>().HandleAsync(new(number, party, 5, NoticeDelivered: true), house.Clerk(), Cancellation);

    private static Task<ErrorOr<HeardParty>> HearAsync(TestHouse house, CaseNumber number, int party = 1) =>
        house.Get<HearInterestedPartyHandler>().HandleAsync(new(number, party, "排烟口离住户过近。"), house.Clerk(), Cancellation);
}
