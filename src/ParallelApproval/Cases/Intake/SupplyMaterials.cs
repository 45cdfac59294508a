using ErrorOr;
using FluentValidation;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;
using ParallelApproval.Workflows;

namespace ParallelApproval.Cases;

/// <summary>
/// 补正: the applicant hands in what was missing or wrong. Shared papers are handed in once for all branches. When the last one is in,
/// the window must accept; a branch that waited for the paper has the case on its desk again.
/// </summary>
[Authority("Take in papers that were missing or wrong", Role.Clerk)]
public sealed record SupplyMaterials(CaseNumber Case, SuppliedMaterial[] Materials);

/// <summary>What has come in and what is still wanting.</summary>
/// <param name="ReceiptNumber">Number of the receipt for them (收件凭证).</param>
public sealed record Supplied(
    string CaseNumber,
    CaseStatus Status,
    string[] Materials,
    string[] Missing,
    string ReceiptNumber,
    DateTimeOffset ReceivedAt
);

internal sealed class SupplyMaterialsValidator : AbstractValidator<SupplyMaterials>
{
    public SupplyMaterialsValidator()
    {
        RuleFor(command => command.Materials).HasAtMost(TextLengths.List);
        RuleForEach(command => command.Materials).SetValidator(new SuppliedMaterialValidator());
    }
}

/// <inheritdoc cref="SupplyMaterials"/>
public sealed class SupplyMaterialsHandler(
    CaseActs acts,
    CatalogueRegister catalogue,
    ClockRules clocks,
    NoticeLimit notice,
    IEnumerable<IAwaitMaterials> waiting
) : Handler<SupplyMaterials, Supplied>
{
    private readonly IAwaitMaterials[] _waiting = [.. waiting];

    protected override Task<ErrorOr<Supplied>> CarryOutAsync(SupplyMaterials command, Act act, CancellationToken cancellation) =>
        acts.DoAsync(
            CaseVerb.SupplyMaterials,
            command.Case,
            act,
            file => Supply(file, command.Materials),
            cancellation,
            Contents.Everything
        );

    internal ErrorOr<Supplied> Supply(CaseFile file, SuppliedMaterial[] papers)
    {
        var @case = file.Case;
        for (var i = 0; i < papers.Length; i++)
            if (TakeIn(file, i, papers[i]) is { } refusal)
                return refusal;

        var (wanting, receipt) = (file.Materials.Outstanding().ToArray(), ReceiptNumbers.Next(file));
        string[] codes = [.. papers.Select(paper => paper.Code)];
        file.Record(new MaterialsSupplied(codes, receipt));
        // What was promised for later (容缺) stands in the way of nothing here.
        var isComplete = !file.Materials.Wanting().Any();
        if (isComplete)
            @case.PapersCompleteAt ??= file.Act.At;
        KeepPromise(file);
        if (isComplete)
            clocks.End(file, Clock.OfCase, ClockKind.Supplement);
        if (isComplete && notice.Begin(file) is { IsError: true } noCalendar)
            return noCalendar.Errors;
        foreach (var room in _waiting)
            if (room.MaterialsCameIn(file, codes) is { IsError: true } stuck)
                return stuck.Errors;
        return new Supplied(file.Number.ToString(), @case.Status, codes, wanting, receipt, file.Act.At);
    }

    private void KeepPromise(CaseFile file)
    {
        var @case = file.Case;
        if (@case.DeferredPapers.Length == 0)
            return;
        @case.DeferredPapers = [.. file.Materials.Where(paper => paper.State is MaterialState.Deferred).Select(paper => paper.Code)];
        if (
            @case.DeferredPapers.Length > 0
            || file.ClocksOf(Clock.OfCase).FirstOrDefault(clock => clock.Kind is ClockKind.Deferral) is not { } limit
        )
            return;
        clocks.End(file, Clock.OfCase, ClockKind.Deferral);
        file.Record(new DeferralKept(limit.DueOn));
    }

    private Error? TakeIn(CaseFile file, int index, SuppliedMaterial paper)
    {
        if (
            file.Materials.FirstOrDefault(material => material.Code == paper.Code) is not { State: not MaterialState.PassedInside } material
        )
            return CaseRefusals.MaterialNotOnList(index, paper.Code);
        // The decisions rest on the papers as they were; only what was promised for later still comes in.
        if (file.Case.Status is CaseStatus.Decided && material.State is not MaterialState.Deferred)
            return CaseRefusals.PaperAfterDecision(file, paper.Code);
        var asked = catalogue.ItemOf(file).Materials.FirstOrDefault(requirement => requirement.Code == paper.Code);
        file.Change(material, changed =>
        {
            changed.State = MaterialState.Supplied;
            changed.Form = paper.Form ?? asked?.Form;
            changed.Copies = paper.Copies ?? asked?.Copies ?? 1;
            changed.Version++;
            changed.Fault = null;
        });
        return null;
    }
}

/// <summary>A room on a higher floor that waits for papers to come in.</summary>
public interface IAwaitMaterials
{
    /// <summary>Called within the command that took the papers in.</summary>
    /// <param name="papers">Codes of the papers that came in.</param>
    ErrorOr<Success> MaterialsCameIn(CaseFile file, IReadOnlyList<string> papers);
}
