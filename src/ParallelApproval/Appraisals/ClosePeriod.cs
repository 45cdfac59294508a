using System.Text.Json;
using ErrorOr;
using Npgsql;
using ParallelApproval.Calendars;
using ParallelApproval.Database;

namespace ParallelApproval.Appraisals;

/// <summary>
/// 月度锁定: a month is closed from the fifth working day of the next one on. Its tables are written down as they are, and never change again; what is corrected
/// later counts in the month that is open then.
/// </summary>
public sealed record ClosePeriod(AppraisalPeriod Period);

/// <summary>A closed month.</summary>
public sealed record ClosedPeriod(string Period, DateTimeOffset ClosedAt, string ClosedBy);

/// <inheritdoc cref="ClosePeriod"/>
public sealed class ClosePeriodHandler(AppraisalQueries queries, NpgsqlDataSource source, CalendarBook calendars, AppraisalSettings settings, TimeProvider time)
{
    private const string Newest = "SELECT max(period) FROM appraisal_periods";
    private const string Insert = "INSERT INTO appraisal_periods (period, closed_at, closed_by, report) VALUES ($1, $2, $3, $4) ON CONFLICT (period) DO NOTHING";

    public async Task<ErrorOr<ClosedPeriod>> HandleAsync(ClosePeriod command, Act act, CancellationToken cancellation)
    {
        var opens = ClosesOn(command.Period);
        if (opens.IsError) return opens.Errors;
        if (act.Today < opens.Value) return AppraisalRefusals.ClosesLater(command.Period, opens.Value);

        await PointLedger.EnterComplaintsAsync(source, command.Period, cancellation);
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using (var hold = new NpgsqlCommand(PointLedger.Lock, connection)) await hold.ExecuteNonQueryAsync(cancellation);
        if (await NewestAsync(connection, cancellation) is { } last && last.CompareTo(command.Period) >= 0)
            return last == command.Period ? AppraisalRefusals.ClosedAlready(command.Period) : AppraisalRefusals.ClosesInOrder(command.Period, last);

        var month = await queries.MonthAsync(command.Period, act.Today, cancellation);
        var report = JsonSerializer.Serialize(Enum.GetValues<AppraisalBy>().Select(by => month.Table(by, hasRankings: true)).ToArray(), HouseJson.Options);
        await using var insert = new NpgsqlCommand(Insert, connection);
        insert.Parameters.Add(Statements.Value(command.Period.Key));
        insert.Parameters.Add(Statements.Instant(act.At));
        insert.Parameters.Add(Statements.Text(act.UserName));
        insert.Parameters.Add(Statements.Json(report));
        var closed = await insert.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return closed == 0 ? AppraisalRefusals.ClosedAlready(command.Period) : new ClosedPeriod(command.Period.ToString(), act.At, act.UserName);
    }

    /// <summary>Closes last month by itself once its day has come; a daily job.</summary>
    public async Task<bool> CloseDueAsync(CancellationToken cancellation)
    {
        var act = Act.OfSystem(time);
        return !(await HandleAsync(new(AppraisalPeriod.Of(act.Today).Previous), act, cancellation)).IsError;
    }

    private ErrorOr<DateOnly> ClosesOn(AppraisalPeriod period)
    {
        var day = calendars.Current.AddWorkingDays(period.LastDay, settings.ClosesAfterDays);
        return day.IsError ? day.Errors : day.Value.Due;
    }

    private static async Task<AppraisalPeriod?> NewestAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var ask = new NpgsqlCommand(Newest, connection);
        return await ask.ExecuteScalarAsync(cancellation) is int newest ? AppraisalPeriod.Of(newest) : null;
    }
}
