using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Asn1.GM;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;

namespace ParallelApproval.Database;

/// <summary>The algorithms compute what their standards say, and nothing that was changed is decrypted.</summary>
public sealed class CryptoSuiteTests
{
    private static readonly byte[] Secret = RandomNumberGenerator.GetBytes(CryptoSuite.SecretBytes);
    private static readonly byte[] Place = new CipherPlace("t", "c", "1").ToBytes();

    public static TheoryData<string> Ciphers => ["aes", "sm4"];

    /// <summary>GB/T 32905-2016, annex A.</summary>
    [Theory]
    [InlineData("abc", "66C7F0F462EEEDD9D1F2D46BDC10E4E24167C4875CF2F7A2297DA02B8F4BA8E0")]
    [InlineData(
        "abcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcd",
        "DEBE9FF92275B8A138604889C18E5A4D6FDB70E5387E5765293DCBA39C0C5732"
    )]
    public void Sm3_is_that_of_the_standard(string words, string digest) =>
        Convert.ToHexString(Sm3(Encoding.ASCII.GetBytes(words))).ShouldBe(digest);

    /// <summary>RFC 2104 over SM3, written out.</summary>
    [Fact]
    public void The_keyed_hash_of_the_sm_profile_is_hmac_over_sm3()
    {
        byte[] Pad(byte with) => [.. Secret.Select(one => (byte)(one ^ with)), .. Enumerable.Repeat(with, 64 - Secret.Length)];
        var inner = Sm3([.. Pad(0x36), .. "words"u8]);
        CryptoSuite.Chinese.Hash(Secret, "words"u8).ShouldBe(Sm3([.. Pad(0x5c), .. inner]));
    }

    /// <summary>GB/T 32907-2016, annex A.1.</summary>
    [Fact]
    public void Sm4_is_that_of_the_standard()
    {
        var (engine, block) = (new SM4Engine(), new byte[16]);
        var key = Convert.FromHexString("0123456789ABCDEFFEDCBA9876543210");
        engine.Init(forEncryption: true, new KeyParameter(key));
        engine.ProcessBlock(key, 0, block, 0);
        Convert.ToHexString(block).ShouldBe("681EDF34D206965E86B3E94F536E4246");
    }

    /// <summary>RFC 8998, A.1.</summary>
    [Fact]
    public void Sm4_with_gcm_is_that_of_the_standard()
    {
        var plain = Convert.FromHexString(
            "AAAAAAAAAAAAAAAABBBBBBBBBBBBBBBBCCCCCCCCCCCCCCCCDDDDDDDDDDDDDDDD"
                + "EEEEEEEEEEEEEEEEFFFFFFFFFFFFFFFFEEEEEEEEEEEEEEEEAAAAAAAAAAAAAAAA"
        );
        byte[] secret = [.. Convert.FromHexString("0123456789ABCDEFFEDCBA9876543210"), .. new byte[16]];
        var (nonce, place) = (
            Convert.FromHexString("00001234567800000000ABCD"),
            Convert.FromHexString("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2")
        );
        var (cipher, tag, opened) = (new byte[64], new byte[16], new byte[64]);
        CryptoSuite.Chinese.Close(secret, nonce, plain, place, cipher, tag);
        Convert
            .ToHexString(cipher)
            .ShouldBe(
                "17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735"
                    + "D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D"
            );
        Convert.ToHexString(tag).ShouldBe("83DE3541E4C2B58177E065A9BF7B62EC");
        CryptoSuite.Chinese.Open(secret, nonce, cipher, tag, place, opened);
        opened.ShouldBe(plain);
    }

    /// <summary>GB/T 32918.5-2017, annex A.2: key, signature and digest of the recommended curve.</summary>
    [Fact]
    public void Sm2_verifies_the_signature_of_the_standard()
    {
        var named = GMNamedCurves.GetByName("sm2p256v1");
        var curve = new ECDomainParameters(named.Curve, named.G, named.N, named.H);
        var point = curve.G.Multiply(new BigInteger("3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8", 16)).Normalize();
        Convert
            .ToHexString(point.GetEncoded(compressed: false))
            .ShouldBe(
                "0409F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020"
                    + "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13"
            );
        var verifier = new SM2Signer(PlainDsaEncoding.Instance);
        verifier.Init(forSigning: false, new ECPublicKeyParameters(point, curve));
        verifier.BlockUpdate("message digest"u8);
        verifier
            .VerifySignature(
                Convert.FromHexString(
                    "F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3"
                        + "B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA"
                )
            )
            .ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Ciphers))]
    public void What_was_changed_anywhere_is_not_decrypted(string cipher)
    {
        var suite = CryptoSuite.OfCipher(cipher)!;
        var whole = suite.Encrypt(Secret, "张三 610104199001010012"u8, Place);
        suite.Decrypt(Secret, whole, Place).ShouldBe("张三 610104199001010012"u8.ToArray());
        for (var at = 0; at < whole.Length; at++)
        {
            var changed = whole.ToArray();
            changed[at] ^= 1;
            Should.Throw<CryptographicException>(() => suite.Decrypt(Secret, changed, Place));
        }

        Should.Throw<CryptographicException>(() => suite.Decrypt(Secret, whole[..20], Place));
        Should.Throw<CryptographicException>(() => suite.Decrypt(Secret, whole, new CipherPlace("t", "c", "2").ToBytes()));
        Should.Throw<CryptographicException>(() => suite.Decrypt(RandomNumberGenerator.GetBytes(32), whole, Place));
    }

    [Theory]
    [MemberData(nameof(Ciphers))]
    public void The_same_text_is_encrypted_alike_in_its_place_and_in_no_other(string cipher)
    {
        var suite = CryptoSuite.OfCipher(cipher)!;
        suite.Encrypt(Secret, "text"u8, Place).ShouldBe(suite.Encrypt(Secret, "text"u8, Place));
        var elsewhere = suite.Encrypt(Secret, "text"u8, new CipherPlace("t", "c", "2").ToBytes());
        elsewhere[..12].ShouldNotBe(suite.Encrypt(Secret, "text"u8, Place)[..12]);
    }

    private static byte[] Sm3(byte[] words)
    {
        var (digest, hash) = (new SM3Digest(), new byte[32]);
        digest.BlockUpdate(words, 0, words.Length);
        digest.DoFinal(hash, 0);
        return hash;
    }
}
