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
using ParallelApproval.Workflows;

namespace ParallelApproval.Cases;

/// <summary>
/// 受理: every paper is there, so acceptance is a duty (行政许可法 art. 32). The clocks of the case start on the day the last paper came in;
/// the flow goes on and copies the case to the departments in the same transaction.
/// </summary>
/// <param name="Confirmed">Codes of warnings that the clerk has seen: <c>nobody_may_sign</c>, where a department has nobody today.</param>
[Authority("Accept: the clocks start and every department gets its copy", Role.Clerk)]
public sealed record AcceptCase(CaseNumber Case, string[]? Confirmed = null);

internal sealed class AcceptCaseValidator : AbstractValidator<AcceptCase>
{
    public AcceptCaseValidator()
    {
        RuleFor(command => command.Confirmed).HasAtMost(TextLengths.List);
        RuleForEach(command => command.Confirmed).IsCode();
    }
}

/// <summary>What the notice of acceptance (受理通知书) must state: when the decision is due.</summary>
public sealed record Accepted(string CaseNumber, CaseStatus Status, DateTimeOffset AcceptedAt, DateOnly PromisedDue, DateOnly LegalDue);

/// <inheritdoc cref="AcceptCase"/>
public sealed class AcceptCaseHandler(
    CaseActs acts,
    CatalogueRegister catalogue,
    ClockRules clocks,
    RenewalTerm renewal,
    QuotaRules quotas,
    PowersAhead powers,
    WorkflowRunner runner
) : Handler<AcceptCase, Accepted>
{
    protected override Task<ErrorOr<Accepted>> CarryOutAsync(AcceptCase command, Act act, CancellationToken cancellation) =>
        acts.DoAsync(CaseVerb.AcceptCase, command.Case, act, file => Accept(file, command.Confirmed), cancellation, Contents.Everything);

    internal ErrorOr<Accepted> Accept(CaseFile file, string[]? confirmed)
    {
        return file.Case.PapersCompleteAt is { } complete
            ? AcceptFrom(file, complete, CaseVerb.AcceptCase, confirmed)
            : CaseRefusals.MaterialsMissing(file.Materials.Wanting());
    }

    /// <param name="deferralDays">Working days for deferred papers; null for as many as the item promises.</param>
    /// <summary>Accepts as from that instant; all clocks start on its day, however long ago it was.</summary>
    internal ErrorOr<Accepted> AcceptFrom(
        CaseFile file,
        DateTimeOffset complete,
        CaseVerb verb,
        string[]? confirmed,
        int? deferralDays = null
    )
    {
        var (@case, isDeemed) = (file.Case, verb is CaseVerb.DeemAccepted);
        var item = catalogue.ItemOf(file);
        if (Unsigned(file, item, confirmed) is { } nobody)
            return nobody;
        clocks.End(file, Clock.OfCase);
        var day = DateOnly.FromDateTime(complete.DateTime);
        var promised = clocks.Start(
            file,
            Clock.OfCase,
            ClockKind.Promised,
            @case.IsByCommitment ? 0 : item.PromisedDays,
            day,
            item.IntakeDepartmentCode,
            warnings: item.Warnings
        );
        if (promised.IsError)
            return promised.Errors;
        var legal = clocks.Start(file, Clock.OfCase, ClockKind.Legal, item.LegalDays, day, item.IntakeDepartmentCode);
        if (legal.IsError)
            return legal.Errors;

        if (@case.DeferredPapers.Length > 0)
        {
            var limit = clocks.Start(
                file,
                Clock.OfCase,
                ClockKind.Deferral,
                deferralDays ?? item.PromisedDays,
                day,
                item.IntakeDepartmentCode
            );
            if (limit.IsError)
                return limit.Errors;
            file.Record(new PapersDeferred(@case.DeferredPapers, limit.Value.DueOn, AcceptDeferringHandler.PromisedBy(file)));
        }

        if (renewal.Begin(file) is { IsError: true } noCalendar)
            return noCalendar.Errors;
        file.Move(verb);
        @case.AcceptedAt = complete;
        @case.IsDeemedAccepted = isDeemed;
        @case.IsBeingAccepted = true;
        file.Record(new CaseAccepted(promised.Value.DueOn, legal.Value.DueOn, isDeemed));
        quotas.Enter(file, complete);
        if (runner.Complete(file, IntakeActivity.TypeName, IntakeActivity.Accepted) is { IsError: true } stuck)
            return stuck.Errors;
        return new Accepted(file.Number.ToString(), @case.Status, complete, promised.Value.DueOn, legal.Value.DueOn);
    }

    // To accept complete papers is a duty whoever is there to sign (行政许可法 art. 32): a warning. What is deemed accepted asks nobody.
    private Error? Unsigned(CaseFile file, ServiceItem item, string[]? confirmed)
    {
        if (powers.Without(item, file.Case.ChosenBranches, file.Act.Today) is not { Length: > 0 } without)
            return null;
        if (confirmed?.Contains(RefusalCode.NobodyMaySign.Name) is not true)
            return Refusal.Input("confirmed", RefusalCode.NobodyMaySign, ("departments", without), ("item", item.ItemCode));
        file.Record(new VacancyConfirmed(without));
        return null;
    }
}
