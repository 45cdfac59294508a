using System.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace ParallelApproval.Database;

/// <summary>
/// A commit that is acknowledged when the synchronous standby has it too, where the server has one (同步提交). PostgreSQL cannot take back a
/// commit that waits for its standby: when the caller stops waiting, it keeps it on its own disk, warns, and says that it is done. Here
/// that is an outage. The caller sends the command again, and the answer that was kept is given when the standby has caught up.
/// </summary>
internal static class SynchronousCommit
{
    /// <summary>A commit by itself: a line in the log of PostgreSQL and no row.</summary>
    public const string Mark = "SELECT pg_logical_emit_message(true, 'parallel_approval', '')::text";

    private const string MarkWhereAwaited = Mark + " WHERE current_setting('synchronous_standby_names') <> ''";

    // What warns is told by the place in PostgreSQL's source, which is the same in every language of messages.
    private const string Waiting = "SyncRepWaitForLSN";

    /// <summary>Carries out statements the last of which commits.</summary>
    /// <exception cref="StandbyAwaitedException">It is committed, and the standby does not have it.</exception>
    public static Task CommitAsync(this NpgsqlBatch batch, CancellationToken cancellation) =>
        HearingAsync(batch.Connection!, () => batch.ExecuteNonQueryAsync(cancellation));

    /// <summary>The same with the transaction of a context.</summary>
    public static Task CommitAsync(this IDbContextTransaction transaction, DbContext db, CancellationToken cancellation) =>
        HearingAsync((NpgsqlConnection)db.Database.GetDbConnection(), () => transaction.CommitAsync(cancellation));

    /// <summary>
    /// Waits until the standby has all that this connection can see, and ends the transaction; at once where no standby is awaited.
    /// </summary>
    public static async Task CatchUpAsync(NpgsqlConnection connection, bool isInTransaction, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new(MarkWhereAwaited));
        if (isInTransaction)
            batch.BatchCommands.Add(new("COMMIT"));
        await batch.CommitAsync(cancellation);
    }

    private static async Task HearingAsync(NpgsqlConnection connection, Func<Task> commitAsync)
    {
        var isAlone = false;
        connection.Notice += Hear;
        try
        {
            await commitAsync();
        }
        finally
        {
            connection.Notice -= Hear;
        }

        if (isAlone)
            throw new StandbyAwaitedException();

        void Hear(object sender, NpgsqlNoticeEventArgs told) => isAlone |= told.Notice.Routine == Waiting;
    }
}

/// <summary>What was done is kept on the primary alone, because its synchronous standby did not answer in time.</summary>
public sealed class StandbyAwaitedException()
    : NpgsqlException("It is committed, but the synchronous standby did not say in time that it has it.");
