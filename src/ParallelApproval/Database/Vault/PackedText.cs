using System.IO.Compression;

namespace ParallelApproval.Database;

/// <summary>
/// Longer texts are made small before they are encrypted (先压缩后加密), because what is encrypted cannot be made small any more: in the table
/// and in the log the facts of a paper take a third of their room by <see cref="Deflate"/> (RFC 1951), a sixth by <see cref="ByWords"/>
/// (<see cref="WordPacking"/>).
/// </summary>
/// <remarks>
/// How long a value is tells a little more of its content than before. Nobody who sends a text sees how long it became, so there is nothing
/// to guess it by (as there is where the one who guesses watches the line, CVE-2012-4929).
/// </remarks>
internal static class PackedText
{
    /// <summary>How it was made small, as it stands in the value: deflate.</summary>
    public const string Deflate = "z";

    /// <summary>How it was made small, as it stands in the value: by the first list of words.</summary>
    public const string ByWords = "w1";

    // What is shorter gains nothing; what is longer says more words of its own than of the list.
    private const int Shortest = 40;
    private const int LongestByWords = 8 * 1024;

    /// <summary>The text made small, or as it was when that brings nothing.</summary>
    /// <param name="way">How; null for a text as it was.</param>
    public static ReadOnlySpan<byte> Pack(byte[] text, out string? way)
    {
        way = null;
        if (text.Length < Shortest)
            return text;
        ReadOnlySpan<byte> small = text.Length <= LongestByWords ? WordPacking.Pack(text) : Deflated(text);
        if (small.Length + ByWords.Length + 1 >= text.Length)
            return text;
        way = text.Length <= LongestByWords ? ByWords : Deflate;
        return small;
    }

    /// <summary>Whether values were ever made small that way.</summary>
    public static bool IsKnown(string way) => way is Deflate or ByWords;

    /// <exception cref="InvalidDataException">It was not made by <see cref="Pack"/>.</exception>
    public static byte[] Unpack(byte[] small, string way)
    {
        if (way == ByWords)
            return WordPacking.Unpack(small);
        using var deflate = new DeflateStream(new MemoryStream(small), CompressionMode.Decompress);
        using var text = new MemoryStream(small.Length * 3);
        deflate.CopyTo(text);
        return text.ToArray();
    }

    private static ReadOnlySpan<byte> Deflated(byte[] text)
    {
        using var small = new MemoryStream(text.Length);
        using (var deflate = new DeflateStream(small, CompressionLevel.Fastest, leaveOpen: true))
            deflate.Write(text);
        return small.GetBuffer().AsSpan(0, (int)small.Length);
    }
}
