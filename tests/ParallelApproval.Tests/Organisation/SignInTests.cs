using ErrorOr;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using ParallelApproval.Events;
using ParallelApproval.Testing;

namespace ParallelApproval.Organisation;

public class SignInTests(TestCluster cluster)
{
    private const string Right = "Quiet-Harbour-7";
    private const string Office = "10.0.0.7";
    private const string Elsewhere = "10.9.9.9";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("root")]
    [InlineData("  ROOT ")]
    [InlineData("ｒｏｏｔ")]
    public async Task Right_password_opens_and_begins_a_session(string userName)
    {
        await using var house = await WithAdministratorAsync();
        var opened = await SignInAsync(house, userName, Right);
        opened.Value.Officer.Is(Role.Administrator).ShouldBeTrue();
        house.Get<Sessions>().IsOpen(opened.Value.Session.Id).ShouldBeTrue();
        (await house.Database.AskAsync<DateTime>("select last_signed_in_at from officers", Stop)).ShouldBe(
            house.Clock.GetUtcNow().UtcDateTime
        );
    }

    [Theory]
    [InlineData("root", "wrong")]
    [InlineData("root", "")]
    [InlineData("root", null)]
    [InlineData("nobody", Right)]
    [InlineData("", "")]
    [InlineData(null, null)]
    public async Task Refusal_does_not_tell_what_was_wrong(string? userName, string? password)
    {
        await using var house = await WithAdministratorAsync();
        var error = (await SignInAsync(house, userName!, password!)).FirstError;
        error.Code.ShouldBe("sign_in_failed");
        error.Description.ShouldBe("Expected the name and password of an open account, but they do not fit.");
        error.Metadata!.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("root")]
    [InlineData("nobody")]
    public async Task Who_guesses_waits_longer_each_time_whether_there_is_such_an_account_or_not(string userName)
    {
        await using var house = await WithAdministratorAsync();
        for (var i = 0; i < PasswordProof.FreeAttempts; i++)
            (await SignInAsync(house, userName, "wrong")).FirstError.Code.ShouldBe("sign_in_failed");
        foreach (var seconds in new[] { 5, 10, 20 })
        {
            var waits = (await SignInAsync(house, userName, Right)).FirstError;
            (waits.Code, waits.Metadata!["seconds"]).ShouldBe(("sign_in_waits", seconds));
            house.Clock.Advance(TimeSpan.FromSeconds(seconds));
            (await SignInAsync(house, userName, "wrong")).FirstError.Code.ShouldBe("sign_in_failed");
        }

        for (var i = 0; i < 20; i++)
        {
            house.Clock.Advance(PasswordProof.LongestWait);
            await SignInAsync(house, userName, "wrong");
        }

        house.Clock.Advance(PasswordProof.LongestWait);
        (await SignInAsync(house, userName, Right)).IsError.ShouldBe(userName == "nobody");
    }

    [Fact]
    public async Task Nobody_locks_an_officer_out()
    {
        await using var house = await WithAdministratorAsync();
        (await SignInAsync(house, "root", Right, Office)).IsError.ShouldBeFalse();
        for (var i = 0; i < 60; i++)
            await SignInAsync(house, "root", "wrong", Elsewhere);
        (await SignInAsync(house, "root", Right, Office)).IsError.ShouldBeFalse();
        (await SignInAsync(house, "root", Right, "10.1.1.1")).IsError.ShouldBeFalse();
        (await SignInAsync(house, "root", Right, Elsewhere)).FirstError.Code.ShouldBe("sign_in_waits");
    }

    [Fact]
    public async Task Where_he_signed_in_before_he_waits_ten_seconds_at_most_however_much_is_guessed_there()
    {
        await using var house = await WithAdministratorAsync();
        (await SignInAsync(house, "root", Right, Office)).IsError.ShouldBeFalse();
        for (var i = 0; i < PasswordProof.FreeAttemptsWhereKnown - 1; i++)
            (await SignInAsync(house, "root", "wrong", Office)).FirstError.Code.ShouldBe("sign_in_failed");
        (await SignInAsync(house, "root", Right, Office)).IsError.ShouldBeFalse();

        for (var i = 0; i < 20; i++)
        {
            await SignInAsync(house, "root", "wrong", Office);
            house.Clock.Advance(TimeSpan.FromSeconds(5));
        }

        house.Clock.Advance(PasswordProof.LongestWaitWhereKnown);
        (await SignInAsync(house, "root", Right, Office)).IsError.ShouldBeFalse();
    }

    [Fact]
    public async Task Wrong_passwords_sent_at_the_same_time_are_all_counted()
    {
        await using var house = await WithAdministratorAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => SignInAsync(house, "root", "wrong")));
        answers.Count(answer => answer.FirstError.Code == "sign_in_failed").ShouldBe(PasswordProof.FreeAttempts);
    }

    [Fact]
    public async Task Account_of_one_who_left_opens_for_nobody()
    {
        await using var house = await WithAdministratorAsync();
        await using var db = house.Database.NewContext();
        await db.Set<Officer>().ExecuteUpdateAsync(set => set.SetProperty(officer => officer.IsEnabled, false), Stop);
        (await SignInAsync(house, "root", Right)).FirstError.Code.ShouldBe("sign_in_failed");
    }

    [Fact]
    public async Task The_trail_says_who_came_in_and_what_was_guessed_and_never_a_password()
    {
        await using var house = await WithAdministratorAsync();
        await SignInAsync(house, "root", "wrong-guess", Elsewhere);
        await SignInAsync(house, "a-password-typed-as-name", "x", Elsewhere);
        await SignInAsync(house, "root", Right, Office);
        var said = await house.Database.AskAsync<string>(
            "SELECT string_agg(kind || ' ' || data, E'\n' ORDER BY sequence) FROM house_events",
            Stop
        );
        said.ShouldContain("SignInRefused");
        said.ShouldContain(Elsewhere);
        said.ShouldContain("SignedIn");
        said.ShouldNotContain(Right);
        said.ShouldNotContain("wrong-guess");
        said.ShouldNotContain("a-password-typed-as-name");
    }

    [Fact]
    public async Task A_hash_of_fewer_rounds_is_made_anew_with_the_next_sign_in()
    {
        await using var house = await WithAdministratorAsync();
        var fewer = Options.Create(new PasswordHasherOptions { IterationCount = Passwords.RoundsHere - 1 });
        var old = new PasswordHasher<Officer>(fewer).HashPassword(null!, Right);
        await using (var db = house.Database.NewContext())
            await db.Set<Officer>().ExecuteUpdateAsync(set => set.SetProperty(officer => officer.PasswordHash, old), Stop);
        Passwords.IsOutOfDate(old).ShouldBeTrue();
        var opened = await SignInAsync(house, "root", Right);
        var hash = await house.Database.AskAsync<string>("select password_hash from officers", Stop);
        Passwords.IsOutOfDate(hash).ShouldBeFalse();
        Passwords.Matches(hash, Right).ShouldBeTrue();
        house.Get<Sessions>().IsOpen(opened.Value.Session.Id).ShouldBeTrue();
    }

    [Fact]
    public async Task Who_audits_finds_the_refused_sign_ins_of_one_account_among_all_that_was_done()
    {
        await using var house = await WithAdministratorAsync();
        (await SignInAsync(house, "root", "wrong")).IsError.ShouldBeTrue();
        (await SignInAsync(house, "root", Right)).IsError.ShouldBeFalse();
        var audit = house.Get<AuditQueries>();
        (await audit.OfHouseAsync(null, 10, Stop, userName: "root"))
            .Select(line => line.Kind)
            .ShouldBe([nameof(SignedIn), nameof(SignInRefused), nameof(AdministratorCreated)]);
        (await audit.OfHouseAsync(null, 10, Stop, nameof(SignInRefused), "root")).ShouldHaveSingleItem().UserName.ShouldBe("public");
        (await audit.OfHouseAsync(null, 10, Stop, nameof(SignInRefused), "nobody")).ShouldBeEmpty();
    }

    private async Task<TestHouse> WithAdministratorAsync()
    {
        var house = await TestHouse.EmptyAsync(cluster, Stop);
        (await house.Get<CreateAdministratorHandler>().HandleAsync(new("root", "赵明", "Zhao Ming", Right), Stop)).IsError.ShouldBeFalse();
        return house;
    }

    private static Task<ErrorOr<OpenedSession>> SignInAsync(TestHouse house, string userName, string password, string address = Office) =>
        house.Get<SignInHandler>().HandleAsync(new(userName, password), new(address, "test"), SessionKind.Program, Stop);
}
