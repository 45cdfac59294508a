using ErrorOr;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;

namespace ParallelApproval.Cases;

/// <summary>
/// What follows for a branch when a step of its clocks falls due: a stop that has lasted as long as planned is over, a promise that has
/// passed is acted on as the item says, an applicant who has not answered takes what the others grant.
/// </summary>
internal sealed class ActOnClocks(SilenceRules silence, OverduePapers papers, BranchCourse course, CaseStandstill standstill) : IHearClocks
{
    public ErrorOr<Success> Hear(CaseFile file, Clock clock, ClockStep step)
    {
        if (step is ClockStep.DeferralMissed)
            return papers.DeferralMissed(file, clock);
        if (file.FindBranch(clock.Branch) is not { } branch)
            return Result.Success;
        return step switch
        {
            ClockStep.StopEnds => TakeUpAgain(file, branch, clock),
            ClockStep.Red => silence.Late(file, branch),
            ClockStep.GraceEnds => silence.GraceEnds(file, branch),
            ClockStep.SupplementMissed => papers.SupplementMissed(file, branch, clock),
            ClockStep.AnswerMissed => TakeTheRest(file, branch),
            _ => Result.Success,
        };
    }

    private ErrorOr<Success> TakeUpAgain(CaseFile file, Branch branch, Clock clock)
    {
        if (
            !BranchMoves.Table.Allows(branch.Status, BranchVerb.EndStop)
            || file.ClocksOf(branch.Number).Any(other => other.OpenStop is not null)
        )
            return Result.Success;
        file.Move(branch, BranchVerb.EndStop, BranchLifecycle.AfterStop(file, branch));
        file.Record(new BranchResumed(branch.Number, clock.Ledger[^1].Days));
        return standstill.Follow(file);
    }

    private ErrorOr<Success> TakeTheRest(CaseFile file, Branch branch)
    {
        if (branch is not { Status: BranchStatus.Refused, AsksApplicant: true })
            return Result.Success;
        file.Record(new RefusalUnanswered(branch.Number, branch.Round));
        return course.TakeTheRest(file, branch);
    }
}
