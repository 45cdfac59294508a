using ErrorOr;
using ParallelApproval.Database;

namespace ParallelApproval.Clocks;

/// <summary>
/// A room on a higher floor that acts when a step of a clock falls due. It is called under the lock of the case, within the one transaction
/// that also notes the step as fired: what it changes in the file is stored with it or not at all.
/// </summary>
public interface IHearClocks
{
    /// <summary>The step has fallen due. A refusal leaves the whole case as it was; the sweep tries again later.</summary>
    ErrorOr<Success> Hear(CaseFile file, Clock clock, ClockStep step);
}
