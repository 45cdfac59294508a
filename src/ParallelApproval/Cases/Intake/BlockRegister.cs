using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;

namespace ParallelApproval.Cases;

/// <summary>The block list in memory, so that receiving asks no query; lines that have ended are left out when it is read.</summary>
public sealed class BlockRegister : ICachedRegister
{
    /// <summary>Key in the table of editions.</summary>
    public const string Name = "blocks";

    private volatile FrozenDictionary<string, Block[]> _lines = FrozenDictionary<string, Block[]>.Empty;

    /// <inheritdoc/>
    string ICachedRegister.Name => Name;

    /// <summary>The line that keeps the applicant from applying for the item on this day; null when none does.</summary>
    public Block? InForce(string idNumber, string itemCode, DateOnly day) =>
        Array.Find(_lines.GetValueOrDefault(idNumber, []), line => line.Ground is not BlockGround.BadCredit && line.Holds(itemCode, day));

    /// <summary>Any line that holds, bad credit among them.</summary>
    public Block? OnAnyList(string idNumber, string itemCode, DateOnly day) =>
        Array.Find(_lines.GetValueOrDefault(idNumber, []), line => line.Holds(itemCode, day));

    /// <inheritdoc/>
    public async Task LoadAsync(ApprovalDbContext db, CancellationToken cancellation)
    {
        var lines = await db.Set<Block>().AsNoTracking().Where(line => line.LiftedOn == null).ToListAsync(cancellation);
        _lines = lines.GroupBy(line => line.IdNumber).ToFrozenDictionary(same => same.Key, same => same.ToArray(), StringComparer.Ordinal);
    }
}
