using ParallelApproval.Clocks;
using ParallelApproval.Testing;

namespace ParallelApproval.Cases;

/// <summary>How an inbox is narrowed, and what an officer keeps for it.</summary>
public sealed class InboxTests(TestCluster cluster)
{
    [Fact]
    public async Task Only_what_may_be_signed_now_is_shown_when_asked_for()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var house = await TestHouse.BuildAsync(cluster, cancellation);
        var (ready, waiting, stopped) = (await house.ReceiveAsync(), await house.ReceiveAsync(), await house.ReceiveAsync());
        foreach (var number in (Identities.CaseNumber[])[ready, stopped])
            (await house.DecideAsync(number, 1)).IsError.ShouldBeFalse();
        (
            await house
                .Get<StopBranchHandler>()
                .HandleAsync(new(new(stopped, 2, 1), Calendars.StopGround.Hearing, 3, true), house.Approver("GSJ"), cancellation)
        ).IsError.ShouldBeFalse();

        (await ShownAsync(new("GSJ", MaySign: true))).ShouldBe([ready.ToString()]);
        (await ShownAsync(new("GSJ"))).Order().ShouldBe(new[] { ready.ToString(), waiting.ToString(), stopped.ToString() }.Order());
        (await ShownAsync(new("GSJ", Search: waiting.ToString()))).ShouldBe([waiting.ToString()]);
        (await ShownAsync(new("GSJ", Search: "没有这个人"))).ShouldBeEmpty();

        async Task<string[]> ShownAsync(TaskFilter filter) =>
            [.. (await house.Get<TaskQueries>().InboxAsync(filter, house.Clerk().At, cancellation)).Tasks.Select(task => task.CaseNumber)];
    }

    [Fact]
    public async Task What_somebody_has_claimed_is_no_longer_free()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var house = await TestHouse.BuildAsync(cluster, cancellation);
        var number = await house.ReceiveAsync();
        (await house.Get<TaskQueries>().InboxAsync(new("SYJ", IsFree: true), house.Clerk().At, cancellation)).Tasks.Count.ShouldBe(1);
        await house.Get<ClaimTaskHandler>().HandleAsync(new(new(number, 1, 1)), house.Approver("SYJ"), cancellation);
        (await house.Get<TaskQueries>().InboxAsync(new("SYJ", IsFree: true), house.Clerk().At, cancellation)).Tasks.ShouldBeEmpty();
        (
            await house.Get<TaskQueries>().InboxAsync(new("SYJ", Holder: "approver-syj"), house.Clerk().At, cancellation)
        ).Tasks.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Time_left_is_told_in_days_and_on_the_last_day_in_office_hours()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var house = await TestHouse.BuildAsync(cluster, cancellation);
        await house.ReceiveAsync();
        var before = await FirstAsync();
        (before.PromisedDue, before.RemainingDays, before.RemainingHours).ShouldBe((new DateOnly(2026, 3, 5), 3, (decimal?)null));
        house.GoTo(3, 5, 14);
        var last = await FirstAsync();
        (last.RemainingDays, last.RemainingHours, last.Colour).ShouldBe((0, 3m, ClockColour.Yellow));

        async Task<TaskLine> FirstAsync() =>
            (await house.Get<TaskQueries>().InboxAsync(new("SYJ"), house.Clerk().At, cancellation)).Tasks.Single();
    }

    [Fact]
    public async Task A_view_belongs_to_its_officer_and_the_same_name_takes_the_new_one()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var house = await TestHouse.BuildAsync(cluster, cancellation);
        var views = house.Get<KeepViewHandler>();
        await views.HandleAsync(new("急", "?Colour=Red"), house.Approver("SYJ"), cancellation);
        var kept = await views.HandleAsync(new(" 急 ", "?Colour=Yellow"), house.Approver("SYJ"), cancellation);
        kept.Value.Views.Select(view => (view.Name, view.Query)).ShouldBe([("急", "?Colour=Yellow")]);
        (await views.OfAsync("approver-gsj", cancellation)).Views.ShouldBeEmpty();
        (await views.HandleAsync(new("  ", "?Colour=Red"), house.Approver("SYJ"), cancellation)).FirstError.Code.ShouldBe(
            "view_name_malformed"
        );
        (await views.HandleAsync(new("急", null), house.Approver("SYJ"), cancellation)).Value.Views.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_department_has_its_own_phrases_else_the_centres_else_the_products()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var house = await TestHouse.BuildAsync(cluster, cancellation);
        var phrases = house.Get<KeepPhrasesHandler>();
        (await phrases.OfAsync("SYJ", cancellation)).Approvals.Count.ShouldBe(3);
        await phrases.HandleAsync(new(Phrase.OfCentre, PhraseKind.Approval, ["中心：同意。"]), house.Clerk(), cancellation);
        await phrases.HandleAsync(
            new("SYJ", PhraseKind.Approval, ["卫生合格，同意。", " ", "卫生合格，同意。"]),
            house.Approver("SYJ"),
            cancellation
        );
        (await phrases.OfAsync("SYJ", cancellation)).Approvals.ShouldBe(["卫生合格，同意。"]);
        (await phrases.OfAsync("GSJ", cancellation)).Approvals.ShouldBe(["中心：同意。"]);
        (await phrases.OfAsync("SYJ", cancellation)).Refusals.Count.ShouldBe(2);
        (await phrases.HandleAsync(new("GSJ", PhraseKind.Approval, ["x"]), house.Approver("SYJ"), cancellation)).FirstError.Code.ShouldBe(
            "phrases_not_yours"
        );
    }
}
