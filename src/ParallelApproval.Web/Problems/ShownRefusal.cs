using ErrorOr;

namespace ParallelApproval.Web.Problems;

/// <summary>A refusal that a person with a browser is shown as a page, where a program gets it as a problem.</summary>
/// <param name="Error">Why.</param>
internal sealed record ShownRefusal(Error Error) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) => AnswerAsync(httpContext, Error);

    /// <summary>Answers a request that no page has taken up yet.</summary>
    public static Task AnswerAsync(HttpContext context, Error error)
    {
        if (!context.WantsPage())
            return Refused.WriteAsync(context, error);
        context.Features.Set(new ShownRefusal(error));
        context.Response.StatusCode = ProblemStatus.Of(error);
        return Task.CompletedTask;
    }
}
