using System.Security.Cryptography;
using System.Text.Json.Nodes;
using ErrorOr;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using ParallelApproval.Calendars;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Identities;
using ParallelApproval.Refusals;

namespace ParallelApproval.Certificates;

/// <summary>Reading papers that were issued, and finding out whether one is what it was (文书查询与验真).</summary>
public sealed class DocumentQueries(
    IDbContextFactory<ApprovalDbContext> contexts,
    NpgsqlDataSource source,
    DamagedRecords damaged,
    TimeProvider time
)
{
    /// <summary>The papers of a case in the order in which they were issued.</summary>
    public async Task<IReadOnlyList<Document>> OfCaseAsync(CaseNumber number, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var rows = await db.Set<DocumentRow>()
            .AsNoTracking()
            .Where(row => row.CaseKey == number.Key)
            .OrderBy(row => row.Cause)
            .ThenBy(row => row.Kind)
            .ThenBy(row => row.Branch)
            .ThenBy(row => row.Number)
            .ToSoundListAsync(row => row.CaseKey, nameof(DocumentSection), damaged, cancellation);
        return [.. rows.Select(row => row.ToDocument())];
    }

    /// <summary>
    /// 本人文书: the papers of a case that its applicant may have, the newest first; certificates once they have been handed over.
    /// </summary>
    public async Task<IReadOnlyList<ApplicantPaper>> OfApplicantAsync(CaseNumber number, CancellationToken cancellation)
    {
        var all = await OfCaseAsync(number, cancellation);
        if (all.Count == 0)
            return [];
        var fact = (await source.ReadAsync(CaseReading.Of([number]), cancellation)).Single();
        var today = time.OfficialToday();
        return
        [
            .. all.Where(paper => paper.Kind.IsForApplicant())
                .Where(paper => paper.Kind is not DocumentKind.CertificatePaper || IsHandedOver(fact.Status))
                .OrderByDescending(paper => paper.Cause)
                .Select(paper => new ApplicantPaper(paper, PaperStandings.Of(paper, fact, all, today))),
        ];
    }

    private static bool IsHandedOver(CaseStatus status) =>
        status is CaseStatus.Delivered or CaseStatus.Finished or CaseStatus.PartlyFinished or CaseStatus.Revoked;

    /// <summary>Null when there is no such paper.</summary>
    public async Task<Document?> FindAsync(string number, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return (await db.Set<DocumentRow>().AsNoTracking().FirstOrDefaultAsync(row => row.Number == number, cancellation))?.ToDocument();
    }

    /// <summary>The body as it was issued: the facts of then in the words of then.</summary>
    public async Task<ErrorOr<string>> BodyAsync(Document document, CancellationToken cancellation) =>
        (await FactAsync(document, cancellation)).DisposedAt is { } at
            ? DisposedCases.Refusal(document.Case, at)
            : DocumentText.Fill(await TemplateOfAsync(document, cancellation), (JsonObject)JsonNode.Parse(document.Facts)!);

    /// <summary>The paper of a certificate by the certificate's own number; null when there is none, or none yet.</summary>
    public async Task<Document?> OfCertificateAsync(string number, CancellationToken cancellation)
    {
        if (!Certificate.TryParse(number, out var @case, out var branch))
            return null;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return (
            await db.Set<DocumentRow>()
                .AsNoTracking()
                .Where(row => row.CaseKey == @case.Key && row.Branch == branch && row.Kind == DocumentKind.CertificatePaper)
                .OrderByDescending(row => row.Cause)
                .FirstOrDefaultAsync(cancellation)
        )?.ToDocument();
    }

    /// <summary>
    /// Computes the stamp anew, and says whether the paper holds today. Refuses a number and a code that do not belong together.
    /// </summary>
    /// <param name="number">Of the paper or of a certificate, as typed.</param>
    public async Task<ErrorOr<DocumentCheck>> VerifyAsync(string number, string code, CancellationToken cancellation)
    {
        var typed = TypedNumber.Plain(number);
        if (
            (await FindAsync(typed, cancellation) ?? await OfCertificateAsync(typed, cancellation)) is not { } document
            || document.Code != TypedNumber.Plain(code)
        )
            return Refusal.NotFound(RefusalCode.DocumentNotVerified);
        return await CheckAsync(document, cancellation);
    }

    /// <summary>
    /// Whether the paper is what it was when it was issued, and whether it holds today. Refuses one whose file was destroyed after its
    /// term: nothing is left to compare with.
    /// </summary>
    public async Task<ErrorOr<DocumentCheck>> CheckAsync(Document document, CancellationToken cancellation)
    {
        var fact = await FactAsync(document, cancellation);
        if (fact.DisposedAt is { } at)
            return DisposedCases.Refusal(document.Case, at);
        var template = await TemplateOfAsync(document, cancellation);
        var ofCase = await OfCaseAsync(document.Case, cancellation);
        return new DocumentCheck(
            document,
            CryptographicOperations.FixedTimeEquals(document.Stamp, DocumentStamp.Of(document, template)),
            PaperStandings.Of(document, fact, ofCase, time.OfficialToday()),
            PaperContent.Of(document, fact)
        );
    }

    private async Task<CaseFact> FactAsync(Document document, CancellationToken cancellation) =>
        (await source.ReadAsync(CaseReading.Of([document.Case]), cancellation)).Single();

    private async Task<string> TemplateOfAsync(Document document, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Set<TemplateRow>()
            .Where(row => row.Kind == document.Kind && row.Version == document.Template)
            .Select(row => row.Text)
            .FirstOrDefaultAsync(cancellation)
            ?? "";
    }
}

/// <summary>A paper that its applicant may have, and whether it holds.</summary>
public sealed record ApplicantPaper(Document Document, PaperStanding Standing);

/// <summary>What a verification says.</summary>
/// <param name="Holds">The paper is as it was issued; false when its row or its template was changed behind the house's back.</param>
/// <param name="Standing">Whether what it says holds today.</param>
/// <param name="Content">What is printed on it, to be compared by whoever has a copy in his hands.</param>
public sealed record DocumentCheck(Document Document, bool Holds, PaperStanding Standing, PaperContent Content);
