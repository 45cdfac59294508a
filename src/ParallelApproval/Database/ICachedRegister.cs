namespace ParallelApproval.Database;

/// <summary>
/// A cached register (台账) is a small body of facts that every command needs and that changes seldom: the catalogue, the calendars, the
/// definitions, the officers. Each node keeps an version of it in memory; PostgreSQL keeps the number of the newest version, which every
/// command checks in the round trip it makes anyway. So a change counts on all nodes from the next command on.
/// </summary>
public interface ICachedRegister
{
    /// <summary>Key in the table of versions.</summary>
    string Name { get; }

    /// <summary>Reads the whole register and puts it in place of what was held.</summary>
    Task LoadAsync(ApprovalDbContext db, CancellationToken cancellation);
}
