using Npgsql;

namespace ParallelApproval.Database;

/// <summary>The connections to the one database (连接池) and how they are used.</summary>
public static class Pool
{
    private const int PreparedStatements = 200;
    private const int LockWaitSeconds = 5;

    /// <summary>
    /// A pool with the house's manners: every statement that comes twice is prepared on its connection, nobody waits for a lock longer than
    /// five seconds. What the connection string says itself, counts.
    /// </summary>
    public static NpgsqlDataSource Open(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        if (settings.MaxAutoPrepare == 0)
            (settings.MaxAutoPrepare, settings.AutoPrepareMinUsages) = (PreparedStatements, 2);
        settings.Options ??= $"-c lock_timeout={LockWaitSeconds}s";
        // An open transaction is rolled back on return all the same; what a reset would clear besides, nobody here sets.
        settings.NoResetOnClose = true;
        return NpgsqlDataSource.Create(settings);
    }
}
