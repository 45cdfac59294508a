using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;

namespace ParallelApproval.Database;

/// <summary>
/// Which algorithms new keys are made for (密码算法); setting <c>ParallelApproval:Crypto</c>. What was made before stays readable.
/// </summary>
public enum CryptoProfile
{
    /// <summary>AES-256-GCM (FIPS 197, SP 800-38D) and HMAC-SHA256 (RFC 2104).</summary>
    International,

    /// <summary>国密: SM4-GCM (GB/T 32907, RFC 8998) and HMAC-SM3 (GB/T 32905).</summary>
    SM,
}

/// <summary>The algorithms of a profile (密码套件), each known by a name that stands in what was made with it.</summary>
internal abstract class CryptoSuite
{
    /// <summary>Bytes of a secret, whichever part of it the cipher takes.</summary>
    public const int SecretBytes = 32;

    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    public static readonly CryptoSuite International = new WithAes();
    public static readonly CryptoSuite Chinese = new WithSm4();

    private static readonly CryptoSuite[] All = [International, Chinese];

    /// <summary>Name of the cipher in encrypted values.</summary>
    public abstract string Cipher { get; }

    /// <summary>Name of the keyed hash.</summary>
    public abstract string Mac { get; }

    public static CryptoSuite Of(CryptoProfile profile) => profile is CryptoProfile.SM ? Chinese : International;

    /// <summary>The suite of that cipher; null for a name that nobody knows.</summary>
    public static CryptoSuite? OfCipher(string name) => Array.Find(All, suite => suite.Cipher == name);

    /// <summary>The suite of that keyed hash; null for a name that nobody knows.</summary>
    public static CryptoSuite? OfMac(string name) => Array.Find(All, suite => suite.Mac == name);

    /// <summary>The keyed hash of these words, 32 bytes.</summary>
    public abstract void Hash(byte[] secret, ReadOnlySpan<byte> words, Span<byte> hash);

    public byte[] Hash(byte[] secret, ReadOnlySpan<byte> words)
    {
        var hash = new byte[32];
        Hash(secret, words, hash);
        return hash;
    }

    /// <summary>
    /// Nonce, tag and cipher text in one. The nonce is made of place and text, so that the same text in the same place is encrypted alike
    /// and nothing else is: what was not changed is not written anew, and no nonce serves two texts.
    /// </summary>
    public byte[] Encrypt(byte[] secret, ReadOnlySpan<byte> plain, byte[] place)
    {
        var whole = new byte[NonceBytes + TagBytes + plain.Length];
        Nonce(secret, plain, place).AsSpan(0, NonceBytes).CopyTo(whole);
        Close(secret, whole.AsSpan(0, NonceBytes), plain, place, whole.AsSpan(NonceBytes + TagBytes), whole.AsSpan(NonceBytes, TagBytes));
        return whole;
    }

    /// <exception cref="CryptographicException">It was not encrypted with that secret for that place.</exception>
    public byte[] Decrypt(byte[] secret, ReadOnlySpan<byte> whole, byte[] place)
    {
        if (whole.Length < NonceBytes + TagBytes)
            throw new CryptographicException("Too short to have been encrypted.");
        var plain = new byte[whole.Length - NonceBytes - TagBytes];
        Open(secret, whole[..NonceBytes], whole[(NonceBytes + TagBytes)..], whole.Slice(NonceBytes, TagBytes), place, plain);
        return plain;
    }

    internal abstract void Close(
        byte[] secret,
        ReadOnlySpan<byte> nonce,
        ReadOnlySpan<byte> plain,
        byte[] place,
        Span<byte> cipher,
        Span<byte> tag
    );

    internal abstract void Open(
        byte[] secret,
        ReadOnlySpan<byte> nonce,
        ReadOnlySpan<byte> cipher,
        ReadOnlySpan<byte> tag,
        byte[] place,
        Span<byte> plain
    );

