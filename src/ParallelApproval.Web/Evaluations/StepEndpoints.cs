using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web.Evaluations;

/// <summary>The door of each step that is taken with a rating or a complaint: the number in the address, the step behind it.</summary>
internal static class StepEndpoints
{
    public static void MapStep<TNumber, TBody, THouse, T>(
        this RouteGroupBuilder group,
        string step,
        Verb verb,
        Func<THouse, TNumber, TBody, Act, CancellationToken, Task<ErrorOr<T>>> work
    )
        where TNumber : struct
        where TBody : class
        where THouse : class =>
        group
            .MapPost("/{id}/" + step, (TNumber id, TBody body, CallersAct act, THouse house, CancellationToken cancellation) =>
                work(house, id, body, act, cancellation).Ok()
            )
            .Requires(verb)
            .WithSummary(verb.Authority!.Summary!);
}
