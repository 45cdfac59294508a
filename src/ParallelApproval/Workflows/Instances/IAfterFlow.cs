using ErrorOr;
using ParallelApproval.Database;

namespace ParallelApproval.Workflows;

/// <summary>What becomes of a case whose flow has ended before the case has (the room of cases knows).</summary>
public interface IAfterFlow
{
    /// <summary>The flow of the case is over; harmless when the case is, too.</summary>
    ErrorOr<Success> GoOn(CaseFile file);
}
