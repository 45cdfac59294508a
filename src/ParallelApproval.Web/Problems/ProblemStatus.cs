using System.Collections.Frozen;
using ErrorOr;
using ParallelApproval.Refusals;

namespace ParallelApproval.Web.Problems;

/// <summary>Which HTTP status a refusal has: by its code where HTTP knows better, else by its type.</summary>
internal static class ProblemStatus
{
    private static readonly FrozenDictionary<string, int> ByCode = new Dictionary<string, int>
    {
        [RefusalCode.SignInFailed.Name] = StatusCodes.Status401Unauthorized,
        [RefusalCode.SecondFactorNeeded.Name] = StatusCodes.Status401Unauthorized,
        [RefusalCode.PasskeyRefused.Name] = StatusCodes.Status401Unauthorized,
        [RefusalCode.PasskeyNeeded.Name] = StatusCodes.Status401Unauthorized,
        [RefusalCode.PasskeyNeedsPassword.Name] = StatusCodes.Status401Unauthorized,
        [RefusalCode.DiskNearlyFull.Name] = StatusCodes.Status503ServiceUnavailable,
        [RefusalCode.IdempotencyKeyReused.Name] = StatusCodes.Status422UnprocessableEntity,
        [RefusalCode.MethodNotAllowed.Name] = StatusCodes.Status405MethodNotAllowed,
        [RefusalCode.BodyTooLarge.Name] = StatusCodes.Status413PayloadTooLarge,
        [RefusalCode.SignInWaits.Name] = StatusCodes.Status429TooManyRequests,
        [RefusalCode.EncodingNotUtf8.Name] = StatusCodes.Status415UnsupportedMediaType,
        [RefusalCode.ContentEncoded.Name] = StatusCodes.Status415UnsupportedMediaType,
        [RefusalCode.JsonExpected.Name] = StatusCodes.Status415UnsupportedMediaType,
    }.ToFrozenDictionary();

    public static int Of(Error error) => ByCode.TryGetValue(error.Code, out var status) ? status : OfType(error);

    private static int OfType(Error error) =>
        error.NumericType switch
        {
            (int)ErrorType.Validation => StatusCodes.Status400BadRequest,
            (int)ErrorType.Unauthorized => StatusCodes.Status401Unauthorized,
            (int)ErrorType.Forbidden => StatusCodes.Status403Forbidden,
            (int)ErrorType.NotFound => StatusCodes.Status404NotFound,
            (int)ErrorType.Conflict => StatusCodes.Status409Conflict,
            (int)ProblemType.TooMany => StatusCodes.Status429TooManyRequests,
            (int)ProblemType.Unavailable => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status500InternalServerError,
        };
}
