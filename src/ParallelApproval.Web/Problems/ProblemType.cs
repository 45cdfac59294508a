using ErrorOr;

namespace ParallelApproval.Web.Problems;

/// <summary>Kinds of error beyond those of the house; the numbers only have to differ from <see cref="ErrorType"/>.</summary>
internal enum ProblemType
{
    TooMany = 100,
    Unavailable = 101,
}
