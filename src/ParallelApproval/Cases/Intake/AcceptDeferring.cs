using ErrorOr;
using FluentValidation;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Cases;

/// <summary>
/// 容缺受理: accepted although papers are missing, against the applicant's signed promise to hand them in. Only papers that the guide marks as
/// deferrable, never more days than the item promises, and not for an applicant on a list. Departments review at once; a branch that uses
/// such a paper is decided when it is there.
/// </summary>
/// <param name="Papers">Codes of the papers to be deferred: all that are missing.</param>
/// <param name="Days">Working days for them; null for as many as the item promises.</param>
/// <param name="Confirmed">Codes of warnings that the clerk has seen.</param>
/// <param name="IsSigned">The applicant has signed the promise (容缺受理承诺书).</param>
[Authority("Accept although deferrable papers are missing, against a signed promise", Role.Clerk)]
public sealed record AcceptDeferring(CaseNumber Case, string[] Papers, int? Days, bool IsSigned, string[]? Confirmed = null);

/// <summary>What is deferred until when.</summary>
public sealed record Deferred(Accepted Acceptance, string[] Papers, DateOnly DeferredUntil);

internal sealed class AcceptDeferringValidator : AbstractValidator<AcceptDeferring>
{
    public AcceptDeferringValidator()
    {
        RuleFor(command => command.IsSigned).Must(isSigned => isSigned, CaseRefusals.PromiseNotSigned);
        RuleFor(command => command.Papers).HasAtMost(TextLengths.List);
        RuleForEach(command => command.Papers).IsCode();
        RuleFor(command => command.Confirmed).HasAtMost(TextLengths.List);
        RuleForEach(command => command.Confirmed).IsCode();
    }
}

/// <inheritdoc cref="AcceptDeferring"/>
public sealed class AcceptDeferringHandler(CaseActs acts, CatalogueRegister catalogue, AcceptCaseHandler acceptance)
    : Handler<AcceptDeferring, Deferred>
{
    protected override Task<ErrorOr<Deferred>> CarryOutAsync(AcceptDeferring command, Act act, CancellationToken cancellation) =>
        acts.DoAsync(CaseVerb.AcceptDeferring, command.Case, act, file => Accept(file, command), cancellation, Contents.Everything);

    private ErrorOr<Deferred> Accept(CaseFile file, AcceptDeferring command)
    {
        var (@case, item) = (file.Case, catalogue.ItemOf(file));
        if (MayDefer(file, item, command) is { } refusal)
            return refusal;
        foreach (var paper in file.Materials.Where(paper => command.Papers.Contains(paper.Code)).ToList())
            file.Change(paper, deferred => (deferred.State, deferred.Fault) = (MaterialState.Deferred, null));
        @case.DeferredPapers = [.. file.Materials.Promised()];

        var accepted = acceptance.AcceptFrom(file, file.Act.At, CaseVerb.AcceptDeferring, command.Confirmed, command.Days);
        if (accepted.IsError)
            return accepted.Errors;
        return new Deferred(
            accepted.Value with
            {
                Status = @case.Status,
            },
            @case.DeferredPapers,
            file.LatestClock(Clock.OfCase, ClockKind.Deferral)!.DueOn
        );
    }

    private static Error? MayDefer(CaseFile file, ServiceItem item, AcceptDeferring command)
    {
        for (var i = 0; i < command.Papers.Length; i++)
            if (
                file.Materials.FirstOrDefault(paper => paper.Code == command.Papers[i]) is not { State: MaterialState.Missing }
                || item.Materials.FirstOrDefault(paper => paper.Code == command.Papers[i]) is not { IsDeferrable: true }
            )
                return CaseRefusals.NotToBeDeferred(i, command.Papers[i]);
        if (file.Materials.Wanting().Except(command.Papers).ToArray() is { Length: > 0 } wanting)
            return CaseRefusals.MaterialsMissing(wanting);
        if (command.Papers.Length == 0)
            return CaseRefusals.NothingMissing(file.Case);
        return command.Days is { } days && (days < 1 || days > item.PromisedDays)
            ? CaseRefusals.DeferralOutOfRange(days, item.PromisedDays)
            : null;
    }

    internal static string PromisedBy(CaseFile file) => file.Applicant!.Agent?.Name ?? file.Applicant!.Name;
}
