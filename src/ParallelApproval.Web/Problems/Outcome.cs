using ErrorOr;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ParallelApproval.Web.Problems;

/// <summary>From what a room answered to what HTTP answers: the value, or a problem.</summary>
internal static class Outcome
{
    /// <summary>200 with the value.</summary>
    public static async Task<Results<Ok<T>, Refused>> Ok<T>(this Task<ErrorOr<T>> outcome) =>
        await outcome is { IsError: false } good ? TypedResults.Ok(good.Value) : new Refused((await outcome).Errors);

    /// <summary>201 with the value and where it can be seen.</summary>
    public static async Task<Results<Created<T>, Refused>> Created<T>(this Task<ErrorOr<T>> outcome, Func<T, string> address) =>
        await outcome is { IsError: false } good
            ? TypedResults.Created(address(good.Value), good.Value)
            : new Refused((await outcome).Errors);

    /// <summary>204.</summary>
    public static async Task<Results<NoContent, Refused>> Done<T>(this Task<ErrorOr<T>> outcome) =>
        await outcome is { IsError: false } ? TypedResults.NoContent() : new Refused((await outcome).Errors);

    /// <summary>200 with the value, or 404 when there is none.</summary>
    public static async Task<Results<Ok<T>, Refused>> OkOr<T>(this Task<T?> found, Error missing)
        where T : class => await found is { } value ? TypedResults.Ok(value) : Refused.With(missing);
}
