using ErrorOr;
using FluentValidation;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Cases;

/// <summary>
/// 决定: a department signs its branch. A branch that depends on others may be reviewed from the first day, but signed only when they have
/// signed. A refusal needs its reasons, and tells the remedies (行政许可法 art. 38). The signer needs a letter of authorisation that covers the
/// item.
/// </summary>
/// <param name="Opinion">The reviewing opinion in words.</param>
/// <param name="Reasons">Of a refusal; or why the lead grants against an opinion.</param>
/// <param name="Remedies">Null for the usual instruction: reconsideration within 60 calendar days, suit within 6 months.</param>
[Authority("Approve or refuse the branch", Role.Approver, Relation = Relation.OwnDepartment)]
public sealed record DecideBranch(TaskNumber Task, Verdict Verdict, string Opinion, string? Reasons = null, string? Remedies = null)
{
    /// <summary>行政复议法 art. 20, 行政诉讼法 art. 46.</summary>
    public const string UsualRemedies = "如不服本决定，可自收到之日起六十日内申请行政复议，或者六个月内提起行政诉讼。";
}

/// <summary>The decision as recorded, and where branch and case stand after it.</summary>
/// <param name="OnBehalfOf">代: the absent officer for whom a deputy signed; null when he signed in his own name.</param>
public sealed record Decided(
    string Task,
    Verdict Verdict,
    DateTimeOffset SignedAt,
    BranchStatus BranchStatus,
    CaseStatus CaseStatus,
    string? OnBehalfOf = null
);

internal sealed class DecideBranchValidator : AbstractValidator<DecideBranch>
{
    public DecideBranchValidator()
    {
        RuleFor(command => command.Opinion).Given(BranchRefusals.OpinionMissing).IsOpinion();
        RuleFor(command => command.Reasons).IsOpinion();
        RuleFor(command => command.Reasons).Given(BranchRefusals.ReasonsMissing).When(command => command.Verdict is Verdict.Refuse);
        RuleFor(command => command.Remedies).IsOpinion();
    }
}

/// <inheritdoc cref="DecideBranch"/>
public sealed class DecideBranchHandler(
    CaseActs acts,
    MoveRules rules,
    Powers powers,
    SigningRules words,
    HearingRules hearings,
    BranchCourse course
) : Handler<DecideBranch, Decided>
{
    protected override Task<ErrorOr<Decided>> CarryOutAsync(DecideBranch command, Act act, CancellationToken cancellation) =>
        acts.DoAsync(BranchVerb.DecideBranch, command.Task, act, (file, branch) => Decide(file, branch, command), cancellation);

    private ErrorOr<Decided> Decide(CaseFile file, Branch branch, DecideBranch command)
    {
        if (command.Verdict is Verdict.Approve && rules.RefusalOfGrant(file, branch, BranchVerb.DecideBranch) is { } notYet)
            return notYet;
        if (words.MissingWords(file, branch, command) is { } unsaid)
            return unsaid;
        if (hearings.MissingFor(file, branch, command.Verdict) is { } unheard)
            return unheard;
        if (QuotaRules.Refusal(file, branch, command.Verdict) is { } noPlace)
            return noPlace;
        var power = powers.Of(file, branch, command.Verdict);
        return power.IsError ? power.Errors : Sign(file, branch, BranchVerb.DecideBranch, command, power.Value);
    }

    /// <summary>In a trial every department signs, whoever has letters or has reviewed today.</summary>
    internal ErrorOr<Decided> DecideOnTrial(CaseFile file, DecideBranch command)
    {
        var found = TaskRules.Find(file, command.Task);
        if (found.IsError)
            return found.Errors;
        if (rules.Refusal(file, found.Value, BranchVerb.DecideBranch, Guard.Letter, Guard.ReviewedByAnother) is { } refusal)
            return refusal;
        return words.MissingWords(file, found.Value, command) is { } unsaid
            ? unsaid
            : Sign(file, found.Value, BranchVerb.DecideBranch, command, new(null, null));
    }

    internal ErrorOr<Decided> Sign(CaseFile file, Branch branch, BranchVerb verb, DecideBranch command, Power power)
    {
        var isAgainst = command.Verdict is Verdict.Refuse;
        // Who only gives an opinion refuses nothing, so there is no remedy to tell.
        var isRefusal = isAgainst && branch.Kind is BranchKind.Certificate;
        var decision = new Decision(
            command.Task,
            command.Verdict,
            command.Opinion.Trim(),
            string.IsNullOrWhiteSpace(command.Reasons) ? null : command.Reasons.Trim(),
            isRefusal ? command.Remedies ?? DecideBranch.UsualRemedies : null,
            branch.Department,
            file.Act.UserName,
            file.Act.At,
            power.For,
            power.Letter
        );
        file.Section<DecisionSection>().Put(decision);
        var without = SigningRules.SignsWithout(file, branch);
        if (without.Length > 0 && !isAgainst)
            file.Change(branch, signed => signed.AwaitsResults = without);
        file.Record(
            new BranchDecided(
                branch.Number,
                branch.Round,
                decision.Verdict,
                decision.Opinion,
                decision.Reasons,
                decision.Remedies,
                power.For,
                without.Length > 0 ? without : null
            )
        );
        if (!isRefusal)
            QuotaRules.Take(file, branch);
        if (
            course.Settle(
                file,
                branch,
                verb,
                isRefusal ? BranchStatus.Refused
                    : isAgainst ? BranchStatus.Disagreed
                    : BranchStatus.Approved
            ) is
            { IsError: true } stuck
        )
            return stuck.Errors;
        return new Decided(command.Task.ToString(), decision.Verdict, decision.SignedAt, branch.Status, file.Case.Status, power.For);
    }
}
