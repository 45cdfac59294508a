using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Testing;

namespace ParallelApproval.Organisation;

/// <summary>通行密钥: a key of one's own device in the place of a password, or beside it, and every way in which it must not open.</summary>
public sealed class PasskeyTests(TestCluster cluster)
{
    private const string Home = "http://localhost";
    private static readonly SignInPlace Place = new("10.0.0.1", "test");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_passkey_opens_without_a_password_and_the_password_alone_opens_no_more()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Stop);
        using var key = new SoftKey();
        var kept = (await KeepAsync(house, key)).Value;
        (kept.Name, kept.LastUsedAt).ShouldBe(("Work", null));
        house.Get<OfficerRegister>().Find("designer")!.HasSecondFactor.ShouldBeTrue();
        var opened = await ShowAsync(house, key);
        opened.IsError.ShouldBeFalse();
        opened.Value.Officer.UserName.ShouldBe("designer");
        (await OwnAsync(house)).Single().LastUsedAt.ShouldNotBeNull();
        (await SignInAsync(house, SampleOrganisation.Password)).FirstError.Code.ShouldBe("passkey_needed");
        (await SignInAsync(house, "wrong")).FirstError.Code.ShouldBe("sign_in_failed", "nothing is told before the password is right");
        (await house.Database.AskAsync<string>("SELECT string_agg(data::text, '') FROM house_events", Stop)).ShouldContain(
            "passkey",
            Case.Insensitive
        );
        (await house.Get<AuditQueries>().VerifyAsync(Stop)).Holds.ShouldBeTrue();
    }

    [Fact]
    public async Task A_look_alike_site_gets_nothing_neither_a_new_key_nor_a_sign_in()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Stop);
        using var key = new SoftKey();
        (await KeepAsync(house, key, origin: "http://localhost.evil.example")).FirstError.Code.ShouldBe("passkey_not_made");
        (await OwnAsync(house)).ShouldBeEmpty();
        await KeepAsync(house, key);
        foreach (var origin in new[] { "http://1ocalhost", "https://localhost", "http://localhost:81", "http://localhost/", "null", "" })
            (await ShowAsync(house, key, origin)).FirstError.Code.ShouldBe("passkey_refused", origin);
        (await house.Database.AskAsync<long>("SELECT count(*) FROM house_events WHERE kind = 'PasskeyFailed'", Stop)).ShouldBe(6);
        (await ShowAsync(house, key)).IsError.ShouldBeFalse();
    }

    [Fact]
    public async Task A_key_that_signs_for_another_name_is_refused()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Stop);
        using var key = new SoftKey { Domain = "evil.example" };
        (await KeepAsync(house, key)).FirstError.Code.ShouldBe("passkey_not_made");
    }

    [Fact]
    public async Task An_answer_is_good_once_for_its_own_question_and_for_five_minutes()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Stop);
        using var key = new SoftKey();
        await KeepAsync(house, key);
        var proof = house.Get<PasskeyProof>();
        var (one, other) = ((await proof.AskAsync(Stop)).Value, (await proof.AskAsync(Stop)).Value);
        var answer = key.Show(one.Options, Home);
        (await SignInAsync(house, other.Challenge, answer)).FirstError.Code.ShouldBe("passkey_refused", "another question's answer");
        (await SignInAsync(house, one.Challenge, answer)).IsError.ShouldBeFalse();
        (await SignInAsync(house, one.Challenge, answer)).FirstError.Code.ShouldBe("passkey_challenge_over");
        (await SignInAsync(house, Guid.NewGuid(), answer)).FirstError.Code.ShouldBe("passkey_challenge_over");
        var late = (await proof.AskAsync(Stop)).Value;
        house.Clock.Advance(TimeSpan.FromMinutes(5));
        (await SignInAsync(house, late.Challenge, key.Show(late.Options, Home))).FirstError.Code.ShouldBe("passkey_challenge_over");
    }

    [Fact]
    public async Task Of_many_who_send_one_answer_at_once_one_comes_in()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Stop);
        using var key = new SoftKey();
        await KeepAsync(house, key);
        var question = (await house.Get<PasskeyProof>().AskAsync(Stop)).Value;
        var answer = key.Show(question.Options, Home);
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => SignInAsync(house, question.Challenge, answer)));
        answers.Count(one => !one.IsError).ShouldBe(1);
    }

    [Fact]
    public async Task A_counter_that_went_back_tells_of_a_copied_key()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Stop);
        using var key = new SoftKey { Count = 5 };
        await KeepAsync(house, key);
        (await ShowAsync(house, key)).IsError.ShouldBeFalse();
        key.Count = 5;
        (await ShowAsync(house, key)).FirstError.Code.ShouldBe("passkey_refused");
        key.Count = 0;
        (await ShowAsync(house, key)).FirstError.Code.ShouldBe("passkey_refused");
        key.Count = 40;
        (await ShowAsync(house, key)).IsError.ShouldBeFalse();
    }

    [Fact]
    public async Task The_key_of_a_closed_account_opens_nothing()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Stop);
        using var key = new SoftKey();
        await KeepAsync(house, key);
        var revision = house.Get<OfficerRegister>().Find("designer")!.Revision;
        (
            await house.Get<CloseAccountHandler>().HandleAsync(new("designer", "离职", revision), house.By("admin", "XZSP"), Stop)
        ).IsError.ShouldBeFalse();
        (await ShowAsync(house, key)).FirstError.Code.ShouldBe("passkey_refused");
    }

    [Fact]
    public async Task A_key_that_does_not_ask_its_owner_is_a_second_factor_beside_the_right_password()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Stop);
        using var key = new SoftKey { AsksOwner = false };
        await KeepAsync(house, key);
        (await ShowAsync(house, key)).FirstError.Code.ShouldBe("passkey_needs_password");
        (await ShowAsync(house, key, password: "wrong")).FirstError.Code.ShouldBe("sign_in_failed");
        (await ShowAsync(house, key, password: SampleOrganisation.Password)).IsError.ShouldBeFalse();
        key.AsksOwner = true;
        (await ShowAsync(house, key)).FirstError.Code.ShouldBe("passkey_needs_password", "whoever found it gave it a PIN of his own");
    }

    [Fact]
    public async Task Keys_are_added_and_removed_by_password_and_renamed_and_nobody_touches_another_ones()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Stop);
        using var key = new SoftKey();
        var own = house.By("designer", "XZSP");
        (await house.Get<BeginPasskeyHandler>().HandleAsync(new("wrong"), own, Stop)).FirstError.Code.ShouldBe("password_wrong");
        var kept = (await KeepAsync(house, key)).Value;
        (await KeepAsync(house, key)).FirstError.Code.ShouldBeOneOf("passkey_there", "passkey_not_made");
        var (rename, remove) = (house.Get<NamePasskeyHandler>(), house.Get<RemovePasskeyHandler>());
        var other = house.By("clerk", "XZSP");
        (await rename.HandleAsync(new(kept.Id, "Mine"), other, Stop)).FirstError.Code.ShouldBe("passkey_not_found");
        (await remove.HandleAsync(new(kept.Id, SampleOrganisation.Password), other, Stop)).FirstError.Code.ShouldBe("passkey_not_found");
        (await rename.HandleAsync(new(kept.Id, "Telephone"), own, Stop)).Value.Name.ShouldBe("Telephone");
        (await remove.HandleAsync(new(kept.Id, "wrong"), own, Stop)).FirstError.Code.ShouldBe("password_wrong");
        (await remove.HandleAsync(new(kept.Id, SampleOrganisation.Password), own, Stop)).Value.ShouldBe(kept.Id);
        house.Get<OfficerRegister>().Find("designer")!.HasSecondFactor.ShouldBeFalse();
        (await ShowAsync(house, key)).FirstError.Code.ShouldBe("passkey_refused");
        (await SignInAsync(house, SampleOrganisation.Password)).IsError.ShouldBeFalse();
    }

    [Fact]
    public async Task The_question_to_one_officer_is_not_answered_by_another_nor_at_the_door()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Stop);
        using var key = new SoftKey();
        var question = (await AskAsync(house)).Value;
        var answer = key.Make(question.Options, Home);
        var keep = house.Get<KeepPasskeyHandler>();
        (await keep.HandleAsync(new(question.Challenge, "x", answer), house.By("clerk", "XZSP"), Stop)).FirstError.Code.ShouldBe(
            "passkey_challenge_over"
        );
        (await SignInAsync(house, question.Challenge, answer)).FirstError.Code.ShouldBe("passkey_challenge_over");
        (await keep.HandleAsync(new(question.Challenge, "x", answer), house.By("designer", "XZSP"), Stop)).IsError.ShouldBeFalse();
    }

    [Fact]
    public async Task An_account_has_ten_keys_at_most()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Stop);
        for (var number = 0; number < Passkey.Most; number++)
        {
            using var key = new SoftKey();
            (await KeepAsync(house, key)).IsError.ShouldBeFalse();
        }

        using var eleventh = new SoftKey();
        (await KeepAsync(house, eleventh)).FirstError.Code.ShouldBe("passkeys_full");
    }

    [Fact]
    public async Task Two_persons_take_lost_keys_away_with_the_authenticator()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Stop);
        using var key = new SoftKey();
        await KeepAsync(house, key);
        (await house.Get<ResetSecondFactorHandler>().HandleAsync(new("designer"), house.By("admin", "XZSP"), Stop)).IsError.ShouldBeFalse();
        (await OwnAsync(house)).ShouldBeEmpty();
        (await ShowAsync(house, key)).FirstError.Code.ShouldBe("passkey_refused");
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"id\":7}")]
    [InlineData("{\"id\":\"!!\",\"rawId\":\"!!\",\"type\":\"public-key\",\"response\":{}}")]
    [InlineData(
        "{\"id\":\"AAAA\",\"rawId\":\"AAAA\",\"type\":\"public-key\",\"response\":{\"clientDataJSON\":\"AA\",\"authenticatorData\":\"AA\",\"signature\":\"AA\"},\"clientExtensionResults\":{}}"
    )]
    public async Task Rubbish_for_an_answer_is_refused_and_nothing_breaks(string rubbish)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Stop);
        var asked = (await house.Get<PasskeyProof>().AskAsync(Stop)).Value;
        (await SignInAsync(house, asked.Challenge, rubbish)).FirstError.Code.ShouldBe("passkey_refused");
        var question = (await AskAsync(house)).Value;
        var kept = await house
            .Get<KeepPasskeyHandler>()
            .HandleAsync(new(question.Challenge, "x", rubbish), house.By("designer", "XZSP"), Stop);
        kept.FirstError.Code.ShouldBeOneOf("passkey_not_made", "field_missing", "text_missing");
        (await OwnAsync(house)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_key_that_somebody_puts_in_the_place_of_another_is_found()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Stop);
        using var key = new SoftKey();
        await KeepAsync(house, key);
        await house.Database.DoAsync("UPDATE passkeys SET public_key = '\\x00'", Stop);
        (await house.Get<AuditQueries>().VerifyAsync(Stop)).Holds.ShouldBeFalse();
    }

    private static Task<ErrorOr<PasskeyQuestion>> AskAsync(TestHouse house) =>
        house.Get<BeginPasskeyHandler>().HandleAsync(new(SampleOrganisation.Password), house.By("designer", "XZSP"), Stop);

    private static async Task<ErrorOr<Passkey>> KeepAsync(TestHouse house, SoftKey key, string origin = Home)
    {
        var question = (await AskAsync(house)).Value;
        return await house
            .Get<KeepPasskeyHandler>()
            .HandleAsync(new(question.Challenge, "Work", key.Make(question.Options, origin)), house.By("designer", "XZSP"), Stop);
    }

    private static async Task<ErrorOr<OpenedSession>> ShowAsync(TestHouse house, SoftKey key, string origin = Home, string? password = null)
    {
        var question = (await house.Get<PasskeyProof>().AskAsync(Stop)).Value;
        return await SignInAsync(house, question.Challenge, key.Show(question.Options, origin), password);
    }

    private static Task<ErrorOr<OpenedSession>> SignInAsync(TestHouse house, Guid challenge, string answer, string? password = null) =>
        house.Get<SignInByPasskeyHandler>().HandleAsync(new(challenge, answer, password), Place, SessionKind.Program, Stop);

    private static Task<ErrorOr<OpenedSession>> SignInAsync(TestHouse house, string password) =>
        house.Get<SignInHandler>().HandleAsync(new("designer", password), Place, SessionKind.Program, Stop);

    private static Task<IReadOnlyList<Passkey>> OwnAsync(TestHouse house) =>
        house.Get<PasskeyProof>().OfAsync(house.Get<OfficerRegister>().Find("designer")!, Stop);
}
