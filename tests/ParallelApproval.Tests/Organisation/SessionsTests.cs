using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Testing;

namespace ParallelApproval.Organisation;

/// <summary>When a session ends, on this node and on others.</summary>
public class SessionsTests(TestCluster cluster)
{
    private static readonly SessionLimits Limits = new();
    private static readonly SignInPlace Office = new("10.0.0.7", "test");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_ends_when_nothing_is_done_and_goes_on_while_something_is()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Stop);
        var (used, left) = (await BeginAsync(house, "clerk"), await BeginAsync(house, "clerk"));
        for (var i = 0; i < 4; i++)
        {
            house.Clock.Advance(TimeSpan.FromMinutes(Limits.IdleMinutes - 1));
            (await house.Get<Sessions>().EnterAsync(used, Stop)).ShouldBeTrue();
        }

        (await house.Get<Sessions>().EnterAsync(left, Stop)).ShouldBeFalse();
        house.Get<Sessions>().IsOpen(left).ShouldBeFalse();
    }

    [Fact]
    public async Task It_ends_after_the_working_day_whatever_is_done()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Stop);
        var session = await BeginAsync(house, "clerk");
        for (var minutes = 0; minutes < 60 * Limits.LongestHours; minutes += 20)
        {
            (await house.Get<Sessions>().EnterAsync(session, Stop)).ShouldBeTrue();
            house.Clock.Advance(TimeSpan.FromMinutes(20));
        }

        (await house.Get<Sessions>().EnterAsync(session, Stop)).ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_done_on_another_node_counts_here_too()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Stop);
        await using var other = await TestHouse.SecondNodeAsync(house.Database, Stop);
        var session = await BeginAsync(house, "clerk");
        for (var minutes = 0; minutes < 60; minutes += 10)
        {
            house.Clock.Advance(TimeSpan.FromMinutes(10));
            other.Clock.Advance(TimeSpan.FromMinutes(10));
            (await other.Get<Sessions>().EnterAsync(session, Stop)).ShouldBeTrue();
            await other.Get<Sessions>().LookAsync(Stop);
        }

        await house.Get<Sessions>().LookAsync(Stop);
        house.Get<Sessions>().IsOpen(session).ShouldBeTrue();
    }

    [Fact]
    public async Task Ended_on_one_node_it_is_over_on_the_other_at_its_next_look_and_open_pages_are_told()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Stop);
        await using var other = await TestHouse.SecondNodeAsync(house.Database, Stop);
        var session = await BeginAsync(house, "clerk");
        (await other.Get<Sessions>().EnterAsync(session, Stop)).ShouldBeTrue();
        var (here, there) = (new TaskCompletionSource(), new TaskCompletionSource());
        using var watchedHere = house.Get<Sessions>().Watch(session, here.SetResult);
        using var watchedThere = other.Get<Sessions>().Watch(session, there.SetResult);

        (await house.Get<EndOneSessionHandler>().HandleAsync(new(session), house.Clerk(), Stop)).Value.Count.ShouldBe(1);
        await here.Task.WaitAsync(TimeSpan.FromMinutes(3), Stop);
        there.Task.IsCompleted.ShouldBeFalse();
        await other.Get<Sessions>().LookAsync(Stop);
        await there.Task.WaitAsync(TimeSpan.FromMinutes(3), Stop);
        (await other.Get<Sessions>().EnterAsync(session, Stop)).ShouldBeFalse();
    }

    [Fact]
    public async Task An_administrator_ends_all_of_another_and_nobody_else_does()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Stop);
        var (one, two) = (await BeginAsync(house, "clerk"), await BeginAsync(house, "clerk"));
        var supervisor = house.By("supervisor", "XZSP");
        (await house.Get<EndOneSessionHandler>().HandleAsync(new(one), supervisor, Stop)).FirstError.Code.ShouldBe("session_not_found");
        (await house.Get<EndSessionsHandler>().HandleAsync(new("clerk"), supervisor, Stop)).FirstError.Code.ShouldBe("officer_not_found");

        (await house.Get<EndSessionsHandler>().HandleAsync(new("clerk", two), house.Clerk(), Stop)).Value.Count.ShouldBe(1);
        (house.Get<Sessions>().IsOpen(one), house.Get<Sessions>().IsOpen(two)).ShouldBe((false, true));
        (await house.Get<EndSessionsHandler>().HandleAsync(new("clerk"), house.By("admin", "XZSP"), Stop)).Value.Count.ShouldBe(1);
        house.Get<Sessions>().IsOpen(two).ShouldBeFalse();
    }

    [Fact]
    public async Task A_change_of_roles_of_standing_or_of_password_ends_them_all()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Stop);
        var admin = house.By("admin", "XZSP");
        var session = await BeginAsync(house, "clerk");
        (await house.Get<ResetPasswordHandler>().HandleAsync(new("clerk"), admin, Stop)).IsError.ShouldBeFalse();
        house.Get<Sessions>().IsOpen(session).ShouldBeFalse();
        (await house.Get<Sessions>().EnterAsync(session, Stop)).ShouldBeFalse();

        session = await BeginAsync(house, "clerk");
        (await house.Get<CloseAccountHandler>().HandleAsync(new("clerk", "调离", 1), admin, Stop)).IsError.ShouldBeFalse();
        house.Get<Sessions>().IsOpen(session).ShouldBeFalse();
    }

    [Fact]
    public async Task A_session_that_the_table_does_not_know_opens_nothing()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Stop);
        (await house.Get<Sessions>().EnterAsync(Guid.NewGuid(), Stop)).ShouldBeFalse();
    }

    private static async Task<Guid> BeginAsync(TestHouse house, string userName)
    {
        var officer = house.Get<OfficerRegister>().Find(userName)!;
        return (await house.Get<SignInHandler>().BeginAsync(officer, Office, SessionKind.Browser, SignInMeans.Password, Stop))
            .Value
            .Session
            .Id;
    }
}
