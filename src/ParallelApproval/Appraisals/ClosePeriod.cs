using System.Text.Json;
using ErrorOr;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using ParallelApproval.Calendars;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Appraisals;

/// <summary>
/// 月度锁定: a month is closed from the fifth working day of the next one on. Its tables are written down as they are, and never change again;
/// what is corrected later counts in the month that is open then.
/// </summary>
[Authority("Close a month: its figures never change again", Role.Supervisor, InDistrictOnly = true)]
public sealed record ClosePeriod(AppraisalPeriod Period);

/// <summary>A month was closed: its tables never change again.</summary>
public sealed record PeriodClosed(string Period) : HouseEvent;

/// <summary>A closed month.</summary>
public sealed record ClosedPeriod(string Period, DateTimeOffset ClosedAt, string ClosedBy);

/// <inheritdoc cref="ClosePeriod"/>
public sealed class ClosePeriodHandler(
    AppraisalQueries queries,
    HouseStore house,
    NpgsqlDataSource source,
    CalendarRegister calendars,
    AppraisalSettings settings,
    TimeProvider time
) : Handler<ClosePeriod, ClosedPeriod>
{
    private const string Newest = "SELECT max(period) FROM appraisal_periods";
    private const string Reopened = "SELECT max(confirmed_at) FROM appraisal_reopenings WHERE period = $1";
    private const string Insert =
        "INSERT INTO appraisal_periods (period, closed_at, closed_by, report) VALUES ($1, $2, $3, $4) ON CONFLICT (period) DO NOTHING";

    protected override async Task<ErrorOr<ClosedPeriod>> CarryOutAsync(ClosePeriod command, Act act, CancellationToken cancellation)
    {
        if (TooEarly(command.Period, act.Today) is { } early)
            return early;
        await PointLedger.EnterComplaintsAsync(house, command.Period, cancellation);
        return await house.ActAsync(
            act,
            db => CloseAsync((NpgsqlConnection)db.Database.GetDbConnection(), command.Period, act, cancellation),
            cancellation,
            PointLedger.OneAtATime
        );
    }

    private async Task<ErrorOr<Entry<ClosedPeriod>>> CloseAsync(
        NpgsqlConnection connection,
        AppraisalPeriod period,
        Act act,
        CancellationToken cancellation
    )
    {
        if (TooEarly(period, act.Today) is { } early)
            return early;
        if (await NewestAsync(connection, cancellation) is { } last && last.CompareTo(period) >= 0)
            return last == period ? AppraisalRefusals.ClosedAlready(period) : AppraisalRefusals.ClosesInOrder(period, last);

        var month = await queries.MonthAsync(period, act.Today, cancellation);
        var report = JsonSerializer.Serialize(
            Enum.GetValues<AppraisalBy>().Select(by => month.Table(by, hasRankings: true)).ToArray(),
            HouseJson.Options
        );
        await using var insert = new NpgsqlCommand(Insert, connection);
        insert.Parameters.Add(Statements.Value(period.Key));
        insert.Parameters.Add(Statements.Instant(act.At));
        insert.Parameters.Add(Statements.Text(act.UserName));
        insert.Parameters.Add(Statements.Json(report));
        return await insert.ExecuteNonQueryAsync(cancellation) == 0
            ? AppraisalRefusals.ClosedAlready(period)
            : new Entry<ClosedPeriod>(new(period.ToString(), act.At, act.UserName), new PeriodClosed(period.ToString()));
    }

    /// <summary>
    /// Closes by itself, in order, every month whose day has come and that is not closed: after an outage of months all of them, since no
    /// month can be closed behind a later one. A daily job.
    /// </summary>
    /// <returns>How many were closed.</returns>
    public async Task<int> CloseDueAsync(CancellationToken cancellation)
    {
        var (act, closed) = (Act.OfSystem(time), 0);
        for (
            var period = await FirstOpenAsync(act.Today, cancellation);
            period.CompareTo(AppraisalPeriod.Of(act.Today)) < 0;
            period = period.Next, closed++
        )
            if (await IsBeingPutRightAsync(period, act.Today, cancellation) || (await HandleAsync(new(period), act, cancellation)).IsError)
                break;
        return closed;
    }

    // The month after the newest that is closed; before the first, the month in which the first case was received.
    private async Task<AppraisalPeriod> FirstOpenAsync(DateOnly today, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        if (await NewestAsync(connection, cancellation) is { } newest)
            return newest.Next;
        return await connection.ReadAsync(CaseReading.FirstReceipt, cancellation) is [var received]
            ? AppraisalPeriod.Of(received.OfficialDate())
            : AppraisalPeriod.Of(today).Previous;
    }

    // Asked once more where the database has told the day.
    private Error? TooEarly(AppraisalPeriod period, DateOnly today)
    {
        if (today <= period.LastDay)
            return AppraisalRefusals.NotOver(period);
        var day = calendars.Current.AddWorkingDays(period.LastDay, settings.ClosesAfterDays);
        return day.IsError ? day.FirstError
            : today < day.Value.Due ? AppraisalRefusals.ClosesLater(period, day.Value.Due)
            : null;
    }

    // What was reopened is left open as long as a month is after its end: there is something to be put right in it.
    private async Task<bool> IsBeingPutRightAsync(AppraisalPeriod period, DateOnly today, CancellationToken cancellation)
    {
        await using var ask = source.CreateCommand(Reopened);
        ask.Parameters.Add(Statements.Value(period.Key));
        if (await ask.ExecuteScalarAsync(cancellation) is not DateTime at)
            return false;
        var since = new DateTimeOffset(at, TimeSpan.Zero).OfficialDate();
        var until = calendars.Current.AddWorkingDays(since, settings.ClosesAfterDays);
        return !until.IsError && today < until.Value.Due;
    }

    private static async Task<AppraisalPeriod?> NewestAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var ask = new NpgsqlCommand(Newest, connection);
        return await ask.ExecuteScalarAsync(cancellation) is int newest ? AppraisalPeriod.Of(newest) : null;
    }
}
