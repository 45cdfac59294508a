using ParallelApproval.Calendars;
using ParallelApproval.Cases;
using ParallelApproval.Clocks;
using ParallelApproval.Database;

namespace ParallelApproval.Supervision;

/// <summary>
/// Whose days they were (责任归属): points go to whoever held the matter while the days ran. A limit that passes binds a department only once
/// it has had the matter for one whole working day, because the day of receipt does not count for any holder, and, where the window copied
/// late, for as many days as it promised; until then the window answers for the days before the copy.
/// </summary>
internal static class Possession
{
    extension(CaseFile file)
    {
        /// <summary>
        /// The last day that the department itself has for the matter of that clock of its branch: the day on which the limit ends, or a later
        /// one if it received later. For the clocks of the case it is the day on which the limit ends.
        /// </summary>
        public DateOnly OwnDue(Clock clock, Deadlines deadlines)
        {
            if (file.FindBranch(clock.Branch) is not { } branch)
                return clock.DueOn;
            var due = clock.DueOn;
            if (
                branch.OnDeskSince?.OfficialDate() is { } since
                && since > clock.StartedOn
                && deadlines.DayAfter(since, 1) is { } whole
                && whole > due
            )
                due = whole;
            // A clock that began before the copy counts days that the window held.
            if (
                branch.OpenedAt?.OfficialDate() is { } copied
                && clock.StartedOn < copied
                && deadlines.DayAfter(copied, PromisedDays(file, clock)) is { } own
                && own > due
            )
                due = own;
            return due;
        }

        /// <summary>Whether the department's own last day for that clock had passed at that instant.</summary>
        public bool OwnDuePassed(Clock clock, DateTimeOffset at, Deadlines deadlines) =>
            file.OwnDue(clock, deadlines) is var own && own == clock.DueOn ? clock.DueAt <= at : OfficeHours.Standard.Close(own) <= at;

        /// <summary>
        /// The branches that were open at that instant although their own limit of that kind had passed: the lateness of the case is theirs, and
        /// is told to each of them once.
        /// </summary>
        public IEnumerable<Branch> LateThemselves(ClockKind kind, DateTimeOffset at, Deadlines deadlines) =>
            file.Branches.Where(branch =>
                branch.OpenedAt is not null
                && !(branch.Status.IsSettled() && branch.SettledAt < at)
                && !file.BlockersOf(branch).Any()
                && file.LatestClock(branch.Number, kind) is { } clock
                && clock.DueAt <= at
                && file.OwnDuePassed(clock, at, deadlines)
            );

        /// <summary>Whether days of the case's clock had run at the window before the departments got their copy.</summary>
        public bool WindowHeld(Clock clock) =>
            file.Branches.Min(branch => branch.OpenedAt)?.OfficialDate() is { } copied && clock.StartedOn < copied;
    }

    // The law's days run from the acceptance as it counts; the department answers for its own promise.
    private static int PromisedDays(CaseFile file, Clock clock) =>
        clock.Kind is ClockKind.Promised ? clock.BudgetDays : file.LatestClock(clock.Branch, ClockKind.Promised)?.BudgetDays ?? 0;
}
