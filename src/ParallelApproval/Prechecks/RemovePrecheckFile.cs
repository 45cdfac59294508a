using ErrorOr;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Inputs;

namespace ParallelApproval.Prechecks;

/// <summary>移除材料: the citizen takes a file back; it is deleted.</summary>
public sealed record RemovePrecheckFile(PrecheckNumber Precheck, int File);

/// <summary>A file that is not there is gone already.</summary>
public sealed class RemovePrecheckFileHandler(PrecheckStore store) : Handler<RemovePrecheckFile, Deleted>
{
    protected override Task<ErrorOr<Deleted>> CarryOutAsync(RemovePrecheckFile command, Act act, CancellationToken cancellation) =>
        store.OwnAsync<Deleted>(
            command.Precheck,
            PrecheckVerb.RemovePrecheckFile,
            async (db, found) =>
            {
                await db.Set<PrecheckFile>()
                    .Where(file => file.Number == found.Number && file.File == command.File)
                    .ExecuteDeleteAsync(cancellation);
                return Result.Deleted;
            },
            cancellation
        );
}