    // Under a secret of its own, so that a nonce tells nothing of the text.
    private byte[] Nonce(byte[] secret, ReadOnlySpan<byte> plain, byte[] place)
    {
        var words = new byte[4 + place.Length + plain.Length];
        BinaryPrimitives.WriteInt32LittleEndian(words, place.Length);
        place.CopyTo(words.AsSpan(4));
        plain.CopyTo(words.AsSpan(4 + place.Length));
        return Hash(Hash(secret, "nonce"u8), words);
    }

    private sealed class WithAes : CryptoSuite
    {
        public override string Cipher => "aes";

        public override string Mac => "HMAC-SHA256";

        public override void Hash(byte[] secret, ReadOnlySpan<byte> words, Span<byte> hash) => HMACSHA256.HashData(secret, words, hash);

        internal override void Close(
            byte[] secret,
            ReadOnlySpan<byte> nonce,
            ReadOnlySpan<byte> plain,
            byte[] place,
            Span<byte> cipher,
            Span<byte> tag
        )
        {
            using var aes = new AesGcm(secret, TagBytes);
            aes.Encrypt(nonce, plain, cipher, tag, place);
        }

        internal override void Open(
            byte[] secret,
            ReadOnlySpan<byte> nonce,
            ReadOnlySpan<byte> cipher,
            ReadOnlySpan<byte> tag,
            byte[] place,
            Span<byte> plain
        )
        {
            using var aes = new AesGcm(secret, TagBytes);
            aes.Decrypt(nonce, cipher, tag, plain, place);
        }
    }

    private sealed class WithSm4 : CryptoSuite
    {
        private const int KeyBytes = 16;

        public override string Cipher => "sm4";

        public override string Mac => "HMAC-SM3";

        public override void Hash(byte[] secret, ReadOnlySpan<byte> words, Span<byte> hash)
        {
            var mac = new HMac(new SM3Digest());
            mac.Init(new KeyParameter(secret));
            mac.BlockUpdate(words);
            mac.DoFinal(hash);
        }

        internal override void Close(
            byte[] secret,
            ReadOnlySpan<byte> nonce,
            ReadOnlySpan<byte> plain,
            byte[] place,
            Span<byte> cipher,
            Span<byte> tag
        )
        {
            var whole = Run(forEncryption: true, secret, nonce, plain.ToArray(), place);
            whole.AsSpan(0, plain.Length).CopyTo(cipher);
            whole.AsSpan(plain.Length).CopyTo(tag);
        }

        internal override void Open(
            byte[] secret,
            ReadOnlySpan<byte> nonce,
            ReadOnlySpan<byte> cipher,
            ReadOnlySpan<byte> tag,
            byte[] place,
            Span<byte> plain
        ) => Run(forEncryption: false, secret, nonce, [.. cipher, .. tag], place).CopyTo(plain);

        // SM4 takes 128 bits; the rest of the secret is for the hash alone.
        private static byte[] Run(bool forEncryption, byte[] secret, ReadOnlySpan<byte> nonce, byte[] input, byte[] place)
        {
            var gcm = new GcmBlockCipher(new SM4Engine());
            gcm.Init(forEncryption, new AeadParameters(new KeyParameter(secret, 0, KeyBytes), TagBytes * 8, nonce.ToArray(), place));
            var output = new byte[gcm.GetOutputSize(input.Length)];
            try
            {
                var length = gcm.ProcessBytes(input, 0, input.Length, output, 0);
                gcm.DoFinal(output, length);
                return output;
            }
            catch (InvalidCipherTextException changed)
            {
                throw new CryptographicException("It was not encrypted with that key for that place.", changed);
            }
        }
    }
}

/// <summary>Where an encrypted value stands (密文位置): it is decrypted nowhere else.</summary>
/// <param name="Table">Name of the table.</param>
/// <param name="Column">Name of the column.</param>
/// <param name="Marks">What tells the row apart, in an order that never changes.</param>
internal readonly record struct CipherPlace(string Table, string Column, params string[] Marks)
{
    public byte[] ToBytes() => Encoding.UTF8.GetBytes(string.Join('\n', [Table, Column, .. Marks]));

    public override string ToString() => $"{Table}.{Column} ({string.Join(", ", Marks)})";
}
