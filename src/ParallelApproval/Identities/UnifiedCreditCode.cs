using ErrorOr;
using ParallelApproval.Refusals;

namespace ParallelApproval.Identities;

/// <summary>
/// A unified social credit code (统一社会信用代码, GB 32100-2015): 1 registering authority, 1 type, 6 region, 9 organisation code, 1 check;
/// an alphabet of 31 without I, O, S, V, Z. Old codes in real use do not all pass the check, so a failed check is a fact of the value
/// and a warning for the clerk, not a refusal.
/// </summary>
public readonly record struct UnifiedCreditCode
{
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static ReadOnlySpan<byte> Weights => [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

    private readonly string? _value;

    private UnifiedCreditCode(string value, bool checkHolds) => (_value, CheckHolds) = (value, checkHolds);

    /// <summary>The 18 characters.</summary>
    public string Value => _value ?? "";

    /// <summary>False when the check character does not fit: to be confirmed by whoever typed it.</summary>
    public bool CheckHolds { get; }

    /// <summary>Region (GB/T 2260), e.g. 610104.</summary>
    public string Region => Value.Substring(2, 6);

    /// <summary>The nine characters of the organisation code inside (组织机构代码).</summary>
    public string OrganisationCode => Value.Substring(8, 9);

    /// <summary>
    /// Reads what was typed. Refuses other lengths and characters as <c>credit_code_malformed</c>; a wrong check only shows in
    /// <see cref="CheckHolds"/>.
    /// </summary>
    /// <param name="field">JSON path of the input.</param>
    public static ErrorOr<UnifiedCreditCode> Parse(string? typed, string field = "idNumber")
    {
        var text = TypedText.Clean(typed);
        if (text.Length != 18 || text.AsSpan().ContainsAnyExcept(Alphabet))
            return Refusal.Input(field, RefusalCode.CreditCodeMalformed, ("length", text.Length));
        return new UnifiedCreditCode(text, text[17] == CheckCharacter(text));
    }

    /// <summary>The check character of the first 17.</summary>
    internal static char CheckCharacter(ReadOnlySpan<char> text)
    {
        var sum = 0;
        for (var at = 0; at < 17; at++)
            sum += Alphabet.IndexOf(text[at], StringComparison.Ordinal) * Weights[at];
        return Alphabet[(31 - sum % 31) % 31];
    }

    public override string ToString() => Value;
}
