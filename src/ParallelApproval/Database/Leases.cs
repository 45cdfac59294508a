using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Npgsql;

namespace ParallelApproval.Database;

/// <summary>
/// Work of the house that one node at a time does (租约): it is taken for a few seconds by the clock of the database and renewed while it is
/// done. A node that dies or is frozen loses it by saying nothing, and is overtaken; every taking has a number of its own (栅栏号), and
/// whoever was overtaken cannot write under his old one.
/// </summary>
public sealed class Leases(NpgsqlDataSource source)
{
    /// <summary>How long it holds without being renewed, by the clock of the database.</summary>
    public static readonly TimeSpan Term = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(2);

    /// <summary>Ends it, if it is still held under that number: <c>$1</c> its name, <c>$2</c> the number.</summary>
    internal const string Give = "UPDATE leases SET held_until = 'epoch' WHERE name = $1 AND fence = $2";

    /// <summary>
    /// A condition for statements of other rooms: that the lease named in <c>$1</c> is still held under the number <c>$2</c>. Its row stays
    /// locked until the statement is committed, so nobody overtakes in between.
    /// </summary>
    internal const string IsHeld = "EXISTS (SELECT FROM leases WHERE name = $1 AND fence = $2 FOR NO KEY UPDATE)";

    private const string Renew =
        "UPDATE leases SET held_until = clock_timestamp() + $3 WHERE name = $1 AND fence = $2 AND held_until > 'epoch'";

    /// <summary>
    /// One row with the number, or none while somebody else holds it or there is nothing to do. <c>$1</c> its name, <c>$2</c> the term.
    /// </summary>
    internal static string TakeIf(string condition) =>
        $"""
            INSERT INTO leases (name, fence, held_until) SELECT $1, 1, clock_timestamp() + $2
            WHERE ({condition}) AND NOT EXISTS (SELECT FROM leases WHERE name = $1 AND held_until > clock_timestamp())
            ON CONFLICT (name) DO UPDATE SET fence = leases.fence + 1, held_until = excluded.held_until
            WHERE leases.held_until <= clock_timestamp() RETURNING fence
            """;

    /// <summary>Does the work under a lease, renewing it meanwhile; false when another node holds it.</summary>
    /// <param name="work">Is given the number of the lease and a token that is cancelled when the lease is lost.</param>
    public async Task<bool> TryDoAsync(string name, Func<long, CancellationToken, Task> work, CancellationToken cancellation)
    {
        await using var take = source.CreateCommand(TakeIf("true"));
        take.Parameters.Add(Statements.Value(name));
        take.Parameters.Add(Statements.Value(Term));
        if (await take.ExecuteScalarAsync(cancellation) is not long fence)
            return false;
        try
        {
            return await KeepAsync(name, fence, held => work(fence, held), cancellation);
        }
        finally
        {
            await using var give = source.CreateCommand(Give);
            give.Parameters.Add(Statements.Value(name));
            give.Parameters.Add(Statements.Value(fence));
            await give.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }

    /// <summary>Renews a lease that has been taken while the work goes on; false when it was lost before the work was done.</summary>
    internal async Task<bool> KeepAsync(string name, long fence, Func<CancellationToken, Task> work, CancellationToken cancellation)
    {
        using var held = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var done = new CancellationTokenSource();
        var renewing = RenewAsync(name, fence, held, done.Token);
        try
        {
            await work(held.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            await done.CancelAsync();
            await renewing;
        }
    }

    private async Task RenewAsync(string name, long fence, CancellationTokenSource held, CancellationToken done)
    {
        using var timer = new PeriodicTimer(Renewal);
        try
        {
            while (await timer.WaitForNextTickAsync(done))
            {
                await using var renew = source.CreateCommand(Renew);
                renew.Parameters.Add(Statements.Value(name));
                renew.Parameters.Add(Statements.Value(fence));
                renew.Parameters.Add(Statements.Value(Term));
                if (await renew.ExecuteNonQueryAsync(done) == 0)
                    await held.CancelAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The work is done.
        }
        catch (NpgsqlException)
        {
            // Nobody knows whether it is still held: what is written under its number is refused when it is not.
            await held.CancelAsync();
        }
    }
}

/// <summary>Who holds what is done by one node at a time, and until when.</summary>
internal sealed class LeaseRow
{
    public required string Name { get; init; }

    /// <summary>Raised with every taking.</summary>
    public long Fence { get; init; }

    /// <summary>By the clock of the database; 1970 when it was given back.</summary>
    public DateTimeOffset HeldUntil { get; init; }
}

internal sealed class LeaseTable : IEntityTypeConfiguration<LeaseRow>
{
    public void Configure(EntityTypeBuilder<LeaseRow> table)
    {
        table.ToTable("leases").HasKey(row => row.Name);
        table.Property(row => row.Name).HasMaxLength(64);
        table.HasStorageParameter("fillfactor", 50);
    }
}
