using ErrorOr;
using FluentValidation;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;

namespace ParallelApproval.Cases;

/// <summary>
/// 办件延期: the legal limit of the whole case gets longer, once and before it has passed: a joint case by at most fifteen working days, by
/// leave of the head of the government at that level (行政许可法 art. 42(2)), any other by at most ten. The applicant is told the reason. No
/// branch gets longer by it, nor what was promised.
/// </summary>
/// <param name="ApprovedBy">Who gave leave, as the paper names him.</param>
[Authority("Lengthen the legal limit of the whole case, once", Role.Manager, InDistrictOnly = true)]
public sealed record ExtendCase(CaseNumber Case, int Days, string Reason, string ApprovedBy)
{
    /// <summary>Working days for a joint case.</summary>
    internal const int MostDaysJoint = 15;

    /// <summary>Working days for any other.</summary>
    internal const int MostDays = 10;
}

/// <summary>What is due after the extension.</summary>
public sealed record CaseExtension(string CaseNumber, DateOnly LegalDue);

internal sealed class ExtendCaseValidator : AbstractValidator<ExtendCase>
{
    public ExtendCaseValidator()
    {
        RuleFor(command => command.Days)
            .Refuses(
                (days, _) =>
                    days is < 1 or > ExtendCase.MostDaysJoint ? BranchRefusals.ExtensionOutOfRange(days, ExtendCase.MostDaysJoint) : null
            );
        RuleFor(command => command.Reason).Given(CaseRefusals.ReasonMissing).IsOpinion();
        RuleFor(command => command.ApprovedBy).Given(LeaveMissing).IsName();
    }

    private static Error LeaveMissing() => Refusal.Input("approvedBy", RefusalCode.ExtensionLeaveMissing);
}

/// <inheritdoc cref="ExtendCase"/>
public sealed class ExtendCaseHandler(CaseActs acts, CatalogueRegister catalogue, ClockRules clocks) : Handler<ExtendCase, CaseExtension>
{
    protected override Task<ErrorOr<CaseExtension>> CarryOutAsync(ExtendCase command, Act act, CancellationToken cancellation) =>
        acts.DoAsync(CaseVerb.ExtendCase, command.Case, act, file => Extend(file, command), cancellation);

    private ErrorOr<CaseExtension> Extend(CaseFile file, ExtendCase command)
    {
        var most = catalogue.ItemOf(file).IsJoint ? ExtendCase.MostDaysJoint : ExtendCase.MostDays;
        if (command.Days > most)
            return BranchRefusals.ExtensionOutOfRange(command.Days, most);
        var legal = file.ClocksOf(Clock.OfCase).First(clock => clock.Kind is ClockKind.Legal);
        if (clocks.Extend(file, legal, command.Days, command.Reason.Trim()) is { IsError: true } noCalendar)
            return noCalendar.Errors;
        file.Record(new CaseExtended(command.Days, command.Reason.Trim(), command.ApprovedBy.Trim(), legal.DueOn));
        return new CaseExtension(file.Number.ToString(), legal.DueOn);
    }
}
