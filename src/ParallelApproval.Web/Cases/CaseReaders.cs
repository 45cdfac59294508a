using Microsoft.EntityFrameworkCore;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Identities;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web.Cases;

/// <summary>Who sees whose case it is (办件可见范围), for what is read beside the sheet of the case: its documents and its scans.</summary>
internal sealed class CaseReaders(IDbContextFactory<ApprovalDbContext> contexts, StationGate gate)
{
    public async Task<bool> MaySeePersonsAsync(CaseNumber number, Caller caller, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await db.Set<CaseRow>().Where(row => row.CaseKey == number.Key).Select(row => row.Station).FirstOrDefaultAsync(cancellation) is not { } station) return false;
        var hasPart = await db.Set<BranchRow>().AnyAsync(row => row.CaseKey == number.Key && row.Department == caller.DepartmentCode, cancellation);
        return caller.SeesPersons(hasPart, gate.Reaches(caller.DepartmentCode, station));
    }
}
