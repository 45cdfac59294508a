using ErrorOr;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Prechecks;
using ParallelApproval.Web.Cases;
using ParallelApproval.Web.Languages;
using ParallelApproval.Web.Problems;

namespace ParallelApproval.Web.Prechecks;

/// <summary>An application sent beforehand, as its citizen sees it.</summary>
/// <param name="CaseNumber">What it has become; null while no window has received it.</param>
/// <param name="KeptUntil">The last day on which it is kept (Asia/Shanghai).</param>
/// <param name="Note">What the window says of the whole.</param>
/// <param name="Papers">Those for which the item asks, by what was chosen.</param>
internal sealed record PublicPrecheck(
    string Precheck,
    PrecheckStatus Status,
    string ItemCode,
    string ItemName,
    string? CaseNumber,
    DateTimeOffset? SentAt,
    DateOnly KeptUntil,
    string? Note,
    DraftBody Draft,
    IReadOnlyList<PrecheckPaperLine> Papers
);

/// <summary>Reads one for its citizen, and works on it for him.</summary>
internal sealed class PublicPrecheckReader(PrecheckDesk desk, PrecheckQueries prechecks, CatalogueRegister catalogue)
{
    public async Task<ErrorOr<PublicPrecheck>> FindAsync(string? number, string? code, CancellationToken cancellation)
    {
        var found = await desk.FindAsync(number, code, cancellation);
        return found.IsError ? found.Errors : await ShowAsync(found.Value, cancellation);
    }

    /// <summary>Does something with it, and shows how it stands then; refuses when its item is offered no more.</summary>
    public async Task<ErrorOr<PublicPrecheck>> OnAsync<T>(
        string? number,
        string? code,
        Func<Precheck, ServiceItem, Task<ErrorOr<T>>> work,
        CancellationToken cancellation
    )
    {
        var found = await desk.FindAsync(number, code, cancellation);
        if (found.IsError)
            return found.Errors;
        if (catalogue.InForce(found.Value.ItemCode, desk.Today) is not { } item)
            return CaseRefusals.UnknownItem(found.Value.ItemCode);
        var done = await work(found.Value, item);
        if (done.IsError)
            return done.Errors;
        return await prechecks.FindAsync(found.Value.Id, cancellation) is { } now
            ? await ShowAsync(now, cancellation)
            : FrontRefusals.NoSuchPublicPrecheck();
    }

    private async Task<PublicPrecheck> ShowAsync(Precheck found, CancellationToken cancellation)
    {
        var typed = TypedApplication.Read(found.Typed) ?? [];
        var item = catalogue.InForce(found.ItemCode, desk.Today);
        var files = await prechecks.FilesAsync(found.Id, cancellation);
        var papers = item is null ? [] : DraftReading.Application(found, typed).Asked(item);
        return new(
            found.Id.ToString(),
            found.Status,
            found.ItemCode,
            (ReaderLanguage.IsEnglish ? item?.NameEn : item?.Name) ?? found.ItemCode,
            found.CaseNumber,
            found.SentAt?.InShanghai(),
            found.KeptUntil,
            found.Note,
            DraftBody.Of(typed),
            [
                .. papers.Select(paper =>
                {
                    var said = found.Papers.Find(known => known.Paper == paper.Code);
                    return new PrecheckPaperLine(
                        paper.Code,
                        ReaderLanguage.IsEnglish ? paper.NameEn : paper.Name,
                        said?.Verdict,
                        said?.Reason,
                        [.. files.Where(file => file.Paper == paper.Code)]
                    );
                }),
            ]
        );
    }
}
