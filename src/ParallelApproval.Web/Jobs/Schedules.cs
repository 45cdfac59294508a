using Hangfire;
using Hangfire.Common;
using ParallelApproval.Appraisals;
using ParallelApproval.Bookings;
using ParallelApproval.Bulletins;
using ParallelApproval.Calendars;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Disposals;
using ParallelApproval.Evaluations;
using ParallelApproval.Events;
using ParallelApproval.Notices;
using ParallelApproval.Organisation;
using ParallelApproval.Prechecks;
using ParallelApproval.Webhooks;
using ParallelApproval.Workflows;

namespace ParallelApproval.Web.Jobs;

/// <summary>
/// Every schedule of the product, on one page (作业计划). Times are official time. A job carries no data: it calls one method that looks into
/// the rows, so running it twice, or late, does no harm, and losing the job server's own tables loses nothing.
/// </summary>
public sealed class Schedules(IRecurringJobManager jobs, JobStorage storage)
{
    // As Hangfire names it.
    private const string Recurring = "recurring-jobs";

    // The dispatchers of the nodes do it all the time; this goes on when they are gone.
    private const string EveryOtherMinute = "*/2 * * * *";

    private static readonly (string Name, Job Job, string Cron)[] All =
    [
        (SweepDuty.Name, Job.FromExpression<SweepDuty>(duty => duty.RunAsync(CancellationToken.None)), EveryOtherMinute),
        (SupervisionDuty.SweepName, Job.FromExpression<SupervisionDuty>(duty => duty.SweepAsync(CancellationToken.None)), EveryOtherMinute),
        ("free-tasks", Job.FromExpression<FreeTasks>(tasks => tasks.RunOnceAsync(CancellationToken.None)), "*/5 * * * *"),
        ("take-over-tasks", Job.FromExpression<TakeOverTasks>(tasks => tasks.RunOnceAsync(CancellationToken.None)), "*/5 * * * *"),
        (SupervisionDuty.PatrolName, Job.FromExpression<SupervisionDuty>(duty => duty.PatrolAsync(CancellationToken.None)), "*/10 * * * *"),
        ("calendar-reminder", Job.FromExpression<CalendarDuty>(duty => duty.RemindAsync(CancellationToken.None)), Cron.Daily(8, 30)),
        ("audit-verification", Job.FromExpression<AuditDuty>(duty => duty.VerifyAsync(CancellationToken.None)), Cron.Daily(2, 0)),
        ("close-month", Job.FromExpression<ClosePeriodHandler>(house => house.CloseDueAsync(CancellationToken.None)), Cron.Daily(4, 0)),
        // After the month was closed, so that a quarter comes out on the same day.
        (
            "issue-bulletins",
            Job.FromExpression<IssueBulletinHandler>(house => house.IssueDueAsync(CancellationToken.None)),
            Cron.Daily(5, 0)
        ),
        ("warn-of-gaps", Job.FromExpression<WarnOfGaps>(duty => duty.RunOnceAsync(CancellationToken.None)), Cron.Daily(8, 0)),
        ("notices", Job.FromExpression<NoticeRound>(round => round.RunOnceAsync(CancellationToken.None)), Cron.Minutely()),
        (
            "forget-office-addresses",
            Job.FromExpression<OfficeAddresses>(addresses => addresses.ForgetOldAsync(CancellationToken.None)),
            Cron.Daily(3, 10)
        ),
        (
            "forget-old-sessions",
            Job.FromExpression<Sessions>(sessions => sessions.ForgetOldAsync(CancellationToken.None)),
            Cron.Daily(3, 20)
        ),
        (
            "forget-sign-in-alarms",
            Job.FromExpression<SignInAlarms>(alarms => alarms.ForgetOldAsync(CancellationToken.None)),
            Cron.Daily(3, 25)
        ),
        ("bookings", Job.FromExpression<BookingRound>(round => round.RunOnceAsync(CancellationToken.None)), "*/5 * * * *"),
        ("forget-prechecks", Job.FromExpression<ForgetPrechecks>(duty => duty.RunOnceAsync(CancellationToken.None)), Cron.Daily(3, 30)),
        ("forget-deliveries", Job.FromExpression<WebhookQueries>(house => house.ForgetOldAsync(CancellationToken.None)), Cron.Daily(3, 40)),
        ("forget-old-calls", Job.FromExpression<ForgetOldCalls>(duty => duty.RunOnceAsync(CancellationToken.None)), Cron.Daily(3, 40)),
        ("find-due-cases", Job.FromExpression<FindDueCases>(duty => duty.RunOnceAsync(CancellationToken.None)), Cron.Daily(1, 30)),
        ("carry-out-disposals", Job.FromExpression<CarryOutDisposals>(duty => duty.RunOnceAsync(CancellationToken.None)), "*/10 * * * *"),
        ("forget-old-keys", Job.FromExpression<ForgetOldKeys>(duty => duty.RunOnceAsync(CancellationToken.None)), Cron.Daily(3, 0)),
    ];

