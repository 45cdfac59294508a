using System.Diagnostics.CodeAnalysis;

namespace ParallelApproval.Web;

/// <summary>
/// A member of an enumeration in an address, written as in JSON (<c>inApproval</c>). The framework's own binding would ask for the case of
/// the source and take numbers too.
/// </summary>
internal readonly record struct Named<T>(T Value)
    where T : struct, Enum
{
    public static bool TryParse([NotNullWhen(true)] string? text, out Named<T> named)
    {
        var isName =
            Enum.TryParse<T>(text, ignoreCase: true, out var value)
            && Enum.IsDefined(value)
            && !char.IsAsciiDigit(text![0])
            && text[0] is not ('-' or '+');
        named = new(value);
        return isName;
    }
}
