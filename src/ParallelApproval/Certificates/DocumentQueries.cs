using System.Security.Cryptography;
using System.Text.Json.Nodes;
using ErrorOr;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Identities;
using ParallelApproval.Refusals;

namespace ParallelApproval.Certificates;

/// <summary>Reading papers that were issued, and finding out whether one is what it was (文书查询与验真).</summary>
public sealed class DocumentQueries(IDbContextFactory<ApprovalDbContext> contexts, DamagedRecords damaged)
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

    /// <summary>Null when there is no such paper.</summary>
    public async Task<Document?> FindAsync(string number, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return (await db.Set<DocumentRow>().AsNoTracking().FirstOrDefaultAsync(row => row.Number == number, cancellation))?.ToDocument();
    }

    /// <summary>The body as it was issued: the facts of then in the words of then.</summary>
    public async Task<ErrorOr<string>> BodyAsync(Document document, CancellationToken cancellation) =>
        DocumentText.Fill(await TemplateOfAsync(document, cancellation), (JsonObject)JsonNode.Parse(document.Facts)!);

    /// <summary>Computes the stamp anew. Refuses a number and a code that do not belong together.</summary>
    public async Task<ErrorOr<DocumentCheck>> VerifyAsync(string number, string code, CancellationToken cancellation)
    {
        if (
            await FindAsync(number.Trim(), cancellation) is not { } document
            || !string.Equals(document.Code, code.Trim(), StringComparison.OrdinalIgnoreCase)
        )
            return Refusal.NotFound(RefusalCode.DocumentNotVerified);
        var template = await TemplateOfAsync(document, cancellation);
        return new DocumentCheck(document, CryptographicOperations.FixedTimeEquals(document.Stamp, DocumentStamp.Of(document, template)));
    }

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

/// <summary>What a verification says.</summary>
/// <param name="Holds">The paper is as it was issued; false when its row or its template was changed behind the house's back.</param>
public sealed record DocumentCheck(Document Document, bool Holds);
