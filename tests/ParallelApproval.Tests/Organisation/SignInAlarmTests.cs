using ErrorOr;
using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Testing;

namespace ParallelApproval.Organisation;

/// <summary>异常登录: which sign-ins are unusual, who is told, and what becomes of it.</summary>
public sealed class SignInAlarmTests(TestCluster cluster)
{
    private static readonly SignInPlace Office = new("10.1.2.3", "Desk");
    private static readonly EarlierSignIn Before = new("10.1.2.0", "Desk", IsOpen: false);

    private static readonly SignInFacts Usual = new(
        "10.1.2.0",
        "Desk",
        [Before],
        0,
        TimeSpan.FromDays(1),
        IsOfAdministration: false,
        IsAtWork: true
    );

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void What_an_account_does_otherwise_is_not_unusual()
    {
        UnusualSignIns.Of(Usual).ShouldBeEmpty();
        UnusualSignIns.Of(Usual with { Earlier = [] }).ShouldBeEmpty("there is nothing to compare the first one with");
        UnusualSignIns.Of(Usual with { Failures = UnusualSignIns.ManyFailures - 1 }).ShouldBeEmpty();
        UnusualSignIns.Of(Usual with { Rested = TimeSpan.FromDays(90) }).ShouldBeEmpty("a rest is unusual for administrators");
        UnusualSignIns.Of(Usual with { IsOfAdministration = true, Rested = UnusualSignIns.LongRest }).ShouldBeEmpty();
        UnusualSignIns.Of(Usual with { IsOfAdministration = true, Rested = null }).ShouldBeEmpty();
    }

    [Fact]
    public void Each_rule_by_itself()
    {
        UnusualSignIns.Of(Usual with { Network = "10.9.0.0" }).ShouldBe([UnusualSign.UnknownNetwork]);
        UnusualSignIns.Of(Usual with { Program = "Telephone" }).ShouldBe([UnusualSign.UnknownDevice]);
        UnusualSignIns.Of(Usual with { IsAtWork = false }).ShouldBe([UnusualSign.UnusualHour]);
        UnusualSignIns.Of(Usual with { Failures = UnusualSignIns.ManyFailures }).ShouldBe([UnusualSign.GuessedBefore]);
        UnusualSignIns.Of(Usual with { Earlier = [Before, new("10.9.0.0", "Desk", IsOpen: true)] }).ShouldBe([UnusualSign.TwoNetworks]);
        UnusualSignIns
            .Of(Usual with { IsOfAdministration = true, Rested = UnusualSignIns.LongRest + TimeSpan.FromSeconds(1) })
            .ShouldBe([UnusualSign.LongRest]);
    }

    [Theory]
    [InlineData("10.1.2.3", "10.1.2.0")]
    [InlineData("2001:db8:1:2::/64", "2001:db8:1::")]
    [InlineData("::1", "::")]
    [InlineData("", "")]
    [InlineData("session", "session")]
    public void An_address_belongs_to_its_network(string address, string network) => UnusualSignIns.NetworkOf(address).ShouldBe(network);

