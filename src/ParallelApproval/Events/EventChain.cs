using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ParallelApproval.Database;

namespace ParallelApproval.Events;

/// <summary>
/// The chain that makes the audit trail tamper-evident: every event's hash covers its own facts and the hash before it, so a row that
/// is changed, removed, added or swapped breaks every link after it. One chain a case: a single one for the whole district would
/// make all commands wait for each other.
/// </summary>
public static class EventChain
{
    /// <summary>32 bytes: SHA-256.</summary>
    public const int HashLength = SHA256.HashSizeInBytes;

    /// <summary>The hash of an event that follows <paramref name="previous"/> (32 zero bytes for the first event of a case).</summary>
    /// <param name="key">Name of the key by which it is linked; null for what was linked before the house had keys, or outside of a
    /// store: a bare SHA-256.</param>
    public static byte[] Link(long caseKey, ReadOnlySpan<byte> previous, RecordedEvent entry, TrailKeys? keys = null, string? key = null)
    {
        // What was linked before there were keys has no such line, and its hash stays what it is.
        var through = entry.Through is null ? "" : "\n" + entry.Through;
        var facts = string.Create(
            CultureInfo.InvariantCulture,
            $"{caseKey}\n{entry.Sequence}\n{entry.Kind}\n{entry.At.UtcTicks / TimeSpan.TicksPerMicrosecond}\n"
                + $"{entry.UserName}\n{entry.Actor}\n{entry.Department}\n{entry.Branch}\n{entry.Data}{through}"
        );
        var words = new byte[HashLength + Encoding.UTF8.GetMaxByteCount(facts.Length)];
        previous.CopyTo(words);
        var length = HashLength + Encoding.UTF8.GetBytes(facts, words.AsSpan(HashLength));
        return key is null || keys is null ? SHA256.HashData(words.AsSpan(0, length)) : keys.Link(key, words.AsSpan(0, length));
    }
}
