using ErrorOr;
using Microsoft.AspNetCore.Http.HttpResults;
using ParallelApproval.Clocks;
using ParallelApproval.Web.Problems;

namespace ParallelApproval.Web.Cases;

/// <summary>How explained limits are answered over HTTP.</summary>
internal static class LimitAnswers
{
    /// <summary>200 with all of them, or why they cannot be explained.</summary>
    public static Results<Ok<Listing<ExplainedLimit>>, Refused> Limits(this ErrorOr<IReadOnlyList<ExplainedLimit>> limits) =>
        limits.IsError ? new Refused(limits.Errors) : TypedResults.Ok(new Listing<ExplainedLimit>(limits.Value));
}
