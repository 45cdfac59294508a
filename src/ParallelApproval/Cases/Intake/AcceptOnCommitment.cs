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
/// 告知承诺: told the conditions and what a false promise costs, the applicant signs that he meets them; the papers that the item names need
/// not be there, and the decision is due on the same day. Whether the promise is kept is checked afterwards. Only where the item allows it,
/// and not for an applicant on a list.
/// </summary>
/// <param name="Confirmed">Codes of warnings that the clerk has seen.</param>
[Authority("Accept on the applicant's promise to meet the conditions; checked after the decision", Role.Clerk)]
public sealed record AcceptOnCommitment(CaseNumber Case, bool IsSigned, string[]? Confirmed = null);

internal sealed class AcceptOnCommitmentValidator : AbstractValidator<AcceptOnCommitment>
{
    public AcceptOnCommitmentValidator()
    {
        RuleFor(command => command.IsSigned).Must(isSigned => isSigned, CaseRefusals.PromiseNotSigned);
        RuleFor(command => command.Confirmed).HasAtMost(TextLengths.List);
        RuleForEach(command => command.Confirmed).IsCode();
    }
}

/// <inheritdoc cref="AcceptOnCommitment"/>
public sealed class AcceptOnCommitmentHandler(CaseActs acts, CatalogueRegister catalogue, AcceptCaseHandler acceptance)
    : Handler<AcceptOnCommitment, Accepted>
{
    protected override Task<ErrorOr<Accepted>> CarryOutAsync(AcceptOnCommitment command, Act act, CancellationToken cancellation) =>
        acts.DoAsync(CaseVerb.AcceptOnCommitment, command.Case, act, file => Accept(file, command), cancellation, Contents.Everything);

    private ErrorOr<Accepted> Accept(CaseFile file, AcceptOnCommitment command)
    {
        var (@case, item) = (file.Case, catalogue.ItemOf(file));
        var papers = file
            .Materials.Where(paper =>
                paper.State is (MaterialState.Missing or MaterialState.Faulty) && item.Commitment!.Papers.Contains(paper.Code)
            )
            .ToList();
        if (file.Materials.Wanting().Except(papers.Select(paper => paper.Code)).ToArray() is { Length: > 0 } wanting)
            return CaseRefusals.MaterialsMissing(wanting);

        foreach (var paper in papers)
            file.Change(paper, promised => (promised.State, promised.Fault) = (MaterialState.Promised, null));
        @case.IsByCommitment = true;
        @case.PapersCompleteAt ??= file.Act.At;
        file.Record(new CommitmentSigned([.. papers.Select(paper => paper.Code)], AcceptDeferringHandler.PromisedBy(file)));
        return acceptance.AcceptFrom(file, file.Act.At, CaseVerb.AcceptOnCommitment, command.Confirmed);
    }
}
