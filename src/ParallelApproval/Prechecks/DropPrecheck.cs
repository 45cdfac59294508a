using ErrorOr;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using ParallelApproval.Database;
using ParallelApproval.Inputs;
using ParallelApproval.Notices;

namespace ParallelApproval.Prechecks;

/// <summary>删除: everything is deleted, what was typed, the files, the messages that wait.</summary>
public sealed record DropPrecheck(PrecheckNumber Precheck);

/// <inheritdoc cref="DropPrecheck"/>
public sealed class DropPrecheckHandler(PrecheckStore store) : Handler<DropPrecheck, Deleted>
{
    protected override Task<ErrorOr<Deleted>> CarryOutAsync(DropPrecheck command, Act act, CancellationToken cancellation) =>
        store.OwnAsync<Deleted>(
            command.Precheck,
            PrecheckVerb.DropPrecheck,
            async (db, found) =>
            {
                await using var batch = new NpgsqlBatch((NpgsqlConnection)db.Database.GetDbConnection());
                CitizenMessages.Forget(new Statements(batch), found.Id.ToString());
                await batch.ExecuteNonQueryAsync(cancellation);
                db.Remove(found);
                return Result.Deleted;
            },
            cancellation
        );
}
