using ErrorOr;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Branches;
using ParallelApproval.Certificates;
using ParallelApproval.Database;
using ParallelApproval.Identities;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web.Documents;

/// <summary>Who reads which paper: whoever sees the persons of a case reads its papers; for anybody else there are none.</summary>
internal sealed class DocumentDesk(DocumentQueries documents, IDbContextFactory<ApprovalDbContext> contexts)
{
    public async Task<ErrorOr<IReadOnlyList<Document>>> OfCaseAsync(CaseNumber number, Caller caller, CancellationToken cancellation) =>
        await MaySeeAsync(number, caller, cancellation) ? ErrorOrFactory.From(await documents.OfCaseAsync(number, cancellation)) : FrontRefusals.NoSuchCase(number);

    public async Task<ErrorOr<Document>> FindAsync(string number, Caller caller, CancellationToken cancellation) =>
        await documents.FindAsync(number, cancellation) is { } document && await MaySeeAsync(document.Case, caller, cancellation) ? document : FrontRefusals.NoSuchDocument(number);

    private async Task<bool> MaySeeAsync(CaseNumber number, Caller caller, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (!await db.Set<ParallelApproval.Cases.CaseRow>().AnyAsync(row => row.CaseKey == number.Key, cancellation)) return false;
        var hasPart = await db.Set<BranchRow>().AnyAsync(row => row.CaseKey == number.Key && row.Department == caller.DepartmentCode, cancellation);
        return caller.SeesPersons(hasPart);
    }
}
