using System.Globalization;
using Npgsql;

namespace ParallelApproval.Database;

/// <summary>
/// The connections to the one database (连接池) and how they are used: the one place where it is said how long anybody may keep others
/// waiting. A node that is frozen, or whose network is gone, loses its transaction within <see cref="MostIdle"/>.
/// </summary>
/// <remarks>All limits are elapsed seconds by the clock of PostgreSQL, except those of the connection itself, which this machine
/// counts.</remarks>
public static class Pool
{
    /// <summary>How long a transaction may stand open while its node says nothing; then PostgreSQL rolls it back.</summary>
    public static readonly TimeSpan MostIdle = TimeSpan.FromSeconds(10);

    /// <summary>How long a node waits for one statement of long work, such as the migrations that another node is making.</summary>
    internal static readonly TimeSpan LongestWork = TimeSpan.FromMinutes(30);

    /// <summary>How long a command waits for what another has in hand.</summary>
    internal static readonly TimeSpan LongestLockWait = TimeSpan.FromSeconds(LockWait);

    private const int PreparedStatements = 200;
    private const int LockWait = 5;
    private const int LongestStatement = 60;

    // A peer that answers nothing at all: found after idle + count × interval.
    private const int KeepAliveAfter = 10;
    private const int KeepAliveEvery = 5;
    private const int KeepAliveTries = 3;

    // Also while an answer is being sent that nobody takes, as when a node is frozen in the middle of reading.
    private const int LongestUnacknowledged = 20;

    private const int ToConnect = 5;
    private const int ToAnswer = 20;

    /// <summary>Those limits that PostgreSQL holds, whoever lies between.</summary>
    internal static readonly (string Name, string Value)[] OfRole =
    [
        ("lock_timeout", Seconds(LockWait)),
        ("idle_in_transaction_session_timeout", Seconds((int)MostIdle.TotalSeconds)),
        ("statement_timeout", Seconds(LongestStatement)),
    ];

    private static readonly (string Name, string Value)[] OfSession =
    [
        .. OfRole,
        ("tcp_keepalives_idle", Number(KeepAliveAfter)),
        ("tcp_keepalives_interval", Number(KeepAliveEvery)),
        ("tcp_keepalives_count", Number(KeepAliveTries)),
        ("tcp_user_timeout", Seconds(LongestUnacknowledged)),
    ];

    private static readonly (string Name, string Value)[] AtLongWork =
    [
        ("lock_timeout", "0"),
        ("idle_in_transaction_session_timeout", "60s"),
        ("statement_timeout", "0"),
    ];

    // Seconds for which it is believed which of several servers is the primary: after a promotion work goes on that soon.
    private const int BelievedFor = 1;

    private static readonly NpgsqlConnectionStringBuilder Untouched = new();

    /// <summary>
    /// A pool with the house's manners: every statement that comes twice is prepared on its connection, and nobody waits without a limit.
    /// What the connection string says itself, counts.
    /// </summary>
    public static NpgsqlDataSource Open(string connectionString) => Open(WithLimits(connectionString));

    /// <summary>
    /// The same for a standby, which may be named with others: the first that follows is taken, and a primary where none does.
    /// </summary>
    internal static NpgsqlDataSource OpenForReading(string connectionString)
    {
        var named = new NpgsqlConnectionStringBuilder(connectionString);
        if (named.Host?.Contains(',') is true)
            named.TargetSessionAttributes ??= "prefer-standby";
        return Open(WithLimits(named.ConnectionString));
    }

    /// <summary>
    /// The same through a pooler that lends a session for one transaction: nothing is said of a session, and nothing is prepared on one
    /// unless the string asks for it (<c>Max Auto Prepare</c>), which takes a pooler that knows prepared statements. The role has the
    /// limits (<see cref="PooledLimits"/>).
    /// </summary>
    public static NpgsqlDataSource OpenPooled(string connectionString)
    {
        var settings = WithLimits(connectionString);
        settings.Options = new NpgsqlConnectionStringBuilder(connectionString).Options;
        settings.NoResetOnClose = true;
        return NpgsqlDataSource.Create(settings);
    }

    private static NpgsqlDataSource Open(NpgsqlConnectionStringBuilder settings)
    {
        if (settings.MaxAutoPrepare == 0)
            (settings.MaxAutoPrepare, settings.AutoPrepareMinUsages) = (PreparedStatements, 2);
        // An open transaction is rolled back on return all the same; what a reset would clear besides, nobody here sets.
        settings.NoResetOnClose = true;
        return NpgsqlDataSource.Create(settings);
    }

    /// <summary>The limits alone, for whoever has connections of his own.</summary>
    public static NpgsqlConnectionStringBuilder WithLimits(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        var said = settings.Options ?? "";
        var ours = OfSession
            .Where(limit => !said.Contains(limit.Name, StringComparison.OrdinalIgnoreCase))
            .Select(limit => $"-c {limit.Name}={limit.Value}");
        settings.Options = string.Join(' ', ours.Append(said)).TrimEnd();
        if (settings.Timeout == Untouched.Timeout)
            settings.Timeout = ToConnect;
        if (settings.CommandTimeout == Untouched.CommandTimeout)
            settings.CommandTimeout = ToAnswer;
        if (!settings.TcpKeepAlive && settings.TcpKeepAliveTime == 0)
            (settings.TcpKeepAlive, settings.TcpKeepAliveTime, settings.TcpKeepAliveInterval) = (true, KeepAliveAfter, KeepAliveEvery);
        if (settings.Host?.Contains(',') is true)
            FollowPrimary(settings);
        return settings;
    }

    // Several servers are a primary and its standbys. Nothing is ever decided on a standby, which may be behind.
    private static void FollowPrimary(NpgsqlConnectionStringBuilder settings)
    {
        settings.TargetSessionAttributes ??= "primary";
        if (settings.HostRecheckSeconds == Untouched.HostRecheckSeconds)
            settings.HostRecheckSeconds = BelievedFor;
    }

    /// <summary>
    /// Until the end of a transaction: no limit for a statement or a lock, and more time to compute between two statements. For migrations
    /// and for what comes with the product.
    /// </summary>
    internal static string TakeTime { get; } = string.Join("; ", AtLongWork.Select(limit => $"SET LOCAL {limit.Name} = '{limit.Value}'"));

    /// <summary>The same for a connection, until the answer is disposed of.</summary>
    internal static async Task<IAsyncDisposable> TakeTimeAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await DoAsync(connection, string.Join("; ", AtLongWork.Select(limit => $"SET {limit.Name} = '{limit.Value}'")), cancellation);
        return new LongWork(connection);
    }

    private static async Task DoAsync(NpgsqlConnection connection, string statements, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(statements, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static string Seconds(int seconds) => Number(seconds) + "s";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed class LongWork(NpgsqlConnection connection) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            if (connection.State is not System.Data.ConnectionState.Open)
                return;
            await DoAsync(connection, string.Join("; ", AtLongWork.Select(limit => $"RESET {limit.Name}")), CancellationToken.None);
        }
    }
}
