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
/// 退回修改: the window says of each paper what it found, and sends it back. It is no notice of correction (补正) in the sense of the law:
/// nothing has been received.
/// </summary>
/// <param name="Papers">What was found; a paper that is not named has not been judged.</param>
/// <param name="Note">What is said of the whole; needed when no paper is faulty or missing.</param>
/// <param name="Revision">The state that was looked at.</param>
[Authority("Send an application that came beforehand back, with what was found of each paper", Role.Clerk)]
public sealed record ReturnPrecheck(PrecheckNumber Precheck, PaperFinding[] Papers, string? Note, int Revision);

internal sealed class ReturnPrecheckValidator : AbstractValidator<ReturnPrecheck>
{
    public ReturnPrecheckValidator()
    {
        RuleFor(command => command.Papers).HasAtMost(TextLengths.List);
        RuleForEach(command => command.Papers).SetValidator(new PaperFindingValidator());
        RuleFor(command => command.Note).IsOpinion();
    }
}

/// <inheritdoc cref="ReturnPrecheck"/>
public sealed class ReturnPrecheckHandler(
    PrecheckStore store,
    CatalogueRegister catalogue,
    CitizenMessages messages,
    PrecheckSettings settings
) : Handler<ReturnPrecheck, PrecheckState>
{
    protected override Task<ErrorOr<PrecheckState>> CarryOutAsync(ReturnPrecheck command, Act act, CancellationToken cancellation) =>
        store.ActAsync(
            command.Precheck,
            PrecheckVerb.ReturnPrecheck,
            act,
            command.Revision,
            (db, found) =>
            {
                if (catalogue.InForce(found.ItemCode, act.Today) is not { } item)
                    return CaseRefusals.UnknownItem(found.ItemCode);
                if (command.Papers.All(paper => paper.Verdict is PaperVerdict.Good) && string.IsNullOrWhiteSpace(command.Note))
                    return PrecheckRefusals.NothingWrong();
                if (PaperFindings.Put(found, item, command.Papers) is { } fault)
                    return fault;
                (found.CheckedAt, found.CheckedBy) = (act.At, act.UserName);
                found.Note = string.IsNullOrWhiteSpace(command.Note) ? null : command.Note.Trim();
                found.Move(PrecheckVerb.ReturnPrecheck, act.Today.AddDays(settings.KeepDays));
                messages.Tell(
                    db,
                    found.Id.ToString(),
                    found.Phone,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"您网上申报的“{item.Name}”（{found.Id}）预审退回修改，请凭编号和查询码查看，保留至 {found.KeptUntil:yyyy-MM-dd}。"
                    ),
                    act.At
                );
                return new PrecheckReturned(
                    found.Id.ToString(),
                    found.ItemCode,
                    Of(command.Papers, PaperVerdict.Faulty),
                    Of(command.Papers, PaperVerdict.Missing)
                );
            },
            cancellation
        );

    private static string[] Of(PaperFinding[] papers, PaperVerdict verdict) =>
        [.. papers.Where(paper => paper.Verdict == verdict).Select(paper => paper.Paper)];
}
