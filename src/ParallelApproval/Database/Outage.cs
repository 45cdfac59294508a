using Npgsql;

namespace ParallelApproval.Database;

/// <summary>
/// That the database is away, full, or has ended a session (库不可用): nobody's mistake, over by itself or by the hand of an operator. The one
/// place that tells it from a fault of the program.
/// </summary>
public static class Outage
{
    private const string IdleInTransaction = "25P03";

    /// <summary>The disk of the database is full (SQLSTATE 53100).</summary>
    public static bool IsFull(Exception fault) => KindOf(fault) == PostgresErrorCodes.DiskFull;

    /// <summary>
    /// What kind of outage this was thrown by, however deep it lies: an SQLSTATE, <c>standby</c> or <c>connection</c>; null when it is
    /// none.
    /// </summary>
    public static string? KindOf(Exception? fault) =>
        fault switch
        {
            null => null,
            PostgresException told => IsOutage(told) ? told.SqlState : null,
            StandbyAwaitedException => "standby",
            NpgsqlException => "connection",
            _ => KindOf(fault.InnerException),
        };

    // Lack of resources, an operator's hand, a fault of the system; a session that was ended for standing idle; a server that only reads.
    private static bool IsOutage(PostgresException told) =>
        told.IsTransient
        || told.SqlState
            is ['0', '8', ..]
                or ['5', '3' or '7' or '8', ..]
                or IdleInTransaction
                or PostgresErrorCodes.ReadOnlySqlTransaction;
}
