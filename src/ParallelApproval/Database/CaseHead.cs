namespace ParallelApproval.Database;

/// <summary>
/// The head of a chain as it is sealed (链首封签): how many entries, the hash of the last, and the sum of the rows. Nobody without the key can
/// make one, so a chain cannot be cut and its head set back.
/// </summary>
internal static class CaseHead
{
    /// <summary>The chain of the house has no case number, and no rows of its own.</summary>
    public const long OfHouse = 0;

    public static (byte[] Seal, string Key) Seal(TrailKeys keys, long caseKey, int count, byte[] hash, byte[]? sum) =>
        (keys.Seal(Words(caseKey, count, hash, sum).Written), keys.Current);

    public static bool IsSealed(TrailKeys keys, long caseKey, int count, byte[] hash, byte[]? sum, byte[]? seal, string? key) =>
        seal is not null && keys.IsSealed(key, Words(caseKey, count, hash, sum).Written, seal);

    private static RowBytes Words(long caseKey, int count, byte[] hash, byte[]? sum)
    {
        var words = RowBytes.Begin("head");
        words.Number(caseKey);
        words.Number(count);
        words.Bytes(hash);
        words.Bytes(sum);
        return words;
    }
}
