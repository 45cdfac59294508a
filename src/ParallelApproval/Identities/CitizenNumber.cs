using System.Collections.Frozen;
using System.Globalization;
using ErrorOr;
using ParallelApproval.Refusals;

namespace ParallelApproval.Identities;

/// <summary>
/// A citizen number (公民身份号码, GB 11643): 6 digits region, 8 date of birth, 3 order within the day (odd male, even female), 1 check
/// character. Always 18 characters, upper case; only valid ones exist as a value. Personal data: show <see cref="Masked"/>.
/// </summary>
public readonly record struct CitizenNumber
{
    private const string CheckCharacters = "10X98765432";
    private const int OldLength = 15;

    // GB/T 2260, first two digits; cards of Taiwan's 71 are issued under 83.
    private static readonly FrozenSet<string> Provinces =
    [
        .. "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65".Split(' '),
    ];

    private static readonly FrozenSet<string> Municipalities = ["11", "12", "31", "50"];

    private static ReadOnlySpan<byte> Weights => [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    private readonly string? _value;

    private CitizenNumber(string value) => _value = value;

    /// <summary>The 18 characters.</summary>
    public string Value => _value ?? "";

    /// <summary>Region in which it was first given (GB/T 2260), e.g. 610104.</summary>
    public string Region => Value[..6];

    public DateOnly Born => DateOnly.ParseExact(Value.AsSpan(6, 8), "yyyyMMdd", CultureInfo.InvariantCulture);

    public bool IsMale => (Value[16] - '0') % 2 == 1;

    /// <summary>Region and last character only: <c>610104***********X</c>.</summary>
    public string Masked => $"{Value[..6]}***********{Value[17]}";

    /// <summary>
    /// Reads what was typed. Refuses, for the given field, with the cause: other lengths and characters (<c>citizen_number_malformed</c>),
    /// the
    /// 15 digits of cards issued before 1999 (<c>citizen_number_old</c>), what a spreadsheet has rounded (<c>citizen_number_rounded</c>),
    /// days
    /// that no calendar has (<c>citizen_number_no_such_day</c>), births after today (<c>citizen_number_unborn</c>), wrong check
    /// (<c>citizen_number_check_failed</c>). Regions are not refused, withdrawn ones are good for ever; see <see cref="IsRegionOdd"/>.
    /// </summary>
    /// <param name="today">Today by official time.</param>
    /// <param name="field">JSON path of the input.</param>
    public static ErrorOr<CitizenNumber> Parse(string? typed, DateOnly today, string field = "idNumber")
    {
        var text = TypedText.Clean(typed);
        if (text.Length == OldLength && !text.AsSpan().ContainsAnyExceptInRange('0', '9'))
            return Refusal.Input(field, RefusalCode.CitizenNumberOld);
        if (IsRounded(text))
            return Refusal.Input(field, RefusalCode.CitizenNumberRounded);
        if (!HasShape(text))
            return Refusal.Input(field, RefusalCode.CitizenNumberMalformed, ("length", text.Length));
        if (!DateOnly.TryParseExact(text.AsSpan(6, 8), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var born))
            return Refusal.Input(field, RefusalCode.CitizenNumberNoSuchDay, ("born", $"{text[6..10]}-{text[10..12]}-{text[12..14]}"));
        if (born > today)
            return Refusal.Input(field, RefusalCode.CitizenNumberUnborn, ("born", born));
        if (text[17] != CheckCharacter(text))
            return Refusal.Input(field, RefusalCode.CitizenNumberCheckFailed);
        return new CitizenNumber(text);
    }

    /// <summary>The number whose first 17 digits these are, with its check character: for people who never lived.</summary>
    internal static CitizenNumber Complete(string digits) => new(digits + CheckCharacter(digits));

    /// <summary>The check character of the first 17 digits (ISO 7064, MOD 11-2).</summary>
    internal static char CheckCharacter(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var at = 0; at < 17; at++)
            sum += (digits[at] - '0') * Weights[at];
        return CheckCharacters[sum % 11];
    }

    /// <summary>
    /// Whether no card ever had such a region, which is confirmed at the window and not refused: no province, or a part of a municipality
    /// that there never was. Residents of Hong Kong, Macao and Taiwan (810000, 820000, 830000) and foreigners with the card of 2023 (9…)
    /// are
    /// not odd.
    /// </summary>
    public bool IsRegionOdd
    {
        get
        {
            var region = Region;
            if (region[0] == '9' || region is "810000" or "820000" or "830000")
                return false;
            var (province, city) = (region[..2], region[2..4]);
            return !Provinces.Contains(province)
                || city == "00"
                || region[4..] == "00"
                || (Municipalities.Contains(province) && city is not ("01" or "02" or "03"));
        }
    }

    private static bool HasShape(string text) =>
        text.Length == 18 && !text.AsSpan(0, 17).ContainsAnyExceptInRange('0', '9') && (char.IsAsciiDigit(text[17]) || text[17] == 'X');

    // 6.10104E+17, and the noughts that take the place of the last three figures when it is shown as a number.
    private static bool IsRounded(string text) =>
        text.Contains("E+", StringComparison.Ordinal)
        || (HasShape(text) && text.EndsWith("000", StringComparison.Ordinal) && text[17] != CheckCharacter(text));

    public override string ToString() => Masked;
}
