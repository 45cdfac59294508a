using System.Reflection;
using ErrorOr;
using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Testing;

namespace ParallelApproval.Organisation;

/// <summary>接口密钥: a system acts as an account, within its key and never beyond the account.</summary>
public sealed class ApiKeyTests(TestCluster cluster)
{
    private static readonly MakeApiKey Archive = new("档案系统", "clerk", ["ReceiveCase", "AcceptCase"], new(2026, 8, 31));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_opens_and_stands_nowhere_but_in_the_hands_of_its_bearer()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Stop);
        var made = await MakeAsync(house);
        var (key, officer) = Recognise(house, made.Token).Value;
        (key.Label, officer.UserName).ShouldBe((made.Key.Label, "clerk"));
        key.Label.ShouldBe($"档案系统 ({made.Token[..12]})");
        Recognise(house, made.Token[..^1] + (made.Token[^1] == 'A' ? 'B' : 'A')).FirstError.Code.ShouldBe("api_key_unknown");
        Recognise(house, "pak_").FirstError.Code.ShouldBe("api_key_unknown");
        (await house.Database.AskAsync<string>("SELECT string_agg(k::text, '') FROM api_keys k", Stop)).ShouldNotContain(made.Token[36..]);
        (await house.Database.AskAsync<string>("SELECT string_agg(data::text, '') FROM house_events", Stop)).ShouldNotContain(
            made.Token[36..]
        );
        (await house.Get<AuditQueries>().VerifyAsync(Stop)).Holds.ShouldBeTrue("keys are sealed");
        await house.Database.DoAsync("UPDATE api_keys SET verbs = '{DecideBranch}'", Stop);
        (await house.Get<AuditQueries>().VerifyAsync(Stop)).Holds.ShouldBeFalse("who widens a scope in the database is found");
    }

    [Fact]
    public async Task Where_the_house_works_by_four_eyes_a_second_person_confirms_it_and_is_told_the_secret()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Stop, services => services.AddSingleton(new FourEyes(IsOn: true)));
        var waits = (await house.Get<MakeApiKeyHandler>().HandleAsync(Archive, house.By("admin", "XZSP"), Stop)).FirstError;
        waits.Code.ShouldBe("waits_for_second_person");
        (await house.Get<ApiKeys>().AllAsync(Stop)).ShouldBeEmpty();
        var done = await house
            .Get<ConfirmProposalHandler>()
            .HandleAsync(new((Guid)waits.Metadata!["proposal"]), house.By("security", "XZSP"), Stop);
        done.ErrorsOrEmptyList.ShouldBeEmpty();
        Recognise(house, done.Value.Passwords.Single().Password).Value.Officer.UserName.ShouldBe("clerk");
    }

    [Fact]
    public async Task A_rotated_key_opens_by_both_secrets_for_the_stated_hours_and_then_by_the_new_one()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Stop);
        var old = await MakeAsync(house);
        var rotate = house.Get<RotateApiKeyHandler>();
        var rotated = (await rotate.HandleAsync(new(old.Key.Id, 24, 1), house.By("security", "XZSP"), Stop)).Value;
        (await rotate.HandleAsync(new(old.Key.Id, 24, 1), house.By("security", "XZSP"), Stop)).FirstError.Code.ShouldBe(
            "changed_meanwhile"
        );
        (await rotate.HandleAsync(new(old.Key.Id, 169, 2), house.By("security", "XZSP"), Stop)).FirstError.Code.ShouldBe(
            "old_secret_hours_wrong"
        );
        Recognise(house, old.Token).IsError.ShouldBeFalse();
        Recognise(house, rotated.Token).IsError.ShouldBeFalse();
        house.Clock.Advance(TimeSpan.FromHours(24));
        Recognise(house, old.Token).FirstError.Code.ShouldBe("api_key_rotated");
        Recognise(house, rotated.Token).IsError.ShouldBeFalse();
        house.Clock.SetUtcNow(new(2026, 8, 31, 15, 59, 59, TimeSpan.Zero));
        Recognise(house, rotated.Token).IsError.ShouldBeFalse("its last day is not over");
        house.Clock.Advance(TimeSpan.FromSeconds(1));
        Recognise(house, rotated.Token).FirstError.Code.ShouldBe("api_key_expired");
    }

    [Fact]
    public async Task A_revoked_key_opens_nothing_on_any_node_and_one_of_a_closed_account_or_of_one_that_has_moved_neither()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Stop);
        await using var second = await TestHouse.SecondNodeAsync(house.Database, Stop);
        var (revoked, moved, closed) = (
            await MakeAsync(house),
            await MakeAsync(house, Archive with { UserName = "approver-syj" }),
            await MakeAsync(house, Archive with { UserName = "approver-gsj" })
        );
        var revoke = house.Get<RevokeApiKeyHandler>();
        (await revoke.HandleAsync(new(revoked.Key.Id, " "), house.By("security", "XZSP"), Stop)).FirstError.Code.ShouldBe("reason_missing");
        (await revoke.HandleAsync(new(revoked.Key.Id, "已泄露"), house.By("security", "XZSP"), Stop)).IsError.ShouldBeFalse();
        (await revoke.HandleAsync(new(revoked.Key.Id, "已泄露"), house.By("security", "XZSP"), Stop)).FirstError.Code.ShouldBe(
            "api_key_over"
        );
        var officer = house.Get<OfficerRegister>().Find("approver-syj")!;
        (
            await house
                .Get<KeepOfficerHandler>()
                .HandleAsync(
                    new("approver-syj", officer.Name, officer.NameEn, "GSJ", officer.Roles, officer.Revision),
                    house.By("admin", "XZSP"),
                    Stop
                )
        ).ErrorsOrEmptyList.ShouldBeEmpty();
        (
            await house.Get<CloseAccountHandler>().HandleAsync(new("approver-gsj", "离职", 1), house.By("admin", "XZSP"), Stop)
        ).ErrorsOrEmptyList.ShouldBeEmpty();
        await second.Get<RegisterCache>().RefreshAsync(Stop);
        foreach (var node in new[] { house, second })
            new[] { revoked, moved, closed }
                .Select(made => Recognise(node, made.Token).FirstError.Code)
                .ShouldBe(["api_key_revoked", "api_key_elsewhere", "api_key_account_closed"]);
    }

    [Theory]
    [InlineData("clerk", "ConfirmProposal", "2026-08-31", "verbs[0]", "api_key_verb_unfit")]
    [InlineData("clerk", "KeepOfficer", "2026-08-31", "verbs[0]", "api_key_verb_unfit")]
    [InlineData("clerk", "ChangePassword", "2026-08-31", "verbs[0]", "api_key_verb_unfit")]
    [InlineData("clerk", "RotateApiKey", "2026-08-31", "verbs[0]", "api_key_verb_unfit")]
    [InlineData("clerk", "Nonsense", "2026-08-31", "verbs[0]", "api_key_verb_unfit")]
    [InlineData("clerk", "AcceptCase", "2026-03-01", "expiresOn", "api_key_days_wrong")]
    [InlineData("clerk", "AcceptCase", "2027-03-04", "expiresOn", "api_key_days_wrong")]
    [InlineData("nobody", "AcceptCase", "2026-08-31", "userName", "api_key_account_unfit")]
    [InlineData("security", "AcceptCase", "2026-08-31", "userName", "api_key_account_unfit")]
    public async Task What_no_key_may_be_is_refused_at_its_field(string userName, string verb, string until, string field, string code)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Stop);
        var wrong = new MakeApiKey("系统", userName, [verb], DateOnly.Parse(until, System.Globalization.CultureInfo.InvariantCulture));
        var refused = (await house.Get<MakeApiKeyHandler>().HandleAsync(wrong, house.By("security2", "XZSP"), Stop)).FirstError;
        (refused.Code, refused.Metadata!["$field"]).ShouldBe((code, field));
        (await house.Get<ApiKeys>().AllAsync(Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Nobody_makes_a_key_of_his_own_account_and_none_without_the_body_in_which_the_account_works()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Stop);
        var make = house.Get<MakeApiKeyHandler>();
        async Task<string> RefusedAsync(MakeApiKey command, string by) =>
            (await make.HandleAsync(command, house.By(by, "XZSP"), Stop)).FirstError.Code;
        (await RefusedAsync(Archive with { UserName = "admin" }, "admin")).ShouldBe("own_account");
        (await RefusedAsync(Archive, "clerk")).ShouldBe("administrator_needed");
        (await RefusedAsync(Archive with { Bodies = ["SYJ"] }, "admin")).ShouldBe("api_key_bodies_wrong");
        (await RefusedAsync(Archive with { Bodies = ["XZSP", "NONE"] }, "admin")).ShouldBe("department_unknown");
        (await RefusedAsync(Archive with { Verbs = [] }, "admin")).ShouldBe("api_key_verbs_missing");
    }

    [Fact]
    public async Task When_a_key_opened_last_is_written_once_a_minute_and_breaks_no_seal()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Stop);
        var made = await MakeAsync(house);
        var keys = house.Get<ApiKeys>();
        async Task<DateTimeOffset?> LastAsync() => (await keys.AllAsync(Stop)).Single().LastUsedAt;
        (await LastAsync()).ShouldBeNull();
        Recognise(house, made.Token);
        await keys.LookAsync(Stop);
        var first = await LastAsync();
        first.ShouldBe(house.Clock.GetUtcNow());
        house.Clock.Advance(TimeSpan.FromSeconds(30));
        Recognise(house, made.Token);
        await keys.LookAsync(Stop);
        (await LastAsync()).ShouldBe(first);
        house.Clock.Advance(TimeSpan.FromSeconds(30));
        await keys.LookAsync(Stop);
        (await LastAsync()).ShouldBe(first!.Value.AddSeconds(30));
        (await house.Get<AuditQueries>().VerifyAsync(Stop)).Holds.ShouldBeTrue();
    }

    [Fact]
    public async Task What_a_system_does_is_in_both_trails_with_its_key_under_the_seal()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Stop);
        var act = house.Clerk() with { Through = "档案系统 (pak_1f0c22ab)" };
        var receipt = await house.Get<Cases.ReceiveCaseHandler>().HandleAsync(new(house.Application(), true, null), act, Stop);
        var number = Catering.Number(receipt);
        var audit = house.Get<AuditQueries>();
        (await audit.OfCaseAsync(number, Stop)).ShouldAllBe(line => line.Through == act.Through);
        (await audit.VerifyAsync(Stop)).Holds.ShouldBeTrue();
        await house.Database.DoAsync(
            "ALTER TABLE case_events DISABLE TRIGGER case_events_stay; UPDATE case_events SET through = NULL WHERE sequence = 1",
            Stop
        );
        (await audit.VerifyAsync(Stop)).Holds.ShouldBeFalse("who says that a person did it is found");
    }

    [Fact]
    public void What_a_person_does_about_ways_in_is_given_to_no_key()
    {
        var keyable = VerbsForKeys.In(typeof(House).Assembly).Names;
        keyable.ShouldContain("DecideBranch");
        typeof(House)
            .Assembly.GetTypes()
            .Where(type => type.GetCustomAttribute<AuthorityAttribute>() is { } authority && (authority.TakesTwo || authority.InPerson))
            .Select(type => type.Name)
            .ShouldAllBe(name => !keyable.Contains(name));
    }

    private static async Task<MadeApiKey> MakeAsync(TestHouse house, MakeApiKey? command = null)
    {
        var made = await house.Get<MakeApiKeyHandler>().HandleAsync(command ?? Archive, house.By("security", "XZSP"), Stop);
        made.ErrorsOrEmptyList.ShouldBeEmpty();
        return made.Value;
    }

    private static ErrorOr<(ApiKey Key, Officer Officer)> Recognise(TestHouse house, string token) => house.Get<ApiKeys>().Recognise(token);
}
