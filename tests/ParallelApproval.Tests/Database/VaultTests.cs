using System.Security.Cryptography;

namespace ParallelApproval.Database;

/// <summary>What is encrypted takes little room, and is what it was when it is decrypted.</summary>
public sealed class VaultTests
{
    private static readonly CipherPlace Place = new("documents", "facts", "1");

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("本区政务服务中心")]
    public void A_short_text_is_encrypted_as_it_is(string text)
    {
        var vault = Vault.ForThisProcess();
        var stored = vault.Encrypt(text, Place);
        stored.Split('$').Length.ShouldBe(4);
        vault.Decrypt(stored, Place).ShouldBe(text);
    }

    [Theory]
    [InlineData(CryptoProfile.International)]
    [InlineData(CryptoProfile.SM)]
    public void A_long_text_takes_less_room_than_it_had(CryptoProfile profile)
    {
        var vault = Vault.ForThisProcess(profile);
        var text = string.Concat(
            Enumerable.Range(1, 60).Select(number => $$"""{"paper":{{number}},"holder":"持证人","scope":"餐饮服务"}""")
        );
        var stored = vault.Encrypt(text, Place);
        stored.Length.ShouldBeLessThan(text.Length / 3);
        vault.Encrypt(text, Place).ShouldBe(stored, "what was not changed is not written anew");
        vault.Decrypt(stored, Place).ShouldBe(text);
        Should.Throw<CryptographicException>(() => vault.Decrypt(stored, Place with { Column = "form" }));
    }

    [Theory]
    [InlineData(1_000, "w1")]
    [InlineData(9_000, "z")]
    public void What_was_made_small_says_how(int length, string way)
    {
        var vault = Vault.ForThisProcess();
        var text = string.Concat(Enumerable.Range(0, length).Select(at => (char)('a' + (at % 7))));
        var stored = vault.Encrypt(text, Place);
        stored.Split('$')[3].ShouldBe(way);
        vault.Decrypt(stored, Place).ShouldBe(text);
    }

    [Fact]
    public void A_long_text_without_any_pattern_is_encrypted_as_it_is()
    {
        var vault = Vault.ForThisProcess();
        var text = Convert.ToBase64String(RandomNumberGenerator.GetBytes(300));
        vault.Decrypt(vault.Encrypt(text, Place), Place).ShouldBe(text);
    }

    [Theory]
    [InlineData("$aes$d1$z$")]
    [InlineData("$aes$d1$z$AAAA")]
    [InlineData("$aes$d1$z$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("$aes$d1$w1$")]
    [InlineData("$aes$d1$w1$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void What_nobody_encrypted_is_not_decrypted(string stored) =>
        Should.Throw<CryptographicException>(() => Vault.ForThisProcess().Decrypt(stored, Place));
}
