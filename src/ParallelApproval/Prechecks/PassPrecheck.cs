using System.Globalization;
using ErrorOr;
using FluentValidation;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Inputs;
using ParallelApproval.Notices;
using ParallelApproval.Organisation;

namespace ParallelApproval.Prechecks;

/// <summary>
/// 预审通过: every paper was found good; the citizen comes once with the originals. Nothing is received or accepted by it.
/// </summary>
/// <param name="Papers">What was found of every paper.</param>
/// <param name="Revision">The state that was looked at.</param>
[Authority("Find an application that came beforehand ready to be received", Role.Clerk)]
public sealed record PassPrecheck(PrecheckNumber Precheck, PaperFinding[] Papers, string? Note, int Revision);

internal sealed class PassPrecheckValidator : AbstractValidator<PassPrecheck>
{
    public PassPrecheckValidator()
    {
        RuleFor(command => command.Papers).HasAtMost(TextLengths.List);
        RuleForEach(command => command.Papers).SetValidator(new PaperFindingValidator());
        RuleFor(command => command.Note).IsOpinion();
    }
}

/// <summary>Refuses while a paper that is asked for is faulty, missing, or has not been judged.</summary>
public sealed class PassPrecheckHandler(
    PrecheckStore store,
    CatalogueRegister catalogue,
    CitizenMessages messages,
    PrecheckSettings settings
) : Handler<PassPrecheck, PrecheckState>
{
    protected override Task<ErrorOr<PrecheckState>> CarryOutAsync(PassPrecheck command, Act act, CancellationToken cancellation) =>
        store.ActAsync(
            command.Precheck,
            PrecheckVerb.PassPrecheck,
            act,
            command.Revision,
            (db, found) =>
            {
                if (catalogue.InForce(found.ItemCode, act.Today) is not { } item)
                    return CaseRefusals.UnknownItem(found.ItemCode);
                if (found.Asked.FirstOrDefault(code => command.Papers.All(paper => paper.Paper != code)) is { } unjudged)
                    return PrecheckRefusals.PaperUnjudged(unjudged);
                string[] wanting = [.. command.Papers.Where(paper => paper.Verdict is not PaperVerdict.Good).Select(paper => paper.Paper)];
                if (wanting.Length > 0)
                    return PrecheckRefusals.PapersWanting(wanting);
                if (PaperFindings.Put(found, item, command.Papers) is { } fault)
                    return fault;
                (found.CheckedAt, found.CheckedBy) = (act.At, act.UserName);
                found.Note = string.IsNullOrWhiteSpace(command.Note) ? null : command.Note.Trim();
                found.Move(PrecheckVerb.PassPrecheck, act.Today.AddDays(settings.KeepDays));
                messages.Tell(
                    db,
                    found.Id.ToString(),
                    found.Phone,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"您网上申报的“{item.Name}”（{found.Id}）预审通过，请在 {found.KeptUntil:yyyy-MM-dd} 前带材料原件到窗口办理，窗口收件后才算正式申请。"
                    ),
                    act.At
                );
                return new PrecheckPassed(found.Id.ToString(), found.ItemCode);
            },
            cancellation
        );
}
