using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;

namespace ParallelApproval.Organisation;

/// <summary>A body with all bodies below it (辖区), or the whole district.</summary>
public static class BodiesOfArea
{
    /// <summary>What stands for the whole district.</summary>
    public const string WholeDistrict = "*";

    /// <summary>Codes of the bodies in the area, in order; none when there is no body with that code.</summary>
    /// <param name="code">Code of a body, or <see cref="WholeDistrict"/>.</param>
    public static Task<List<string>> ReadAsync(ApprovalDbContext db, string code, CancellationToken cancellation) =>
        db
            .Database.SqlQuery<string>(
                $"""
                WITH RECURSIVE below AS (
                    SELECT code FROM departments WHERE code = {code} OR {code} = {WholeDistrict}
                    UNION SELECT d.code FROM departments d JOIN below b ON d.parent_code = b.code)
                SELECT code AS "Value" FROM below ORDER BY 1
                """
            )
            .ToListAsync(cancellation);
}