    [Fact]
    public async Task At_night_on_a_day_off_and_two_hours_beside_the_office_hours()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Stop);
        var hours = house.Get<IKnowWorkingHours>();
        bool At(int day, int hour, int minute) =>
            hours.IsAtWork(new(2026, 3, day, hour, minute, 0, TimeSpan.FromHours(8)), UnusualSignIns.Margin);
        // Monday the 2nd; Sunday the 1st.
        (At(2, 6, 59), At(2, 7, 0), At(2, 18, 59), At(2, 19, 0), At(1, 10, 0)).ShouldBe((false, true, true, false, false));
        // 28 February 2026 is a Saturday on which people work (调休); the 17th is the first day of spring festival.
        hours.IsAtWork(new(2026, 2, 28, 10, 0, 0, TimeSpan.FromHours(8)), UnusualSignIns.Margin).ShouldBeTrue();
        hours.IsAtWork(new(2026, 2, 17, 10, 0, 0, TimeSpan.FromHours(8)), UnusualSignIns.Margin).ShouldBeFalse();
    }

    [Fact]
    public async Task From_another_network_by_another_device_while_the_first_is_open_all_three_are_told_and_looked_into_once()
    {
        await using var house = await WatchedAsync();
        await SignInAsync(house, Office);
        (await house.Get<SignInAlarms>().NewestAsync(Stop)).ShouldBeEmpty();
        await SignInAsync(house, Office);
        (await house.Get<SignInAlarms>().NewestAsync(Stop)).ShouldBeEmpty("the same again is usual");
        await SignInAsync(house, new("172.16.0.9", "Telephone"));
        var told = await house.Get<SignInAlarms>().NewestAsync(Stop);
        told.Select(one => one.Alarm.Sign)
            .ShouldBe([UnusualSign.UnknownNetwork, UnusualSign.UnknownDevice, UnusualSign.TwoNetworks], ignoreOrder: true);
        told[0].Session!.Address.ShouldBe("172.16.0.9");
        var clerk = house.Get<OfficerRegister>().Find("clerk")!;
        (await house.Get<SignInAlarms>().UnownedOfAsync(clerk, Stop)).Count.ShouldBe(3);

        var see = house.Get<SeeSignInAlarmHandler>();
        var (alarm, security) = (told[0].Alarm.Id, house.By("security", "XZSP"));
        (await see.HandleAsync(new(alarm, " "), security, Stop)).FirstError.Code.ShouldBe("note_missing");
        (await see.HandleAsync(new(Guid.NewGuid(), "x"), security, Stop)).FirstError.Code.ShouldBe("sign_in_alarm_not_found");
        (await see.HandleAsync(new(alarm, "x"), house.By("clerk", "XZSP"), Stop)).FirstError.Code.ShouldBe("own_account");
        (await see.HandleAsync(new(alarm, "已电话核实"), security, Stop)).Value.SeenBy.ShouldBe("security");
        (await see.HandleAsync(new(alarm, "again"), security, Stop)).FirstError.Code.ShouldBe("sign_in_alarm_seen");
        (await house.Get<SignInAlarms>().UnseenAsync(Stop)).ShouldBe(2);

        var own = house.Get<OwnSignInAlarmsHandler>();
        (await own.HandleAsync(new(told[0].Alarm.At.AddSeconds(-1)), house.By("clerk", "XZSP"), Stop)).Value.Count.ShouldBe(0);
        (await own.HandleAsync(new(told[0].Alarm.At), house.By("approver-syj", "SYJ"), Stop)).Value.Count.ShouldBe(0, "another one's");
        (await own.HandleAsync(new(told[0].Alarm.At), house.By("clerk", "XZSP"), Stop)).Value.Count.ShouldBe(3);
        (await house.Get<SignInAlarms>().UnownedOfAsync(clerk, Stop)).ShouldBeEmpty();
        foreach (var kind in new[] { "SignInWasUnusual", "SignInAlarmSeen", "SignInAlarmsOwned" })
            (await house.Database.AskAsync<long>($"SELECT count(*) FROM house_events WHERE kind = '{kind}'", Stop)).ShouldBe(1, kind);
        (await house.Get<AuditQueries>().VerifyAsync(Stop)).Holds.ShouldBeTrue();
    }

    [Fact]
    public async Task A_right_password_after_many_wrong_ones_from_elsewhere_is_told()
    {
        await using var house = await WatchedAsync();
        for (var guess = 0; guess < UnusualSignIns.ManyFailures; guess++)
            await SignInAsync(house, new("192.0.2.1", "Guess"), "wrong");
        await SignInAsync(house, Office);
        (await SignsAsync(house)).ShouldBe([UnusualSign.GuessedBefore]);
    }

    [Fact]
    public async Task An_administrator_who_rested_and_comes_at_night_is_told_and_all_is_forgotten_with_the_session()
    {
        await using var house = await WatchedAsync();
        await SignInAsync(house, Office, userName: "admin");
        house.Clock.Advance(TimeSpan.FromDays(31) + TimeSpan.FromHours(14));
        await SignInAsync(house, Office, userName: "admin");
        (await SignsAsync(house)).ShouldBe([UnusualSign.UnusualHour, UnusualSign.LongRest], ignoreOrder: true);
        house.Clock.Advance(Sessions.Kept + TimeSpan.FromDays(1));
        await house.Get<SignInAlarms>().ForgetOldAsync(Stop);
        (await SignsAsync(house)).ShouldBeEmpty();
    }

    private Task<TestHouse> WatchedAsync() =>
        TestHouse.BuildAsync(cluster, Stop, services => services.AddSingleton(new SignInAlarmRule(IsOn: true)));

    private static async Task<List<UnusualSign>> SignsAsync(TestHouse house) =>
        [.. (await house.Get<SignInAlarms>().NewestAsync(Stop)).Select(told => told.Alarm.Sign)];

    private static Task<ErrorOr<OpenedSession>> SignInAsync(
        TestHouse house,
        SignInPlace place,
        string password = SampleOrganisation.Password,
        string userName = "clerk"
    ) => house.Get<SignInHandler>().HandleAsync(new(userName, password), place, SessionKind.Browser, Stop);
}
