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

    /// <summary>Ends them, as far as they are held under those numbers: <c>$1</c> names, <c>$2</c> numbers.</summary>
    internal const string Give = $"UPDATE leases l SET held_until = 'epoch' FROM {Held} AS h WHERE l.name = h.name";

    /// <summary>
    /// A part for statements of other rooms: the <c>name</c> of each lease of <c>$1</c> that is still held under its number in <c>$2</c>.
    /// The rows stay locked until the statement is committed, so nobody overtakes in between; in the order of names, so that nobody locks
    /// them crosswise.
    /// </summary>
    internal const string Held = """
        (SELECT l.name FROM leases l JOIN unnest($1, $2) AS wanted (name, fence) ON wanted.name = l.name AND wanted.fence = l.fence
        ORDER BY l.name FOR NO KEY UPDATE OF l)
        """;

    /// <summary>
    /// A row with name and number of each that is taken: <c>$1</c> names, <c>$2</c> the term. None of those that somebody holds.
    /// </summary>
    internal const string Take = """
        INSERT INTO leases (name, fence, held_until) SELECT name, 1, clock_timestamp() + $2 FROM unnest($1) AS wanted (name)
        WHERE NOT EXISTS (SELECT FROM leases l WHERE l.name = wanted.name AND l.held_until > clock_timestamp()) ORDER BY name
        ON CONFLICT (name) DO UPDATE SET fence = leases.fence + 1, held_until = excluded.held_until
        WHERE leases.held_until <= clock_timestamp() RETURNING name, fence
        """;

    private const string Renew = """
        UPDATE leases l SET held_until = clock_timestamp() + $3 FROM unnest($1, $2) AS kept (name, fence)
        WHERE l.name = kept.name AND l.fence = kept.fence AND l.held_until > 'epoch' RETURNING l.name
        """;

    /// <summary>Does the work under a lease, renewing it meanwhile; false when another node holds it.</summary>
    /// <param name="work">Is given the number of the lease and a token that is cancelled when the lease is lost.</param>
    public async Task<bool> TryDoAsync(string name, Func<long, CancellationToken, Task> work, CancellationToken cancellation)
    {
        if (await TakeAsync(name, cancellation) is not { } lease)
            return false;
        using (lease)
            try
            {
                await KeepAsync([lease], () => work(lease.Fence, lease.IsHeld), cancellation);
                return true;
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                return false;
            }
            finally
            {
                await using var give = source.CreateCommand(Give);
                give.Parameters.Add(Statements.Value(new[] { lease.Name }));
                give.Parameters.Add(Statements.Value(new[] { lease.Fence }));
                await give.ExecuteNonQueryAsync(CancellationToken.None);
            }
    }

    /// <summary>
    /// Renews leases that have been taken while the work goes on, all in one statement; the token of one that is lost ends.
    /// </summary>
    internal async Task KeepAsync(IReadOnlyList<Lease> taken, Func<Task> work, CancellationToken cancellation)
    {
        using var done = new CancellationTokenSource();
        var renewing = RenewAsync(taken, done.Token);
        await using var ending = cancellation.Register(() => Lose(taken));
        try
        {
            await work();
        }
        finally
        {
            await done.CancelAsync();
            await renewing;
        }
    }

    private async Task<Lease?> TakeAsync(string name, CancellationToken cancellation)
    {
        await using var take = source.CreateCommand(Take);
        take.Parameters.Add(Statements.Value(new[] { name }));
        take.Parameters.Add(Statements.Value(Term));
        await using var row = await take.ExecuteReaderAsync(cancellation);
        return await row.ReadAsync(cancellation) ? new(name, row.GetInt64(1)) : null;
    }

    private async Task RenewAsync(IReadOnlyList<Lease> taken, CancellationToken done)
    {
        using var timer = new PeriodicTimer(Renewal);
        try
        {
            while (await timer.WaitForNextTickAsync(done))
            {
                await using var renew = source.CreateCommand(Renew);
                renew.Parameters.Add(Statements.Value(taken.Select(lease => lease.Name).ToArray()));
                renew.Parameters.Add(Statements.Value(taken.Select(lease => lease.Fence).ToArray()));
                renew.Parameters.Add(Statements.Value(Term));
                await using var rows = await renew.ExecuteReaderAsync(done);
                var renewed = new HashSet<string>(StringComparer.Ordinal);
                while (await rows.ReadAsync(done))
                    renewed.Add(rows.GetString(0));
                Lose(taken.Where(lease => !renewed.Contains(lease.Name)));
            }
        }
        catch (OperationCanceledException)
        {
            // The work is done.
        }
        catch (NpgsqlException)
        {
            // Nobody knows whether they are still held: what is written under their numbers is refused when they are not.
            Lose(taken);
        }
    }

    private static void Lose(IEnumerable<Lease> leases)
    {
        foreach (var lease in leases)
            lease.Lose();
    }
}

/// <summary>A lease that this node has taken (在手租约).</summary>
/// <param name="fence">What the taking raised the number to.</param>
internal sealed class Lease(string name, long fence) : IDisposable
{
    private readonly CancellationTokenSource _held = new();

    public string Name => name;

    public long Fence => fence;

    /// <summary>Ends when it is lost, was given back, or the node goes down.</summary>
    public CancellationToken IsHeld => _held.Token;

    public void Lose() => _held.Cancel();

    public void Dispose() => _held.Dispose();
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
