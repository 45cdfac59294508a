using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Organisation;

namespace ParallelApproval.Certificates;

/// <summary>
/// 文书员: makes the papers that follow from what happened. It hears of it after the commit, so no template hinders a decision, and it is told
/// at least once, so none is missing; under the lock of the case it looks which are there already, so none comes twice. Paper, use of the
/// seal and their events are one transaction.
/// </summary>
internal sealed class DocumentClerk(
    CaseStore store,
    DocumentNumbers numbers,
    DocumentTemplates templates,
    DocumentFacts facts,
    DocumentQueries documents,
    OfficerRegister officers,
    TimeProvider time
) : IListener
{
    public string Name => "documents";

    public IReadOnlyCollection<Type> Kinds => DocumentNeed.Causes;

    public async Task HearAsync(IReadOnlyList<Heard> batch, CancellationToken cancellation)
    {
        var inForce = new Dictionary<DocumentKind, TemplateRow>();
        foreach (var ofCase in batch.GroupBy(told => told.Case))
        // A correction builds on the paper that the one before has made.
        foreach (
            var told in ofCase.Any(heard => heard.As<PaperCorrected>() is not null)
                ? ofCase.Select(heard => (IReadOnlyList<Heard>)[heard])
                :
                [
                    [.. ofCase],
                ]
        )
            await MakeAsync(ofCase.Key, told, inForce, cancellation);
    }

    /// <param name="inForce">Templates that have been read for this batch, by kind.</param>
    private async Task MakeAsync(
        CaseNumber number,
        IReadOnlyList<Heard> told,
        Dictionary<DocumentKind, TemplateRow> inForce,
        CancellationToken cancellation
    )
    {
        var act = Act.OfSystem(time);
        var needed = await store.LookAsync(
            number,
            act,
            seen => Needed(seen, told).ConvertAll(need => (Need: need, Issuer: facts.Issuer(seen, need))),
            cancellation,
            Contents.Papers
        );
        if (needed is not { Count: > 0 })
            return;

        // Numbers and words first: while the case is locked, nothing else is asked of the database.
        var given = await numbers.NextAsync(
            needed.ConvertAll(paper => new DocumentNumbers.Wanted(paper.Need.Kind, paper.Issuer, paper.Need.Cause.At.Year)),
            cancellation
        );
        var unread = needed.Select(paper => paper.Need.Kind).Distinct().Where(kind => !inForce.ContainsKey(kind)).ToList();
        if (unread.Count > 0)
            foreach (var (kind, template) in await templates.InForceAsync(unread, cancellation))
                inForce[kind] = template;
        var drawn = new List<Drawn>(needed.Count);
        foreach (var ((need, _), paper) in needed.Zip(given))
            drawn.Add(
                new(
                    need,
                    paper,
                    inForce[need.Kind],
                    need.Correction is { } correction ? await CorrectedAsync(number, correction, cancellation) : null
                )
            );
        var made = await store.WorkOnAsync(number, act, file => Make(file, drawn), cancellation, Contents.Papers);
        if (made.IsError)
            throw new InvalidOperationException($"The papers of case {number} could not be made: {made.FirstError.Description}");
    }

    private async Task<Document> CorrectedAsync(CaseNumber number, PaperCorrected correction, CancellationToken cancellation)
    {
        var ofCase = await documents.OfCaseAsync(number, cancellation);
        return PaperCorrections.Newest(ofCase, ofCase.First(paper => paper.Number == correction.Document));
    }

    private static List<DocumentNeed> Needed(CaseFile file, IReadOnlyList<Heard> told) =>
        [.. told.SelectMany(heard => DocumentNeed.Of(file, heard)).Where(need => !file.Section<DocumentSection>().Has(need))];

    private ErrorOr.ErrorOr<ErrorOr.Success> Make(CaseFile file, List<Drawn> drawn)
    {
        var section = file.Section<DocumentSection>();
        foreach (var (need, number, template, corrected) in drawn.Where(paper => !section.Has(paper.Need)))
        {
            var seal = SealFor(file, need);
            var stated = corrected is null
                ? facts.Of(file, need, number, seal)
                : PaperCorrections.Right(corrected, need.Correction!, number);
            if (stated.IsError)
                return stated.Errors;
            var paper = new Document(
                file.Number,
                number,
                need.Kind,
                need.Branch,
                need.Cause.Sequence,
                // A paper that is made anew keeps the day of the one whose place it takes, and its limits.
                corrected?.IssuedAt
                    ?? need.Cause.At,
                stated.Value.ToJsonString(HouseJson.Options),
                template.Version,
                DocumentStamp.NewCode(),
                seal?.Number,
                need.Cause.UserName,
                []
            );
            paper = paper with { Stamp = DocumentStamp.Of(paper, template.Text) };
            section.Put(paper);
            file.Record(new DocumentIssued(paper.Number, paper.Kind, paper.Branch, Convert.ToHexStringLower(paper.Stamp)));
            if (seal is not null)
                file.Record(new SealUsed(seal.Number, paper.Number, paper.SealedBy, paper.Branch));
        }

        return ErrorOr.Result.Success;
    }

    // What no officer did, no officer sealed: a case accepted because nobody spoke in time gets its seal by hand, and so does a branch that
    // another department's decision has ended, or of which another department's check has found the promise false.
    private Seal? SealFor(CaseFile file, DocumentNeed need) =>
        need.Kind.IsApplicants()
        || need.Kind is DocumentKind.BlockedNotice
        || (need.Kind is DocumentKind.GrantRevocation && need.Cause.Department != facts.Issuer(file, need))
        || officers.Find(need.Cause.UserName) is null
            ? null
            : officers.SealOf(facts.Issuer(file, need), DateOnly.FromDateTime(need.Cause.At.DateTime), need.Kind.Seal(need.Branch));

    /// <param name="Corrected">The paper whose place it takes; null for one of its own.</param>
    private sealed record Drawn(DocumentNeed Need, string Number, TemplateRow Template, Document? Corrected);
}
