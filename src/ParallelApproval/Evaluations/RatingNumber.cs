using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using ParallelApproval.Identities;

namespace ParallelApproval.Evaluations;

/// <summary>
/// The number of a rating (评价编号): the case, and the service that was rated. A service is known by the number that its event has in the
/// chain of the case, so that the rating points at what was rated.
/// </summary>
public readonly record struct RatingNumber(CaseNumber Case, int Service)
{
    public static bool TryParse([NotNullWhen(true)] string? text, out RatingNumber number)
    {
        number = default;
        if (text?.Split('-') is not [var @case, var service] || !CaseNumber.TryParse(@case, out var parsed))
            return false;
        if (!int.TryParse(service, NumberStyles.None, CultureInfo.InvariantCulture, out var given) || given < 1)
            return false;
        number = new(parsed, given);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Case}-{Service}");
}
