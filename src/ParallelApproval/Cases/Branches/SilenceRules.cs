using ErrorOr;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;

namespace ParallelApproval.Cases;

/// <summary>
/// What a department's silence means (超时默认): by default nothing, it still has to decide. An opinion counts as consent where the item says
/// so. A grant follows from silence only under a pilot rule: the department has signed for the task, was reminded twice (yellow and red),
/// and let a day of grace pass.
/// </summary>
internal sealed class SilenceRules(CatalogueRegister catalogue, ClockRules clocks, BranchCourse course, HearingRules hearings)
{
    private const int GraceDays = 1;

    /// <summary>The promised time has passed.</summary>
    public ErrorOr<Success> Late(CaseFile file, Branch branch)
    {
        var rule = RuleOf(file, branch);
        if (!CouldSign(file, branch))
            return course.TellLateness(file, branch);
        if (rule is { OnTimeout: OnTimeout.OpinionDeemedConsent } && branch.Kind is BranchKind.Opinion)
        {
            file.Record(new ConsentDeemed(branch.Number, branch.Round));
            return course.Settle(file, branch, BranchVerb.DeemConsent, BranchStatus.TimedOut);
        }

        if (rule is not { OnTimeout: OnTimeout.PilotDeemedConsent, Pilot: not null } || branch.Holder is null)
            return course.TellLateness(file, branch);
        var grace = clocks.Start(file, branch.Number, ClockKind.Grace, GraceDays, file.Act.Today, branch.Department, branch.Round);
        if (grace.IsError)
            return grace.Errors;
        file.Record(new GraceBegun(branch.Number, branch.Round, grace.Value.DueOn));
        return course.TellLateness(file, branch);
    }

    /// <summary>The day of grace has passed, too.</summary>
    public ErrorOr<Success> GraceEnds(CaseFile file, Branch branch)
    {
        if (RuleOf(file, branch)?.Pilot is not { } pilot || branch.Holder is null || !CouldSign(file, branch))
            return Result.Success;
        file.Record(new GrantDeemed(branch.Number, branch.Round, pilot.DocumentNumber));
        return course.Settle(file, branch, BranchVerb.DeemConsent, BranchStatus.TimedOut);
    }

    private BranchDefinition? RuleOf(CaseFile file, Branch branch) =>
        catalogue.ItemOf(file).Branches.FirstOrDefault(part => part.Number == branch.Number);

    // Only while the department itself had the case on its desk and could have signed.
    private bool CouldSign(CaseFile file, Branch branch) =>
        BranchMoves.Table.Allows(branch.Status, BranchVerb.DeemConsent)
        && !file.BlockersOf(branch).Any()
        && hearings.LetsSilenceDecide(file, branch)
        && QuotaRules.Refusal(file, branch, Verdict.Approve) is null;
}
