using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ParallelApproval.Identities;

/// <summary>
/// The number of a case (办件编号): 6 digits of the administrative region (GB/T 2260), 8 of the day of receipt (yyyyMMdd, Asia/Shanghai),
/// 5 of the running number of that day, and one check character (ISO 7064 MOD 11-2), so that a number read aloud at the window is checked
/// at once. The 19 digits before the check character are the key of every table that belongs to a case.
/// </summary>
/// <remarks>No national rule was found; the shape follows common practice. Running numbers may have gaps.</remarks>
public readonly record struct CaseNumber(long Key) : IComparable<CaseNumber>
{
    /// <summary>19 digits and the check character.</summary>
    public const int Length = 20;

    /// <summary>The most cases one region can receive on one day.</summary>
    public const int MostADay = 99_999;

    public static CaseNumber Of(string region, DateOnly receivedOn, int running)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(region.Length, 6);
        ArgumentOutOfRangeException.ThrowIfLessThan(running, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(running, MostADay);
        var day = (receivedOn.Year * 10_000L) + (receivedOn.Month * 100) + receivedOn.Day;
        return new(((long.Parse(region, CultureInfo.InvariantCulture) * 100_000_000) + day) * 100_000 + running);
    }

    /// <summary>
    /// The centre's own file of a day (中心卷), under the running number 0 that no case ever gets: for what concerns no single case but must
    /// stand in a chain all the same.
    /// </summary>
    public static CaseNumber OfCentre(string region, DateOnly day) => new(Of(region, day, 1).Key - 1);

    /// <summary>True for the centre's own file of a day, which is no case.</summary>
    public bool IsOfCentre => Key % 100_000 == 0;

    /// <summary>
    /// The file of one run of a flow that belongs to no case (流程卷), under the region 000000, which no place has; its running number is
    /// the run's on that day.
    /// </summary>
    public static CaseNumber OfFlow(DateOnly day, int running) => Of("000000", day, running);

    /// <summary>True for the file of a flow that belongs to no case.</summary>
    public bool IsOfFlow => Key < 10_000_000_000_000;

    /// <summary>The six digits at its head: the region whose house keeps the case, see <see cref="RegionCode"/>.</summary>
    public string Region => (Key / 10_000_000_000_000).ToString("D6", CultureInfo.InvariantCulture);

    public DateOnly ReceivedOn
    {
        get
        {
            var day = (int)(Key / 100_000 % 100_000_000);
            return new(day / 10_000, day / 100 % 100, day % 100);
        }
    }

    /// <summary>Reads a number as written or scanned; a wrong check character or an impossible day is refused.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out CaseNumber number)
    {
        number = default;
        if (
            text is not { Length: Length }
            || !long.TryParse(text.AsSpan(0, Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var key)
        )
            return false;
        if (CheckCharacter(text.AsSpan(0, Length - 1)) != char.ToUpperInvariant(text[^1]))
            return false;
        var day = text.AsSpan(6, 8);
        if (!DateOnly.TryParseExact(day, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            return false;
        number = new(key);
        return true;
    }

    public override string ToString() => string.Create(Length, Key, static (span, key) =>
        {
            key.TryFormat(span, out _, "D19", CultureInfo.InvariantCulture);
            span[^1] = CheckCharacter(span[..^1]);
        });

    public int CompareTo(CaseNumber other) => Key.CompareTo(other.Key);

    public static bool operator <(CaseNumber left, CaseNumber right) => left.Key < right.Key;

    public static bool operator >(CaseNumber left, CaseNumber right) => left.Key > right.Key;

    public static bool operator <=(CaseNumber left, CaseNumber right) => left.Key <= right.Key;

    public static bool operator >=(CaseNumber left, CaseNumber right) => left.Key >= right.Key;

    /// <summary>ISO 7064 MOD 11-2, the system that citizen numbers use.</summary>
    private static char CheckCharacter(ReadOnlySpan<char> digits)
    {
        var remainder = 0;
        foreach (var digit in digits)
            remainder = (remainder + (digit - '0')) * 2 % 11;
        return "0123456789X"[(12 - remainder) % 11];
    }
}
