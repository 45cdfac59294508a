using ErrorOr;
using Microsoft.EntityFrameworkCore;
using OtpNet;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Testing;

namespace ParallelApproval.Organisation;

/// <summary>双因素登录: the code of an authenticator beside the password, each good once.</summary>
public sealed class SecondFactorTests(TestCluster cluster)
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(30);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    // RFC 6238, appendix B: SHA-1, the last six of its eight digits.
    [Theory]
    [InlineData(59L, "287082")]
    [InlineData(1_111_111_109L, "081804")]
    [InlineData(1_234_567_890L, "005924")]
    [InlineData(20_000_000_000L, "353130")]
    public void The_published_codes_are_right_in_their_step_and_the_two_beside_it_and_no_further(long second, string code)
    {
        var (secret, at) = ("12345678901234567890"u8.ToArray(), DateTimeOffset.FromUnixTimeSeconds(second));
        OneTimeCodes.StepOf(secret, code, at).ShouldBe(second / 30);
        OneTimeCodes.StepOf(secret, code, at + Step).ShouldBe(second / 30);
        OneTimeCodes.StepOf(secret, code, at - Step).ShouldBe(second / 30);
        OneTimeCodes.StepOf(secret, code, at + (2 * Step)).ShouldBeNull();
        // Before the first instant of all there is no step.
        if (at >= DateTimeOffset.UnixEpoch + (2 * Step))
            OneTimeCodes.StepOf(secret, code, at - (2 * Step)).ShouldBeNull();
    }

    [Fact]
    public void A_secret_opens_for_its_own_officer_alone_and_not_when_it_was_changed()
    {
        var (secrets, officer) = (new FactorSecrets(TrailKeys.Parse(TestKeys.Written)), Guid.NewGuid());
        var written = secrets.Seal([1, 2, 3], officer);
        secrets.Open(written, officer).ShouldBe([1, 2, 3]);
        Should.Throw<System.Security.Cryptography.CryptographicException>(() => secrets.Open(written, Guid.NewGuid()));
    }

    [Fact]
    public async Task Who_has_an_authenticator_comes_in_with_its_code_once_and_not_without()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Stop);
        var (secret, recovery) = await SetUpAsync(house);
        house.Get<OfficerRegister>().Find("designer")!.HasSecondFactor.ShouldBeTrue();
        house.Clock.Advance(Step);
        var code = CodeNow(house, secret);

        (await SignInAsync(house, null)).FirstError.Code.ShouldBe("second_factor_needed");
        (await SignInAsync(house, code, "wrong password")).FirstError.Code.ShouldBe("sign_in_failed", "the code alone opens nothing");
        (await SignInAsync(house, "000000" == code ? "111111" : "000000")).FirstError.Code.ShouldBe("second_factor_wrong");
        (await SignInAsync(house, code)).IsError.ShouldBeFalse();
        (await SignInAsync(house, code)).FirstError.Code.ShouldBe("second_factor_wrong", "it was used");

        house.Clock.Advance(Step);
        (await SignInAsync(house, recovery[0].ToUpperInvariant())).IsError.ShouldBeFalse("a recovery code stands in its place");
        (await SignInAsync(house, recovery[0])).FirstError.Code.ShouldBe("second_factor_wrong", "once");
        (await house.Get<AuditQueries>().VerifyAsync(Stop)).Holds.ShouldBeTrue();
        await using var db = house.Database.NewContext();
        var kept = await db.Set<SecondFactor>().SingleAsync(Stop);
        kept.Secret.ShouldNotContain(secret);
        kept.RecoveryHashes.ShouldNotContain(recovery[1]);
        (await house.Database.AskAsync<string>("SELECT string_agg(data::text, '') FROM house_events", Stop)).ShouldNotContain(secret);
    }

    [Fact]
    public async Task Of_many_who_show_one_code_at_once_one_comes_in()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Stop);
        var (secret, _) = await SetUpAsync(house);
        house.Clock.Advance(Step);
        var code = CodeNow(house, secret);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => SignInAsync(house, code)));
        answers.Count(answer => !answer.IsError).ShouldBe(1);
    }

    [Fact]
    public async Task Who_has_the_password_and_guesses_codes_waits_as_who_guesses_passwords()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Stop);
        await SetUpAsync(house);
        for (var guess = 0; guess < PasswordProof.FreeAttemptsWhereKnown; guess++)
            (await SignInAsync(house, "abc")).FirstError.Code.ShouldBe("second_factor_wrong");
        (await SignInAsync(house, "abc")).FirstError.Code.ShouldBe("sign_in_waits");
    }

    [Fact]
    public async Task A_second_authenticator_takes_the_word_of_an_administrator_and_ends_what_is_open()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Stop);
        await SetUpAsync(house);
        var begin = house.Get<BeginSecondFactorHandler>();
        var own = house.By("designer", "XZSP");
        (await begin.HandleAsync(new(SampleOrganisation.Password), own, Stop)).FirstError.Code.ShouldBe("second_factor_there");
        var reset = house.Get<ResetSecondFactorHandler>();
        (await reset.HandleAsync(new("admin"), house.By("admin", "XZSP"), Stop)).FirstError.Code.ShouldBe("own_account");
        (await reset.HandleAsync(new("clerk"), house.By("admin", "XZSP"), Stop)).FirstError.Code.ShouldBe("second_factor_missing");
        var before = house.Get<OfficerRegister>().Find("designer")!.SecurityStamp;
        (await reset.HandleAsync(new("designer"), house.By("admin", "XZSP"), Stop)).IsError.ShouldBeFalse();
        house.Get<OfficerRegister>().Find("designer")!.SecurityStamp.ShouldNotBe(before);
        (await SignInAsync(house, null)).IsError.ShouldBeFalse();
        (await begin.HandleAsync(new("wrong"), own, Stop)).FirstError.Code.ShouldBe("password_wrong");
        (await house.Get<ConfirmSecondFactorHandler>().HandleAsync(new("123456"), own, Stop)).FirstError.Code.ShouldBe(
            "second_factor_not_begun"
        );
    }

    private static async Task<(string Secret, IReadOnlyList<string> Recovery)> SetUpAsync(TestHouse house)
    {
        var own = house.By("designer", "XZSP");
        var begun = await house.Get<BeginSecondFactorHandler>().HandleAsync(new(SampleOrganisation.Password), own, Stop);
        begun.Value.Address.ShouldStartWith("otpauth://totp/");
        begun.Value.Address.ShouldContain(begun.Value.Secret);
        (await SignInAsync(house, null)).IsError.ShouldBeFalse("nothing is asked before the first code was shown");
        var confirm = house.Get<ConfirmSecondFactorHandler>();
        (await confirm.HandleAsync(new("abc"), own, Stop)).FirstError.Code.ShouldBe("second_factor_wrong");
        var shown = await confirm.HandleAsync(new(CodeNow(house, begun.Value.Secret)), own, Stop);
        shown.Value.Codes.Distinct().Count().ShouldBe(10);
        return (begun.Value.Secret, shown.Value.Codes);
    }

    private static string CodeNow(TestHouse house, string secret) =>
        new Totp(Base32Encoding.ToBytes(secret)).ComputeTotp(house.Clock.GetUtcNow().UtcDateTime);

    private static Task<ErrorOr<OpenedSession>> SignInAsync(TestHouse house, string? code, string password = SampleOrganisation.Password) =>
        house.Get<SignInHandler>().HandleAsync(new("designer", password, code), new("10.0.0.1", "test"), SessionKind.Program, Stop);
}
