using ErrorOr;
using Microsoft.Extensions.Logging;
using Npgsql;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;

namespace ParallelApproval.Evaluations;

/// <summary>
/// Tells when a call-back, a fix, a re-call or the answer to a complaint turns yellow or red (整改巡检), once for each colour. Any number of
/// nodes may run it; what is told is decided under the lock of the case.
/// </summary>
public sealed class RemedySweep(
    CaseStore store,
    ComplaintStore complaints,
    NpgsqlDataSource source,
    DatabaseClock clock,
    ILogger<RemedySweep> log
)
{
    private const int BatchSize = 500;

    private const string DueRemedies =
        $"SELECT DISTINCT case_key, {DatabaseClock.Now} FROM (SELECT case_key FROM remedies WHERE next_at <= {DatabaseClock.Now} "
        + "ORDER BY next_at LIMIT $3) AS due";
    private const string DueComplaints =
        $"SELECT number, {DatabaseClock.Now} FROM complaints WHERE next_at <= {DatabaseClock.Now} ORDER BY next_at LIMIT $3";

    /// <summary>Tells everything that has turned by now.</summary>
    /// <returns>How many steps turned.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellation)
    {
        var told = 0;
        foreach (var (key, now) in await FindAsync(DueRemedies, cancellation))
        {
            var turned = 0;
            var outcome = await store.WorkOnIfFreeAsync(
                new CaseNumber(key),
                Act.OfSystem(now),
                file =>
                {
                    turned = Turn(file);
                    return Result.Success;
                },
                cancellation
            );
            if (outcome.IsError)
                log.LogError(
                    "The bad ratings of case {Case} could not be swept: {Reason}",
                    new CaseNumber(key),
                    outcome.FirstError.Description
                );
            else
                told += turned;
        }

        foreach (var (serial, now) in await FindAsync(DueComplaints, cancellation))
        {
            var act = Act.OfSystem(now);
            var outcome = await complaints.WorkOnAsync(new(serial), act, complaint => Turn(complaint, act.At), cancellation);
            if (!outcome.IsError)
                told++;
        }

        return told;
    }

    private static int Turn(CaseFile file)
    {
        var turned = 0;
        foreach (var service in file.Services)
        {
            if (service.Remedy is not { NextAt: { } next, DueOn: { } due } remedy || next > file.Act.At)
                continue;
            var colour = remedy.ColourAt(file.Act.At);
            remedy.NextAt = colour is ClockColour.Red ? null : ServiceLimit.EndOf(due);
            if (colour <= remedy.Announced)
                continue;
            remedy.Announced = colour;
            file.Record(new RemedyTurned(service.Number, service.Rating!.Department, remedy.Step, remedy.Round, colour, due));
            turned++;
        }

        return turned;
    }

    private static ErrorOr<DomainEvent> Turn(Complaint complaint, DateTimeOffset now)
    {
        var colour = complaint.ColourAt(now);
        if (complaint.NextAt is null || colour <= complaint.Announced)
            return ComplaintRefusals.WrongStatus(complaint, ComplaintStatus.Lodged, ComplaintStatus.Accepted);
        complaint.Announced = colour;
        complaint.NextAt = colour is ClockColour.Red ? null : ServiceLimit.EndOf(complaint.AnswerDue);
        return new ComplaintTurned(complaint.Number.ToString(), complaint.Against, colour, complaint.AnswerDue);
    }

    private async Task<List<(long Key, DateTimeOffset Now)>> FindAsync(string question, CancellationToken cancellation)
    {
        await using var find = source.CreateCommand(question);
        find.Parameters.Add(clock.Ahead);
        find.Parameters.Add(clock.Given);
        find.Parameters.Add(Statements.Value(BatchSize));
        await using var rows = await find.ExecuteReaderAsync(cancellation);
        var found = new List<(long, DateTimeOffset)>();
        while (await rows.ReadAsync(cancellation))
            found.Add((rows.GetInt64(0), rows.GetInstant(1)));
        return found;
    }
}
