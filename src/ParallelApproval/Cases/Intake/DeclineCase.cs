using ErrorOr;
using FluentValidation;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;
using ParallelApproval.Workflows;

namespace ParallelApproval.Cases;

/// <summary>
/// 不予受理: the matter needs no permit or belongs to another body, which is named (行政许可法 art. 32(1), (2)). The paper carries the reason and
/// the remedies: reconsideration within 60 calendar days, suit within 6 months.
/// </summary>
/// <param name="CompetentBody">The body that is competent; null when no permit is needed at all.</param>
/// <param name="Ground">Null: by whether a competent body is named.</param>
[Authority("Do not accept, with the reason and the competent body", Role.Clerk)]
public sealed record DeclineCase(CaseNumber Case, string Reason, string? CompetentBody = null, DeclineGround? Ground = null);

/// <summary>Why the window does not accept.</summary>
public enum DeclineGround
{
    /// <summary>不受理: no permit is needed.</summary>
    NoPermitNeeded,

    /// <summary>不予受理: another body is competent, and is named.</summary>
    NotCompetent,

    /// <summary>不予受理: the papers are false (行政许可法 art. 78); the applicant is warned, and may be put on the block list.</summary>
    FalsePapers,
}

/// <summary>The case as it stands after the window declined it.</summary>
public sealed record Declined(string CaseNumber, CaseStatus Status, string Reason, string? CompetentBody, DeclineGround Ground);

internal sealed class DeclineCaseValidator : AbstractValidator<DeclineCase>
{
    public DeclineCaseValidator()
    {
        RuleFor(command => command.Reason).Given(CaseRefusals.ReasonMissing).IsOpinion();
        RuleFor(command => command.CompetentBody).IsName();
        RuleFor(command => command.CompetentBody)
            .Given(CaseRefusals.CompetentBodyMissing)
            .When(command => command.Ground is DeclineGround.NotCompetent);
    }
}

/// <inheritdoc cref="DeclineCase"/>
public sealed class DeclineCaseHandler(CaseActs acts, ClockRules clocks, WorkflowRunner runner) : Handler<DeclineCase, Declined>
{
    protected override Task<ErrorOr<Declined>> CarryOutAsync(DeclineCase command, Act act, CancellationToken cancellation) =>
        acts.DoAsync(CaseVerb.DeclineCase, command.Case, act, file => Decline(file, command), cancellation);

    private ErrorOr<Declined> Decline(CaseFile file, DeclineCase command)
    {
        var @case = file.Case;
        var ground = command.Ground
            ?? (string.IsNullOrWhiteSpace(command.CompetentBody) ? DeclineGround.NoPermitNeeded : DeclineGround.NotCompetent);
        if (ground is DeclineGround.NotCompetent && string.IsNullOrWhiteSpace(command.CompetentBody))
            return CaseRefusals.CompetentBodyMissing();
        file.Move(CaseVerb.DeclineCase);
        clocks.EndAll(file);
        file.Record(new CaseDeclined(command.Reason, command.CompetentBody, ground));
        if (runner.Complete(file, IntakeActivity.TypeName, IntakeActivity.Declined) is { IsError: true } stuck)
            return stuck.Errors;
        return new Declined(file.Number.ToString(), @case.Status, command.Reason, command.CompetentBody, ground);
    }
}
