using ErrorOr;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;

namespace ParallelApproval.Evaluations;

/// <summary>
/// Where complaints are worked on: within the file of their case, so that every step stands in its chain, or, where no case was named,
/// under the lock of
/// their own row.
/// </summary>
public sealed class ComplaintStore(CaseStore store, HouseStore house, NpgsqlDataSource source)
{
    private const string CaseOf = "SELECT case_key FROM complaints WHERE number = $1";
    private static readonly string ByNumber = ComplaintRows.Columns.Select + " WHERE number = $1";

    /// <summary>Every number that a complaint bears; they run on for ever.</summary>
    internal static readonly NumberSeries Series = new("complaints", "SELECT '' AS period, number, lodged_at AS at FROM complaints");

    private static readonly string Locked = ByNumber + " FOR UPDATE";

    /// <summary>
    /// Changes one complaint in memory and stores it; the event is recorded in the case, or, if there is none, in the trail of the house.
    /// </summary>
    internal async Task<ErrorOr<ComplaintState>> WorkOnAsync(
        ComplaintNumber number,
        Act act,
        Func<Complaint, ErrorOr<DomainEvent>> decide,
        CancellationToken cancellation
    )
    {
        var (exists, @case) = await CaseOfAsync(number, cancellation);
        if (!exists)
            return ComplaintRefusals.NoSuchComplaint(number);
        return @case is { } named
            ? await store.WorkOnAsync(named, act, file => Within(file, number, decide), cancellation, Contents.Everything)
            : await house.ActAsync(
                act,
                db => AloneAsync((NpgsqlConnection)db.Database.GetDbConnection(), number, decide, cancellation),
                cancellation
            );
    }

    private static ErrorOr<ComplaintState> Within(CaseFile file, ComplaintNumber number, Func<Complaint, ErrorOr<DomainEvent>> decide)
    {
        var section = file.Section<ComplaintSection>();
        if (section.Find(number) is not { } complaint)
            return ComplaintRefusals.NoSuchComplaint(number);
        var happened = decide(complaint);
        if (happened.IsError)
            return happened.Errors;
        file.Record(happened.Value);
        return ComplaintState.Of(complaint);
    }

    private static async Task<ErrorOr<Entry<ComplaintState>>> AloneAsync(
        NpgsqlConnection connection,
        ComplaintNumber number,
        Func<Complaint, ErrorOr<DomainEvent>> decide,
        CancellationToken cancellation
    )
    {
        var complaint = await ReadAsync(connection, Locked, number, cancellation);
        if (complaint is null)
            return ComplaintRefusals.NoSuchComplaint(number);
        var happened = decide(complaint);
        if (happened.IsError)
            return happened.Errors;
        await using var batch = new NpgsqlBatch(connection);
        ComplaintRows.Columns.Update(new Statements(batch), default, [complaint], [(complaint, null)]);
        await batch.ExecuteNonQueryAsync(cancellation);
        return new Entry<ComplaintState>(ComplaintState.Of(complaint), ComplaintStepTaken.By(complaint, happened.Value));
    }

    /// <summary>The complaint as it stands; null when there is none.</summary>
    public async Task<Complaint?> FindAsync(ComplaintNumber number, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        return await ReadAsync(connection, ByNumber, number, cancellation);
    }

    private async Task<(bool Exists, CaseNumber? Case)> CaseOfAsync(ComplaintNumber number, CancellationToken cancellation)
    {
        await using var ask = source.CreateCommand(CaseOf);
        ask.Parameters.Add(Statements.Value(number.Serial));
        return await ask.ExecuteScalarAsync(cancellation) switch
        {
            null => (false, null),
            long key => (true, new CaseNumber(key)),
            _ => (true, null),
        };
    }

    private static async Task<Complaint?> ReadAsync(
        NpgsqlConnection connection,
        string query,
        ComplaintNumber number,
        CancellationToken cancellation
    )
    {
        await using var ask = new NpgsqlCommand(query, connection);
        ask.Parameters.Add(Statements.Value(number.Serial));
        await using var row = await ask.ExecuteReaderAsync(cancellation);
        return await row.ReadAsync(cancellation) ? ComplaintRows.Columns.ReadRow(default, row) : null;
    }
}

/// <summary>How a complaint stands.</summary>
public sealed record ComplaintState(string Complaint, ComplaintStatus Status, string? Against, DateOnly AnswerDue, bool? IsUpheld)
{
    internal static ComplaintState Of(Complaint complaint) =>
        new(complaint.Number.ToString(), complaint.Status, complaint.Against, complaint.AnswerDue, complaint.IsUpheld);
}
