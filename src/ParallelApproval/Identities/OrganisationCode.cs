using ErrorOr;
using ParallelApproval.Refusals;

namespace ParallelApproval.Identities;

/// <summary>
/// An organisation code (组织机构代码, GB 11714): 8 digits or letters and a check character, printed <c>D2143569-X</c>. Merged into the
/// unified code in 2015; still on old papers.
/// </summary>
public readonly record struct OrganisationCode
{
    private static ReadOnlySpan<byte> Weights => [3, 7, 9, 10, 5, 8, 4, 2];

    private readonly string? _value;

    private OrganisationCode(string value) => _value = value;

    /// <summary>The nine characters without the hyphen.</summary>
    public string Value => _value ?? "";

    /// <summary>
    /// Reads what was typed, with or without the hyphen. Refuses <c>organisation_code_malformed</c> and
    /// <c>organisation_code_check_failed</c>.
    /// </summary>
    /// <param name="field">JSON path of the input.</param>
    public static ErrorOr<OrganisationCode> Parse(string? typed, string field = "organisationCode")
    {
        var text = TypedText.Clean(typed);
        if (text.Length != 9 || text.Any(c => TypedText.Base36(c) < 0))
            return Refusal.Input(field, RefusalCode.OrganisationCodeMalformed, ("length", text.Length));
        if (text[8] != CheckCharacter(text))
            return Refusal.Input(field, RefusalCode.OrganisationCodeCheckFailed, ("code", text));
        return new OrganisationCode(text);
    }

    /// <summary>The check character of the first 8.</summary>
    internal static char CheckCharacter(ReadOnlySpan<char> text)
    {
        var sum = 0;
        for (var at = 0; at < 8; at++)
            sum += TypedText.Base36(text[at]) * Weights[at];
        return (11 - sum % 11) switch
        {
            10 => 'X',
            11 => '0',
            var digit => (char)('0' + digit),
        };
    }

    public override string ToString() => _value is null ? "" : $"{_value[..8]}-{_value[8]}";
}
