using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Identities;

namespace ParallelApproval.Cases;

/// <summary>
/// 当场办结: the window decides an item of the kind 即办件 at once, for the department that authorised it by letter. Where the item says that one person is enough, the
/// officer who received may decide; everywhere else another one does.
/// </summary>
public sealed record DecideOnTheSpot(CaseNumber Case, Verdict Verdict, string Opinion, string? Reasons = null);

/// <summary>The decisions that were signed, one for each branch.</summary>
public sealed record DecidedOnTheSpot(string CaseNumber, CaseStatus Status, IReadOnlyList<Decided> Decisions);

/// <inheritdoc cref="DecideOnTheSpot"/>
public sealed class DecideOnTheSpotHandler(CaseActs acts, Powers powers, SigningRules rules, DecideBranchHandler decision)
{
    public Task<ErrorOr<DecidedOnTheSpot>> HandleAsync(DecideOnTheSpot command, Act act, CancellationToken cancellation) =>
        acts.DoAsync(CaseVerb.DecideOnTheSpot, command.Case, act, file => Decide(file, command), cancellation);

    private ErrorOr<DecidedOnTheSpot> Decide(CaseFile file, DecideOnTheSpot command)
    {
        var open = file.Branches.Where(branch => branch.Status.IsOpen()).ToList();
        var signed = new List<Decided>(open.Count);
        foreach (var branch in open)
        {
            var task = new DecideBranch(branch.TaskOf(file.Number), command.Verdict, command.Opinion, command.Reasons);
            if (rules.MissingWords(file, branch, task) is { } unsaid) return unsaid;
            var power = powers.Of(file, branch, command.Verdict);
            if (power.IsError) return power.Errors;
            var decided = decision.Sign(file, branch, BranchVerb.DecideOnTheSpot, task, power.Value);
            if (decided.IsError) return decided.Errors;
            signed.Add(decided.Value);
        }

        return new DecidedOnTheSpot(file.Number.ToString(), file.Case.Status, signed);
    }
}
