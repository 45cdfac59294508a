using ErrorOr;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Refusals;

namespace ParallelApproval.Cases;

/// <summary>
/// 逾期未告知视为受理: the window said nothing in time, so the application counts as accepted from the day of receipt (行政许可法 art. 32(4)), after a
/// notice that was answered from the day the last paper came in. All clocks start on that day, and the flow goes on as after any
/// acceptance.
/// </summary>
internal sealed class DeemAccepted(AcceptCaseHandler acceptance) : IHearClocks
{
    public ErrorOr<Success> Hear(CaseFile file, Clock clock, ClockStep step)
    {
        if (step is not ClockStep.NoticeMissed || !CaseMoves.Table.Allows(file.Case.Status, CaseVerb.DeemAccepted))
            return Result.Success;
        var from = file.Case.Status is CaseStatus.Received ? file.Case.ReceivedAt : file.Case.PapersCompleteAt ?? file.Act.At;
        var accepted = acceptance.AcceptFrom(file, from, CaseVerb.DeemAccepted, [RefusalCode.NobodyMaySign.Name]);
        return accepted.IsError ? accepted.Errors : Result.Success;
    }
}
