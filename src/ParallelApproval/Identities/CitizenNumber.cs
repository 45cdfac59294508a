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
    /// Reads what was typed. Refuses, for the given field: other lengths and characters and impossible dates
    /// (<c>citizen_number_malformed</c>), births after today (<c>citizen_number_unborn</c>), wrong check
    /// (<c>citizen_number_check_failed</c>).
    /// </summary>
    /// <param name="today">Today by official time.</param>
    /// <param name="field">JSON path of the input.</param>
    public static ErrorOr<CitizenNumber> Parse(string? typed, DateOnly today, string field = "idNumber")
    {
        var text = TypedText.Clean(typed);
        if (!HasShape(text, out var born))
            return Refusal.Input(field, RefusalCode.CitizenNumberMalformed, ("length", text.Length));
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

    private static bool HasShape(string text, out DateOnly born)
    {
        born = default;
        return text.Length == 18
            && !text.AsSpan(0, 17).ContainsAnyExceptInRange('0', '9')
            && (char.IsAsciiDigit(text[17]) || text[17] == 'X')
            && DateOnly.TryParseExact(text.AsSpan(6, 8), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out born);
    }

    public override string ToString() => Masked;
}
