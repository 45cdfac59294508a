using ParallelApproval.Catalogue;
using ParallelApproval.Prechecks;
using ParallelApproval.Web.Cases;
using ParallelApproval.Web.Languages;

namespace ParallelApproval.Web.Prechecks;

/// <summary>An application sent beforehand, as the window looks at it.</summary>
/// <param name="Typed">What was typed, by the names of the inputs; empty once it was received.</param>
/// <param name="Revision">To be sent along with what is found.</param>
internal sealed record PrecheckSheet(
    string Precheck,
    PrecheckStatus Status,
    string ItemCode,
    string ItemName,
    string? CaseNumber,
    DateTimeOffset? SentAt,
    DateOnly KeptUntil,
    string? Note,
    IReadOnlyDictionary<string, string> Typed,
    IReadOnlyList<PrecheckPaperLine> Papers,
    int Revision
);

/// <summary>A paper with what was found of it, and its files.</summary>
/// <param name="Verdict">Null while it has not been judged.</param>
internal sealed record PrecheckPaperLine(
    string Paper,
    string Name,
    PaperVerdict? Verdict,
    string? Reason,
    IReadOnlyList<PrecheckFileLine> Files
);

/// <summary>Reads them for those who may see them.</summary>
internal sealed class PrecheckReader(PrecheckQueries prechecks, PrecheckStore store, CatalogueRegister catalogue, TimeProvider time)
{
    /// <summary>Null when there is none, it is still the citizen's draft, or it is for another window.</summary>
    public async Task<PrecheckSheet?> FindAsync(PrecheckNumber number, string department, CancellationToken cancellation)
    {
        if (
            await prechecks.FindAsync(number, cancellation) is not { Status: not PrecheckStatus.Draft } found
            || !store.IsWithinReach(found, department)
        )
            return null;
        var files = await prechecks.FilesAsync(number, cancellation);
        var item = catalogue.InForce(found.ItemCode, time.OfficialToday());
        var papers = found.Asked.Select(code =>
        {
            var said = found.Papers.Find(paper => paper.Paper == code);
            return new PrecheckPaperLine(
                code,
                item?.Materials.FirstOrDefault(paper => paper.Code == code) is { } paper ? NameOf(paper) : code,
                said?.Verdict,
                said?.Reason,
                [.. files.Where(file => file.Paper == code)]
            );
        });
        return new(
            found.Id.ToString(),
            found.Status,
            found.ItemCode,
            item is null ? found.ItemCode
                : ReaderLanguage.IsEnglish ? item.NameEn
                : item.Name,
            found.CaseNumber,
            found.SentAt?.InShanghai(),
            found.KeptUntil,
            found.Note,
            TypedApplication.Read(found.Typed) ?? [],
            [.. papers],
            found.Revision
        );
    }

    /// <summary>A file of one that he may see; null when there is none.</summary>
    public async Task<PrecheckFile?> FileAsync(PrecheckNumber number, int file, string department, CancellationToken cancellation) =>
        await FindAsync(number, department, cancellation) is null ? null : await prechecks.FileAsync(number, file, cancellation);

    private static string NameOf(MaterialRequirement paper) => ReaderLanguage.IsEnglish ? paper.NameEn : paper.Name;
}
