using ErrorOr;
using FluentValidation;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;

namespace ParallelApproval.Certificates;

/// <summary>
/// 更正文书: an error of writing in a paper that was issued (a name, an address, a figure) is put right by the body that issued it. The paper
/// is made anew with the right words and its old date, a notice tells what was wrong, and from then on the old one counts as replaced. What
/// was decided, by whom and on what day does not change by it: that takes a new decision.
/// </summary>
/// <param name="Document">Number of the paper, 文号.</param>
/// <param name="Wrong">The words as they stand in it, wherever they do.</param>
/// <param name="Right">The words that take their place.</param>
[Authority(
    "Correct an error of writing in a paper that the own body has issued",
    Role.Clerk,
    Role.Approver,
    Relation = Relation.OwnDepartment
)]
public sealed record CorrectPaper(string Document, string Wrong, string Right, string Reason);

/// <summary>The correction as it is noted; the papers follow an instant later.</summary>
public sealed record CorrectedPaper(string CaseNumber, string Document, DocumentKind Kind);

/// <summary>更正文书: words in a paper were wrong; it is made anew.</summary>
/// <param name="Branch">0 for a paper of the whole case.</param>
public sealed record PaperCorrected(string Document, DocumentKind Kind, int Branch, string Wrong, string Right, string Reason) : DomainEvent
{
    public override int? BranchNumber => Branch == 0 ? null : Branch;
}

internal sealed class CorrectPaperValidator : AbstractValidator<CorrectPaper>
{
    private const int LongestNumber = 40;

    public CorrectPaperValidator()
    {
        RuleFor(command => command.Document).Given().IsLine(LongestNumber);
        // One character stands in a paper in many places.
        RuleFor(command => command.Wrong)
            .Given()
            .IsText(TextLengths.Address)
            .Refuses((wrong, place) => wrong?.Trim() is { Length: 1 } ? PaperCorrections.TooShort(place.Field) : null);
        RuleFor(command => command.Right).Given().IsText(TextLengths.Address);
        RuleFor(command => command)
            .Refuses((command, _) => command.Right?.Trim() == command.Wrong?.Trim() ? PaperCorrections.NothingChanges("right") : null);
        RuleFor(command => command.Reason).Given(CaseRefusals.ReasonMissing).IsOpinion();
    }
}

/// <summary>
/// Refuses a paper of another body, the applicant's own word, one that does not hold any more, and words that do not stand in it.
/// </summary>
public sealed class CorrectPaperHandler(CaseStore store, DocumentQueries documents, CatalogueRegister catalogue)
    : Handler<CorrectPaper, CorrectedPaper>
{
    protected override async Task<ErrorOr<CorrectedPaper>> CarryOutAsync(CorrectPaper command, Act act, CancellationToken cancellation)
    {
        // What was issued never changes, so it is read before the case is locked.
        if (await documents.FindAsync(command.Document, cancellation) is not { } paper)
            return Refusal.NotFound(RefusalCode.DocumentNotFound, ("document", command.Document));
        var check = await documents.CheckAsync(paper, cancellation);
        return check.IsError
            ? check.Errors
            : await store.WorkOnAsync(paper.Case, act, file => Correct(file, command, check.Value), cancellation, Contents.Everything);
    }

    private ErrorOr<CorrectedPaper> Correct(CaseFile file, CorrectPaper command, DocumentCheck check)
    {
        var (paper, wrong, right) = (check.Document, command.Wrong.Trim(), command.Right.Trim());
        var issuer = file.FindBranch(paper.Branch)?.Department ?? catalogue.ItemOf(file).IntakeDepartmentCode;
        if (issuer != file.Act.Department)
            return PaperCorrections.OfAnotherBody(paper.Number, issuer);
        if (paper.Kind.IsApplicants() || paper.Kind is DocumentKind.ErrorNotice)
            return PaperCorrections.NotOurs(paper.Number);
        if (check.Standing is not (PaperStanding.InForce or PaperStanding.Expired))
            return PaperCorrections.HoldsNoMore(paper.Number);
        if (!PaperCorrections.StandsIn(paper, wrong))
            return PaperCorrections.NotInIt(paper.Number, wrong);
        file.Record(new PaperCorrected(paper.Number, paper.Kind, paper.Branch, wrong, right, command.Reason.Trim()));
        return new CorrectedPaper(file.Number.ToString(), paper.Number, paper.Kind);
    }
}
