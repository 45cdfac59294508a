using ErrorOr;

namespace ParallelApproval.Organisation;

/// <summary>A room in which work hangs on a department (部门占用): asked before the department is closed.</summary>
public interface INeedDepartments
{
    /// <summary>Why the department must stay; null when nothing here hangs on it.</summary>
    Task<Error?> ObjectionAsync(string code, DateOnly today, CancellationToken cancellation);
}
