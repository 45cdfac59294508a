using ErrorOr;
using ParallelApproval.Refusals;

namespace ParallelApproval.Identities;

/// <summary>
/// A telephone number (联系电话) of the mainland: a mobile number of 11 digits beginning 13 to 19, or a fixed line of 10 to 12 digits
/// beginning with 0. Kept as digits only, without +86.
/// </summary>
public readonly record struct PhoneNumber
{
    private readonly string? _value;

    private PhoneNumber(string value) => _value = value;

    /// <summary>Digits only.</summary>
    public string Value => _value ?? "";

    /// <summary>Whether a text message can reach it.</summary>
    public bool IsMobile => Value.StartsWith('1');

    /// <summary>The first three and last four digits: <c>138****0000</c>.</summary>
    public string Masked => $"{Value[..3]}{new string('*', Value.Length - 7)}{Value[^4..]}";

    /// <summary>Reads what was typed; refuses <c>phone_number_malformed</c>.</summary>
    /// <param name="field">JSON path of the input.</param>
    public static ErrorOr<PhoneNumber> Parse(string? typed, string field = "phone")
    {
        var digits = TypedText.Clean(typed).Replace("(", "", StringComparison.Ordinal).Replace(")", "", StringComparison.Ordinal);
        digits =
            digits.StartsWith("+86", StringComparison.Ordinal) ? digits[3..]
            : digits.StartsWith("0086", StringComparison.Ordinal) ? digits[4..]
            : digits;
        if (digits.Length == 0 || digits.AsSpan().ContainsAnyExceptInRange('0', '9') || !(IsMobileShape(digits) || IsFixedShape(digits)))
            return Refusal.Input(field, RefusalCode.PhoneNumberMalformed, ("length", digits.Length));
        return new PhoneNumber(digits);
    }

    private static bool IsMobileShape(string digits) => digits.Length == 11 && digits[0] == '1' && digits[1] is >= '3' and <= '9';

    private static bool IsFixedShape(string digits) => digits.Length is >= 10 and <= 12 && digits[0] == '0' && digits[1] != '0';

    public override string ToString() => Masked;
}
