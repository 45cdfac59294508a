using ErrorOr;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;

namespace ParallelApproval.Cases;

/// <summary>
/// 视为准予延续: the licence has run out, it was applied for in time, and nothing was decided: what has no result yet counts as granted
/// (行政许可法 art. 50). A person makes the certificate out. A refusal that was signed before stays one.
/// </summary>
internal sealed class DeemRenewed(BranchCourse course) : IHearClocks
{
    public ErrorOr<Success> Hear(CaseFile file, Clock clock, ClockStep step)
    {
        if (step is not ClockStep.RenewalSilent)
            return Result.Success;
        foreach (var branch in file.Branches.ToList())
        {
            // The result of one may have settled another; what the applicant has withdrawn is not renewed.
            if (!BranchMoves.Table.Allows(branch.Status, BranchVerb.DeemRenewal))
                continue;
            file.Record(new RenewalDeemed(branch.Number, branch.Round, clock.StartedOn));
            if (course.Settle(file, branch, BranchVerb.DeemRenewal, BranchStatus.TimedOut) is { IsError: true } stuck)
                return stuck.Errors;
        }

        return Result.Success;
    }
}
