using Npgsql;
using ParallelApproval.Database;

namespace ParallelApproval.Web.Demo;

/// <summary>
/// The clock of the Demo environment: the machine's clock and a distance that an administrator may lengthen, so that deadlines can be
/// seen to come. The distance lies in the database: a restart does not turn time back. One node only; others would not notice a move.
/// </summary>
internal sealed class DemoClock(NpgsqlDataSource source) : TimeProvider
{
    private const string ReadDistance = "SELECT distance FROM demo_clock";
    private const string KeepDistance = "INSERT INTO demo_clock (id, distance) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET distance = $1";

    private long _distance;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref _distance));

    /// <summary>Reads the distance that was kept; called once, at start.</summary>
    public async Task LoadAsync(CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(ReadDistance);
        if (await command.ExecuteScalarAsync(cancellation) is long microseconds) Interlocked.Exchange(ref _distance, microseconds * TimeSpan.TicksPerMicrosecond);
    }

    /// <summary>Makes it that instant now. The caller has made sure that it lies ahead.</summary>
    public async Task MoveToAsync(DateTimeOffset instant, CancellationToken cancellation)
    {
        var distance = (instant - System.GetUtcNow()).Ticks;
        await using var command = source.CreateCommand(KeepDistance);
        command.Parameters.Add(Statements.Value(distance / TimeSpan.TicksPerMicrosecond));
        await command.ExecuteNonQueryAsync(cancellation);
        Interlocked.Exchange(ref _distance, distance);
    }
}
