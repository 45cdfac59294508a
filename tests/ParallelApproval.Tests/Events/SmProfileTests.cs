using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Database;
using ParallelApproval.Testing;

namespace ParallelApproval.Events;

/// <summary>国密: a house whose keys are of the SM profile, and one that goes over to it.</summary>
public sealed class SmProfileTests(TestCluster cluster)
{
    private const string Sm = "sm OTEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY= HMAC-SM3";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_trail_goes_over_to_sm3_and_what_was_linked_before_holds()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        await using var chinese = await TestHouse.SecondNodeAsync(house.Database, Cancellation, services =>
            services.AddSingleton(TrailKeys.Parse(TestKeys.Written + ";" + Sm)).AddSingleton(new CryptoChoice(CryptoProfile.SM))
        );
        await chinese.Get<TrailSetup>().EstablishAsync(Cancellation);
        (await chinese.DecideAsync(number, 1)).IsError.ShouldBeFalse();
        (await chinese.Get<AuditQueries>().VerifyAsync(Cancellation)).Holds.ShouldBeTrue();
        (await house.Database.AskAsync<string>("SELECT string_agg(method, ' ' ORDER BY id) FROM trail_keys", Cancellation)).ShouldBe(
            "HMAC-SM3 HMAC-SHA256"
        );
    }

    [Fact]
    public async Task A_root_is_signed_so_that_whoever_has_the_public_key_judges_the_line()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.ReceiveAsync(Catering.Drill);
        var keys = TrailKeys.Parse(TestKeys.Written + ";" + Sm);
        await using var chinese = await TestHouse.SecondNodeAsync(house.Database, Cancellation, services => services.AddSingleton(keys));
        await chinese.Get<TrailSetup>().EstablishAsync(Cancellation);

        var line = (await chinese.Get<TrailRoots>().MakeAsync(Cancellation)).Split(' ');
        var (digest, signature) = (Convert.FromHexString(line[4]), Convert.FromHexString(line[5]["sm2:".Length..]));
        var publicKey = RootSignature.PublicKey(keys, "sm")!;
        RootSignature.Verify(publicKey, digest, signature).ShouldBeTrue();
        signature[9] ^= 1;
        RootSignature.Verify(publicKey, digest, signature).ShouldBeFalse();
        RootSignature.PublicKey(keys, "test").ShouldBeNull("roots under it are not signed");
        (await chinese.Get<AuditQueries>().VerifyAsync(Cancellation, string.Join(' ', line))).Holds.ShouldBeTrue();

        await house.Database.DoAsync("UPDATE trail_roots SET signature = NULL", Cancellation);
        (await chinese.Get<AuditQueries>().VerifyAsync(Cancellation)).Holds.ShouldBeFalse();
    }

    [Fact]
    public void Marks_and_values_of_the_two_profiles_differ_and_each_is_its_own()
    {
        var (one, other) = (Vault.ForThisProcess(), Vault.ForThisProcess(CryptoProfile.SM));
        var place = new CipherPlace("t", "c", "1");
        one.Encrypt("text", place).ShouldStartWith("$aes$d1$");
        other.Encrypt("text", place).ShouldStartWith("$sm4$d1$");
        other.Decrypt(other.Encrypt("text", place), place).ShouldBe("text");
        Should.Throw<CryptographicException>(() => one.Decrypt(other.Encrypt("text", place), place));
        one.Decrypt("text", place).ShouldBe("text", "it was never encrypted");
        Encoding.UTF8.GetByteCount(other.LongMarkOf("of", "text")).ShouldBe(44);
    }
}
