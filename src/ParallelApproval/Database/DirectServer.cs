using Npgsql;

namespace ParallelApproval.Database;

/// <summary>
/// The way past a pooler that lends its sessions for one transaction only (直连): for migrations, the job server's LISTEN/NOTIFY and whatever
/// else needs a session to itself.
/// </summary>
/// <param name="ConnectionString">To the same database as the same role; null where no pooler stands between, or one that keeps sessions
/// apart.</param>
public sealed record DirectServer(string? ConnectionString)
{
    /// <summary>Connections for a short while; null where every connection is a session. Whoever asks shuts them.</summary>
    public NpgsqlDataSource? Open() => ConnectionString is null ? null : Pool.Open(ConnectionString);
}
