using System.IO.Compression;

namespace ParallelApproval.Database;

/// <summary>
/// Longer texts are made small before they are encrypted (先压缩后加密), because what is encrypted cannot be made small any more: facts of a
/// paper take a third of their room, in the table and in the log. Deflate, RFC 1951.
/// </summary>
/// <remarks>
/// How long a value is tells a little more of its content than before. Nobody who sends a text sees how long it became, so there is nothing
/// to guess it by (as there is where the one who guesses watches the line, CVE-2012-4929).
/// </remarks>
internal static class PackedText
{
    // What is shorter gains nothing.
    private const int Shortest = 256;

    /// <summary>The text made small, or as it was when that brings nothing.</summary>
    public static ReadOnlySpan<byte> Pack(byte[] text, out bool isPacked)
    {
        isPacked = false;
        if (text.Length < Shortest)
            return text;
        using var small = new MemoryStream(text.Length);
        using (var deflate = new DeflateStream(small, CompressionLevel.Fastest, leaveOpen: true))
            deflate.Write(text);
        isPacked = small.Length < text.Length;
        return isPacked ? small.GetBuffer().AsSpan(0, (int)small.Length) : text;
    }

    /// <exception cref="InvalidDataException">It was not made by <see cref="Pack"/>.</exception>
    public static byte[] Unpack(byte[] small)
    {
        using var deflate = new DeflateStream(new MemoryStream(small), CompressionMode.Decompress);
        using var text = new MemoryStream(small.Length * 3);
        deflate.CopyTo(text);
        return text.ToArray();
    }
}