    private static readonly RecurringJobOptions Official = new()
    {
        TimeZone = OfficialZone.Zone,
        MisfireHandling = MisfireHandlingMode.Relaxed,
    };

    /// <summary>How many there are.</summary>
    public static int Count => All.Length;

    /// <summary>Enters all of them; those that stand there already are left as they are.</summary>
    public void Put()
    {
        foreach (var (name, job, cron) in All)
            jobs.AddOrUpdate(name, job, cron, Official);
    }

    /// <summary>Enters all of them if one is missing; asks one question where none is.</summary>
    /// <returns>Whether one was missing.</returns>
    public bool PutBack()
    {
        using var connection = storage.GetConnection();
        var there = connection.GetAllItemsFromSet(Recurring);
        if (All.All(schedule => there.Contains(schedule.Name)))
            return false;
        Put();
        return true;
    }
}

/// <summary>Asks for the notice of the next year, every day until it is in.</summary>
public sealed class CalendarDuty(CalendarRegister calendars, RegisterCache registers, TimeProvider time, ILogger<CalendarDuty> log)
{
    public async Task RemindAsync(CancellationToken cancellation)
    {
        await registers.RefreshAsync(cancellation);
        if (CalendarReminder.Wanted(calendars.Current, time.OfficialToday()) is { } year)
            log.LogWarning(
                "The notice on the holidays of {Year} is wanted: import it, so that due dates in that year are no longer provisional.",
                year
            );
    }
}

/// <summary>Verifies the sealed trail, and makes the root of the day.</summary>
public sealed class AuditDuty(AuditQueries audit, NumberAccounts numbers, TrailRoots roots, TrailWatch watch, ILogger<AuditDuty> log)
{
    public async Task VerifyAsync(CancellationToken cancellation)
    {
        await numbers.RunOnceAsync(cancellation);
        var found = await audit.VerifyAsync(cancellation);
        watch.Last = found;
        if (found.Holds)
            log.LogInformation(
                "The audit trail holds: {Cases} cases, {Events} events, {Rows} rows.",
                found.Cases,
                found.Events,
                found.Rows
            );
        else
            log.LogCritical(
                "The audit trail does not hold: {Broken} chains are broken and rows are altered in {Altered} places, the first is {Place}.",
                found.Broken.Count,
                found.Altered.Count,
                found.Broken.Count > 0 ? found.Broken[0].CaseNumber : found.Altered[0].Place
            );
        log.LogInformation("Root of the audit trail, to be kept apart from the database: {Root}", await roots.MakeAsync(cancellation));
    }
}

/// <summary>What the last verification on this node found, for those who ask how it is.</summary>
public sealed class TrailWatch
{
    /// <summary>Null before the first.</summary>
    public AuditVerification? Last { get; set; }
}
