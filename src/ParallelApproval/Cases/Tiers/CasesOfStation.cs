using ErrorOr;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Identities;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;

namespace ParallelApproval.Cases;

/// <summary>Cases that a station received and that are not closed keep it from being closed.</summary>
internal sealed class CasesOfStation(IDbContextFactory<ApprovalDbContext> contexts) : INeedDepartments
{
    private const int Named = 5;

    public async Task<Error?> ObjectionAsync(string code, DateOnly today, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var open = db.Set<CaseRow>().AsNoTracking().Where(row => row.Station == code && row.ClosedAt == null);
        var first = await open.OrderBy(row => row.CaseKey).Take(Named + 1).Select(row => row.CaseKey).ToListAsync(cancellation);
        return first.Count == 0
            ? null
            : Refusal.Conflict(
                RefusalCode.DepartmentHasCases,
                ("count", await open.CountAsync(cancellation)),
                ("cases", string.Join(", ", first.Take(Named).Select(key => new CaseNumber(key))) + (first.Count > Named ? " …" : ""))
            );
    }

    /// <summary>Nothing is written: a case keeps the station that received it, and the heir has the cases of a closed one.</summary>
    public async Task<ErrorOr<IReadOnlyList<string>>> HandOverAsync(
        ApprovalDbContext db,
        string code,
        Department heir,
        Act act,
        CancellationToken cancellation
    ) =>
        await db.Set<CaseRow>()
            .AsNoTracking()
            .Where(row => row.Station == code && row.ClosedAt == null)
            .OrderBy(row => row.CaseKey)
            .Select(row => new CaseNumber(row.CaseKey).ToString())
            .ToListAsync(cancellation);
}
