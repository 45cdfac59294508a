using ErrorOr;

namespace ParallelApproval.Database;

/// <summary>
/// A room in whose table rows fall due (到期事项): the sweep finds them, and the room fires them, case by case, each room in a transaction of
/// its own, so that what one cannot do keeps nothing of another's from being done.
/// </summary>
public interface IFallDue
{
    /// <summary>
    /// The room's own table: <c>case_key</c>, and <c>next_at</c>, when the next thing of that row falls due (null: never), with an index on
    /// it.
    /// </summary>
    string Table { get; }

    /// <summary>
    /// Fires what has fallen due by the instant of the act, under the lock of the case; what another node has fired meanwhile is no longer
    /// there. A row that has nothing due after all is put right, so that it is not found again.
    /// </summary>
    /// <returns>How much was fired.</returns>
    ErrorOr<int> FireDue(CaseFile file);
}
