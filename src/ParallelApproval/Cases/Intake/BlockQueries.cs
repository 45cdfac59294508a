using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;

namespace ParallelApproval.Cases;

/// <summary>Reading the block list (名单查询).</summary>
public sealed class BlockQueries(IDbContextFactory<ApprovalDbContext> contexts, Vault vault)
{
    /// <summary>The mark by which the lines of a number are found.</summary>
    internal const string Mark = "IdMark";

    private const int Most = 500;

    /// <summary>The newest lines, of one number or of all; at most 500.</summary>
    public async Task<IReadOnlyList<Block>> NewestAsync(string? idNumber, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var lines = db.Set<Block>().AsNoTracking();
        if (idNumber is not null)
        {
            var marks = vault.MarksOf(db, typeof(Block), nameof(Block.IdNumber), BlockApplicant.Number(idNumber));
            lines = lines.Where(line => marks.Contains(EF.Property<long?>(line, Mark)!.Value));
        }

        return await lines.OrderByDescending(line => line.AddedAt).Take(Most).ToListAsync(cancellation);
    }
}
