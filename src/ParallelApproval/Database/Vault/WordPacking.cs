using System.Buffers;
using System.Buffers.Binary;

namespace ParallelApproval.Database;

/// <summary>
/// Makes texts of the house small by words that both ends know (预置词表压缩): the block format of LZ4 behind a preset dictionary,
/// <c>words-1.txt</c>, which says what papers and notices say again and again. A text of 1,500 bytes needs no state but its own, and no
/// table of codes. The same text always becomes the same bytes.
/// </summary>
/// <remarks>
/// A list of words never changes once a value has been made small by it; better words are a second list with a name of its own. It holds
/// nothing of a district. Format: https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md (its rules for the end of a block, which
/// serve faster decoders, are not kept).
/// </remarks>
internal static class WordPacking
{
    private const int ShortestMatch = 4;
    private const int InToken = 15;
    private const int HashBits = 12;

    // How many places with the same beginning are looked at; all lie near enough to be named in two bytes.
    private const int Looks = 8;

    // A text is a few kB; whoever says more has not been packed here.
    private const int LongestText = 1 << 20;

    private static readonly byte[] Words = ReadWords();
    private static readonly (short[] Newest, short[] Before) Known = Index();

    /// <summary>The text made small; it may be longer than it was.</summary>
    /// <param name="text">At most 24 kB.</param>
    public static byte[] Pack(ReadOnlySpan<byte> text)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(text.Length, short.MaxValue - Words.Length);
        var length = Words.Length + text.Length;
        var whole = ArrayPool<byte>.Shared.Rent(length);
        var newest = ArrayPool<short>.Shared.Rent(1 << HashBits);
        var before = ArrayPool<short>.Shared.Rent(length);
        try
        {
            Words.CopyTo(whole, 0);
            text.CopyTo(whole.AsSpan(Words.Length));
            Known.Newest.CopyTo(newest, 0);
            Known.Before.CopyTo(before, 0);
            return Pack(whole.AsSpan(0, length), newest, before);
        }
        finally
        {
            // It is personal data.
            ArrayPool<byte>.Shared.Return(whole, clearArray: true);
            ArrayPool<short>.Shared.Return(newest);
            ArrayPool<short>.Shared.Return(before);
        }
    }

    /// <exception cref="InvalidDataException">It was not made by <see cref="Pack(ReadOnlySpan{byte})"/>.</exception>
    public static byte[] Unpack(ReadOnlySpan<byte> small)
    {
        var text = new ArrayBufferWriter<byte>(Math.Max(small.Length * 4, 64));
        for (var at = 0; at < small.Length; )
        {
            var token = small[at++];
            var literals = Length(token >> 4, small, ref at);
            if (literals > small.Length - at)
                throw Wrong();
            text.Write(small.Slice(at, literals));
            at += literals;
            if (at == small.Length)
                break;
            if (small.Length - at < sizeof(ushort))
                throw Wrong();
            var back = BinaryPrimitives.ReadUInt16LittleEndian(small[at..]);
            at += sizeof(ushort);
            Repeat(text, back, Length(token & InToken, small, ref at) + ShortestMatch);
        }

        return text.WrittenSpan.ToArray();
    }

    private static byte[] Pack(ReadOnlySpan<byte> whole, Span<short> newest, Span<short> before)
    {
        var small = new ArrayBufferWriter<byte>(whole.Length - Words.Length + 64);
        var (at, said) = (Words.Length, Words.Length);
        while (at < whole.Length)
        {
            var (from, length) = Longest(whole, at, newest, before);
            if (length < ShortestMatch)
            {
                Note(whole, at++, newest, before);
                continue;
            }

            Write(small, whole[said..at], at - from, length);
            for (var end = at + length; at < end; at++)
                Note(whole, at, newest, before);
            said = at;
        }

        if (said < whole.Length)
            Write(small, whole[said..], 0, 0);
        return small.WrittenSpan.ToArray();
    }

    private static (int From, int Length) Longest(ReadOnlySpan<byte> whole, int at, ReadOnlySpan<short> newest, ReadOnlySpan<short> before)
    {
        var (from, longest) = (0, 0);
        if (at + ShortestMatch > whole.Length)
            return (0, 0);
        var rest = whole[at..];
        var place = (int)newest[HashAt(whole, at)];
        for (var look = 0; look < Looks && place >= 0; look++, place = before[place])
        {
            var length = rest.CommonPrefixLength(whole[place..]);
            if (length > longest)
                (from, longest) = (place, length);
        }

        return (from, longest);
    }

    private static void Note(ReadOnlySpan<byte> whole, int at, Span<short> newest, Span<short> before)
    {
        if (at + ShortestMatch > whole.Length)
            return;
        var hash = HashAt(whole, at);
        before[at] = newest[hash];
        newest[hash] = (short)at;
    }

    private static void Write(ArrayBufferWriter<byte> small, ReadOnlySpan<byte> literals, int back, int length)
    {
        var more = length == 0 ? 0 : length - ShortestMatch;
        Put(small, (byte)((Math.Min(literals.Length, InToken) << 4) | Math.Min(more, InToken)));
        PutRest(small, literals.Length);
        small.Write(literals);
        if (length == 0)
            return;
        BinaryPrimitives.WriteUInt16LittleEndian(small.GetSpan(sizeof(ushort)), (ushort)back);
        small.Advance(sizeof(ushort));
        PutRest(small, more);
    }

    private static void PutRest(ArrayBufferWriter<byte> small, int length)
    {
        if (length < InToken)
            return;
        for (length -= InToken; length >= byte.MaxValue; length -= byte.MaxValue)
            Put(small, byte.MaxValue);
        Put(small, (byte)length);
    }

    private static void Put(ArrayBufferWriter<byte> small, byte one)
    {
        small.GetSpan(1)[0] = one;
        small.Advance(1);
    }

    private static int Length(int inToken, ReadOnlySpan<byte> small, ref int at)
    {
        var length = inToken;
        for (int more = inToken == InToken ? byte.MaxValue : 0; more == byte.MaxValue; length += more)
        {
            if (at == small.Length || length > LongestText)
                throw Wrong();
            more = small[at++];
        }

        return length;
    }

    private static void Repeat(ArrayBufferWriter<byte> text, int back, int length)
    {
        var from = Words.Length + text.WrittenCount - back;
        if (back == 0 || from < 0 || text.WrittenCount + length > LongestText)
            throw Wrong();
        var next = text.GetSpan(length);
        var said = text.WrittenSpan;
        // What is repeated may reach into what is being written.
        for (var at = 0; at < length; at++, from++)
            next[at] =
                from < Words.Length ? Words[from]
                : from - Words.Length < said.Length ? said[from - Words.Length]
                : next[from - Words.Length - said.Length];
        text.Advance(length);
    }

    private static int HashAt(ReadOnlySpan<byte> whole, int at) =>
        (int)((BinaryPrimitives.ReadUInt32LittleEndian(whole[at..]) * 2_654_435_761u) >> (32 - HashBits));

    private static byte[] ReadWords()
    {
        using var stream = typeof(WordPacking).Assembly.GetManifestResourceStream("ParallelApproval.Database.Vault.words-1.txt")!;
        var words = new byte[stream.Length];
        stream.ReadExactly(words);
        return words;
    }

    private static (short[] Newest, short[] Before) Index()
    {
        var (newest, before) = (new short[1 << HashBits], new short[Words.Length]);
        newest.AsSpan().Fill(-1);
        before.AsSpan().Fill(-1);
        for (var at = 0; at < Words.Length; at++)
            Note(Words, at, newest, before);
        return (newest, before);
    }

    private static InvalidDataException Wrong() => new("Expected a text made small by words, but it is not one.");
}
