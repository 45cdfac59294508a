using ErrorOr;
using FluentValidation;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Cases;

/// <summary>
/// 当场办结: the window decides an item of the kind 即办件 at once, for the department that authorised it by letter. Where the item says that one
/// person is enough, the officer who received may decide; everywhere else another one does.
/// </summary>
[Authority("The authorised window decides an item of the kind that is decided at once", Role.Clerk)]
public sealed record DecideOnTheSpot(CaseNumber Case, Verdict Verdict, string Opinion, string? Reasons = null);

/// <summary>The decisions that were signed, one for each branch.</summary>
public sealed record DecidedOnTheSpot(string CaseNumber, CaseStatus Status, IReadOnlyList<Decided> Decisions);

internal sealed class DecideOnTheSpotValidator : AbstractValidator<DecideOnTheSpot>
{
    public DecideOnTheSpotValidator()
    {
        RuleFor(command => command.Opinion).Given(BranchRefusals.OpinionMissing).IsOpinion();
        RuleFor(command => command.Reasons).IsOpinion();
        RuleFor(command => command.Reasons).Given(BranchRefusals.ReasonsMissing).When(command => command.Verdict is Verdict.Refuse);
    }
}

/// <inheritdoc cref="DecideOnTheSpot"/>
public sealed class DecideOnTheSpotHandler(
    CaseActs acts,
    MoveRules rules,
    Powers powers,
    SigningRules words,
    HearingRules hearings,
    DecideBranchHandler decision
) : Handler<DecideOnTheSpot, DecidedOnTheSpot>
{
    protected override Task<ErrorOr<DecidedOnTheSpot>> CarryOutAsync(DecideOnTheSpot command, Act act, CancellationToken cancellation) =>
        acts.DoAsync(CaseVerb.DecideOnTheSpot, command.Case, act, file => Decide(file, command), cancellation);

    private ErrorOr<DecidedOnTheSpot> Decide(CaseFile file, DecideOnTheSpot command)
    {
        var open = file.Branches.Where(branch => branch.Status.IsOpen()).ToList();
        var signed = new List<Decided>(open.Count);
        foreach (var branch in open)
        {
            var task = new DecideBranch(branch.TaskOf(file.Number), command.Verdict, command.Opinion, command.Reasons);
            if (command.Verdict is Verdict.Approve && rules.RefusalOfGrant(file, branch, BranchVerb.DecideOnTheSpot) is { } notYet)
                return notYet;
            if (words.MissingWords(file, branch, task) is { } unsaid)
                return unsaid;
            if (hearings.MissingFor(file, branch, command.Verdict) is { } unheard)
                return unheard;
            if (QuotaRules.Refusal(file, branch, command.Verdict) is { } noPlace)
                return noPlace;
            var power = powers.Of(file, branch, command.Verdict);
            if (power.IsError)
                return power.Errors;
            var decided = decision.Sign(file, branch, BranchVerb.DecideOnTheSpot, task, power.Value);
            if (decided.IsError)
                return decided.Errors;
            signed.Add(decided.Value);
        }

        return new DecidedOnTheSpot(file.Number.ToString(), file.Case.Status, signed);
    }
}
