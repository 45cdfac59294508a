using ParallelApproval.Database;

namespace ParallelApproval.Calendars;

/// <summary>A room in which days are counted (计日): asked before a day that has begun becomes free or a working day.</summary>
public interface ICountDays
{
    /// <summary>Whether something that was counted in one of these bodies has ended on that day.</summary>
    Task<bool> HasEndedOnAsync(ApprovalDbContext db, IReadOnlyList<string> bodies, DateOnly day, CancellationToken cancellation);
}
