using Npgsql;
using ParallelApproval.Database;
using ParallelApproval.Events;

namespace ParallelApproval.Cases;

/// <summary>
/// Keys of open applications from before there was a vault were bare hashes of numbers (重复申请摘要加密): they are keyed at the first start.
/// </summary>
internal sealed class KeyOpenApplications : IEncryptAtStart
{
    public Task EncryptAsync(NpgsqlConnection connection, Vault vault, CancellationToken cancellation) =>
        OpenApplications.KeyAllAsync(connection, vault, cancellation);
}
