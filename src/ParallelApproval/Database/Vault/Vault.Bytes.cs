using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ParallelApproval.Database;

/// <summary>
/// Files in columns (文件加密): encrypted piece by piece, so that besides the file itself nothing of its size is held. Begins with four bytes
/// with which no file of a known format begins, then the key, the length, and each piece with its tag; a piece is bound to its place in the
/// file and to the length of the file.
/// </summary>
public sealed partial class Vault
{
    private const int PieceBytes = 64 * 1024;
    private const int TagBytes = 16;
    private const int SeedBytes = 8;

    private static readonly byte[] FileMark = [0, (byte)'P', (byte)'A', 1];

    /// <summary>Encrypts a file for its place, with the newest key.</summary>
    internal byte[] EncryptFile(ReadOnlySpan<byte> plain, CipherPlace place)
    {
        var key = Current;
        var name = Encoding.ASCII.GetBytes($"{key.Suite.Cipher}{Mark}{key.Id}");
        var head = FileMark.Length + 1 + name.Length + SeedBytes + sizeof(int);
        var whole = new byte[head + plain.Length + (TagBytes * Pieces(plain.Length))];
        FileMark.CopyTo(whole, 0);
        whole[FileMark.Length] = (byte)name.Length;
        name.CopyTo(whole, FileMark.Length + 1);
        // No two files of one key have the same, so that no nonce serves two pieces.
        var seed = whole.AsSpan(head - sizeof(int) - SeedBytes, SeedBytes);
        RandomNumberGenerator.Fill(seed);
        BinaryPrimitives.WriteInt32LittleEndian(whole.AsSpan(head - sizeof(int)), plain.Length);

        var (nonce, about) = (new byte[SeedBytes + sizeof(int)], About(place, plain.Length));
        seed.CopyTo(nonce);
        for (int piece = 0, from = 0, to = head; from < plain.Length; piece++, from += PieceBytes)
        {
            var part = plain.Slice(from, Math.Min(PieceBytes, plain.Length - from));
            Number(nonce, about, piece);
            key.Suite.Close(key.Secret, nonce, part, about, whole.AsSpan(to + TagBytes, part.Length), whole.AsSpan(to, TagBytes));
            to += TagBytes + part.Length;
        }

        return whole;
    }

    /// <summary>Decrypts a file; one that is not encrypted is given back as it is.</summary>
    /// <exception cref="CryptographicException">It was not encrypted for that place, or somebody has changed it.</exception>
    internal byte[] DecryptFile(byte[] stored, CipherPlace place)
    {
        if (!IsEncryptedFile(stored))
            return stored;
        var nameLength = stored[FileMark.Length];
        var head = FileMark.Length + 1 + nameLength + SeedBytes + sizeof(int);
        if (stored.Length < head)
            throw Changed(place);
        var name = Encoding.ASCII.GetString(stored, FileMark.Length + 1, nameLength).Split(Mark);
        var key = name is [_, var id] && Find(id) is { } known && known.Suite.Cipher == name[0] ? known : throw Changed(place);
        var length = BinaryPrimitives.ReadInt32LittleEndian(stored.AsSpan(head - sizeof(int)));
        if (length < 0 || stored.Length != head + (long)length + (TagBytes * (long)Pieces(length)))
            throw Changed(place);

        var (plain, nonce, about) = (new byte[length], new byte[SeedBytes + sizeof(int)], About(place, length));
        stored.AsSpan(head - sizeof(int) - SeedBytes, SeedBytes).CopyTo(nonce);
        for (int piece = 0, to = 0, from = head; to < length; piece++, to += PieceBytes)
        {
            var part = plain.AsSpan(to, Math.Min(PieceBytes, length - to));
            Number(nonce, about, piece);
            key.Suite.Open(key.Secret, nonce, stored.AsSpan(from + TagBytes, part.Length), stored.AsSpan(from, TagBytes), about, part);
            from += TagBytes + part.Length;
        }

        return plain;
    }

    /// <summary>Decrypts a file; one that cannot be decrypted is given back as it lies there.</summary>
    internal byte[] DecryptFileOrLeave(byte[] stored, CipherPlace place)
    {
        try
        {
            return DecryptFile(stored, place);
        }
        catch (CryptographicException)
        {
            return stored;
        }
    }

    /// <summary>Whether that file is encrypted.</summary>
    internal static bool IsEncryptedFile(ReadOnlySpan<byte> stored) => stored.Length > FileMark.Length && stored.StartsWith(FileMark);

    private static int Pieces(int length) => (length + PieceBytes - 1) / PieceBytes;

    private static byte[] About(CipherPlace place, int length)
    {
        byte[] about = [.. place.ToBytes(), .. new byte[2 * sizeof(int)]];
        BinaryPrimitives.WriteInt32LittleEndian(about.AsSpan(^(2 * sizeof(int))), length);
        return about;
    }

    private static void Number(byte[] nonce, byte[] about, int piece)
    {
        BinaryPrimitives.WriteInt32LittleEndian(nonce.AsSpan(SeedBytes), piece);
        BinaryPrimitives.WriteInt32LittleEndian(about.AsSpan(^sizeof(int)), piece);
    }

    private static CryptographicException Changed(CipherPlace place) => new($"{place} does not hold what was encrypted for it.");
}
