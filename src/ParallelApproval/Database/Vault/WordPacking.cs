using System.Collections.Concurrent;
using ZstdSharp;

namespace ParallelApproval.Database;

/// <summary>
/// Makes texts of the house small by words that both ends know (预置词表压缩): Zstandard (RFC 8878) behind a preset dictionary,
/// <c>words-1.txt</c>, which says what papers and notices say again and again.
/// </summary>
/// <remarks>
/// A list of words never changes once a value has been made small by it; better words are a second list with a name of its own. It holds
/// nothing of a district.
/// </remarks>
internal static class WordPacking
{
    // The words do the work: more effort than this makes no text of ours smaller.
    private const int Level = 1;

    // A text is a few kB; whoever says more has not been packed here.
    private const int LongestText = 1 << 20;

    private static readonly byte[] Words = ReadWords();

    // To take in the words costs more than to make a text small by them; one that is in use serves nobody else.
    private static readonly ConcurrentBag<Compressor> Packers = [];
    private static readonly ConcurrentBag<Decompressor> Unpackers = [];

    /// <summary>The text made small; it may be longer than it was.</summary>
    public static byte[] Pack(ReadOnlySpan<byte> text)
    {
        if (!Packers.TryTake(out var packer))
        {
            packer = new(Level);
            packer.LoadDictionary(Words);
        }

        var small = packer.Wrap(text).ToArray();
        Packers.Add(packer);
        return small;
    }

    /// <exception cref="InvalidDataException">It was not made by <see cref="Pack"/>, or says more than any text of ours.</exception>
    public static byte[] Unpack(ReadOnlySpan<byte> small)
    {
        if (!Unpackers.TryTake(out var unpacker))
        {
            unpacker = new();
            unpacker.LoadDictionary(Words);
        }

        try
        {
            return unpacker.Unwrap(small, LongestText).ToArray();
        }
        catch (ZstdException wrong)
        {
            throw new InvalidDataException("Expected a text made small by words, but it is not one.", wrong);
        }
        finally
        {
            Unpackers.Add(unpacker);
        }
    }

    private static byte[] ReadWords()
    {
        using var stream = typeof(WordPacking).Assembly.GetManifestResourceStream("ParallelApproval.Database.Vault.words-1.txt")!;
        var words = new byte[stream.Length];
        stream.ReadExactly(words);
        return words;
    }
}
