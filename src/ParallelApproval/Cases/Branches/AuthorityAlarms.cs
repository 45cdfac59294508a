using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Identities;
using ParallelApproval.Organisation;

namespace ParallelApproval.Cases;

/// <summary>
/// 无人可办告警: open branches that nobody could sign today, because no letter of the department covers the item or everybody who holds one is
/// kept off this case, and reviews of a street or station where nobody is there to send them up.
/// </summary>
public sealed class AuthorityAlarms(
    IDbContextFactory<ApprovalDbContext> contexts,
    CatalogueRegister catalogue,
    OfficerRegister officers,
    Powers powers
)
{
    private const int Most = 500;

    internal static readonly BranchStatus[] Open =
    [
        BranchStatus.InReview,
        BranchStatus.ReadyToSign,
        BranchStatus.Stopped,
        BranchStatus.CorrectionRequested,
    ];

    /// <summary>
    /// At most 500 branches, the oldest case first. Few pairs of department and item are asked for, however many branches are open; singly
    /// only those from which somebody is kept off.
    /// </summary>
    public async Task<IReadOnlyList<UnauthorisedBranch>> FindAsync(DateOnly today, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var approvers = officers.All.Where(officer => officer.Is(Role.Approver)).Select(officer => officer.UserName).ToArray();
        var open =
            from branch in db.Set<BranchRow>().AsNoTracking()
            join row in db.Set<CaseRow>() on branch.CaseKey equals row.CaseKey
            where Open.Contains(branch.Status)
            select new
            {
                branch.CaseKey,
                branch.Number,
                branch.Department,
                branch.Result,
                branch.Kind,
                branch.Excluded,
                branch.ReviewedBy,
                row.ItemCode,
                row.ItemVersion,
                row.ReceivedBy,
                HasHearing = db.Set<HearingRow>().Any(hearing => hearing.CaseKey == branch.CaseKey && hearing.Branch == branch.Number),
            };
        var pairs = await open.Select(branch => new
            {
                branch.Department,
                branch.ItemCode,
                branch.ItemVersion,
                branch.Number,
                branch.Kind,
            })
            .Distinct()
            .ToListAsync(cancellation);
        var vacant = pairs
            .Where(pair =>
                powers.IsVacant(
                    new(pair.Department, pair.Kind, [], null, "", null, catalogue.Version(pair.ItemCode, pair.ItemVersion), pair.Number),
                    today
                )
            )
            .ToHashSet();
        var (departments, codes) = (
            vacant.Select(pair => pair.Department).Distinct().ToArray(),
            vacant.Select(pair => pair.ItemCode).Distinct().ToArray()
        );
        var suspects = await open.Where(branch =>
                (departments.Contains(branch.Department) && codes.Contains(branch.ItemCode))
                || branch.Excluded.Length > 0
                || branch.ReviewedBy != null
                || branch.HasHearing
                || approvers.Contains(branch.ReceivedBy)
            )
            .OrderBy(branch => branch.CaseKey)
            .ThenBy(branch => branch.Number)
            .ToListAsync(cancellation);
        var keys = suspects.Where(branch => branch.HasHearing).Select(branch => branch.CaseKey).Distinct().ToArray();
        var hearings = (await db.Set<HearingRow>().AsNoTracking().Where(row => keys.Contains(row.CaseKey)).ToListAsync(cancellation))
            .Select(row => (row.CaseKey, Hearing: JsonSerializer.Deserialize<Hearing>(row.Document, HouseJson.Options)!))
            .Where(line => line.Hearing.Stage is not HearingStage.Dropped)
            .GroupBy(line => (line.CaseKey, line.Hearing.Branch))
            .ToDictionary(of => of.Key, of => of.MaxBy(line => line.Hearing.Round).Hearing.Chair);
        return
        [
            .. suspects
                .Where(branch =>
                    powers.IsVacant(
                        new(
                            branch.Department,
                            branch.Kind,
                            branch.Excluded,
                            branch.ReviewedBy,
                            branch.ReceivedBy,
                            hearings.GetValueOrDefault((branch.CaseKey, branch.Number)),
                            catalogue.Version(branch.ItemCode, branch.ItemVersion),
                            branch.Number
                        ),
                        today
                    )
                )
                .Take(Most)
                .Select(branch => new UnauthorisedBranch(
                    new CaseNumber(branch.CaseKey).ToString(),
                    branch.Number,
                    branch.Department,
                    branch.Result,
                    branch.ItemCode
                )),
        ];
    }
}

/// <summary>A branch that nobody could sign today.</summary>
public sealed record UnauthorisedBranch(string CaseNumber, int Branch, string Department, string Result, string ItemCode);
