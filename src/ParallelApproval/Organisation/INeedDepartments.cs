using ErrorOr;
using ParallelApproval.Database;

namespace ParallelApproval.Organisation;

/// <summary>A room in which work hangs on a department (部门占用): asked before the department is closed.</summary>
public interface INeedDepartments
{
    /// <summary>Why the department must stay; null when nothing here hangs on it.</summary>
    Task<Error?> ObjectionAsync(string code, DateOnly today, CancellationToken cancellation);

    /// <summary>Gives what hangs on it to the heir, within the transaction that closes it.</summary>
    /// <returns>The numbers or codes of what went over.</returns>
    Task<ErrorOr<IReadOnlyList<string>>> HandOverAsync(
        ApprovalDbContext db,
        string code,
        Department heir,
        Act act,
        CancellationToken cancellation
    );
}
