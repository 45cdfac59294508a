using Npgsql;
using ParallelApproval.Cases;
using ParallelApproval.Database;

namespace ParallelApproval.Disposals;

/// <summary>
/// What keeps files of cases from being destroyed (暂缓销毁): what is still under way in other rooms, and what an officer has put. Asked for
/// the lists, when a list is proposed and approved, and again under the lock of each case.
/// </summary>
public sealed class Holds(IEnumerable<HoldsCases> rooms)
{
    private static readonly HoldsCases[] Own =
    [
        .. PutByHand.Select(ground => new HoldsCases(
            ground,
            $"SELECT case_key FROM disposal_holds WHERE case_key = ANY ($1) AND lifted_at IS NULL AND ground = '{ground}'"
        )),
    ];

    private readonly HoldsCases[] _all = [.. Own, .. rooms];

    /// <summary>Grounds that an officer may put; the others are found.</summary>
    public static IReadOnlyList<HoldGround> PutByHand =>
        [HoldGround.Reconsideration, HoldGround.Lawsuit, HoldGround.Inquiry, HoldGround.Other];

    /// <summary>What holds these cases, by key; those that nothing holds are left out.</summary>
    internal async Task<ILookup<long, HoldGround>> AmongAsync(
        NpgsqlConnection connection,
        IReadOnlyCollection<long> keys,
        CancellationToken cancellation
    )
    {
        var found = new List<(long Key, HoldGround Ground)>();
        if (keys.Count == 0)
            return found.ToLookup(held => held.Key, held => held.Ground);
        await using var batch = new NpgsqlBatch(connection);
        var statements = new Statements(batch);
        foreach (var hold in _all)
            statements.Add($"SELECT DISTINCT case_key FROM ({hold.Held}) AS held", Statements.Value(keys.ToArray()));
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        foreach (var hold in _all)
        {
            while (await rows.ReadAsync(cancellation))
                found.Add((rows.GetInt64(0), hold.Ground));
            await rows.NextResultAsync(cancellation);
        }

        return found.ToLookup(held => held.Key, held => held.Ground);
    }
}
