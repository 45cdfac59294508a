using Microsoft.EntityFrameworkCore;
using ParallelApproval.Calendars;
using ParallelApproval.Database;

namespace ParallelApproval.Clocks;

/// <summary>Clocks that have ended were counted by the calendar of their day (已结束时限); a later change of it must not make them
/// wrong.</summary>
internal sealed class EndedClocks : ICountDays
{
    public Task<bool> HasEndedOnAsync(ApprovalDbContext db, IReadOnlyList<string> bodies, DateOnly day, CancellationToken cancellation) =>
        db.Set<ClockRow>().AnyAsync(clock => clock.EndedOn == day && bodies.Contains(clock.Area), cancellation);
}
