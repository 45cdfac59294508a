namespace ParallelApproval.Database;

/// <summary>
/// A book (台账) is a small body of facts that every command needs and that changes seldom: the catalogue, the calendars, the definitions, the
/// officers. Each node keeps an edition of it in memory; PostgreSQL keeps the number of the newest edition, which every command checks
/// in the round trip it makes anyway. So a change counts on all nodes from the next command on.
/// </summary>
public interface IBook
{
    /// <summary>Key in the table of editions.</summary>
    string Title { get; }

    /// <summary>Reads the whole book and puts it in place of what was held.</summary>
    Task LoadAsync(ApprovalDbContext db, CancellationToken cancellation);
}
