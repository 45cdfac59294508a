using System.Globalization;
using ErrorOr;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using ParallelApproval.Database;
using ParallelApproval.Engine;
using ParallelApproval.Events;

namespace ParallelApproval.Workflows;

/// <summary>
/// Starts the published flows of no case whose first step is a clock (流程定时启动): Cron, Timer or StartAt that may start workflows. Each
/// instant starts one run on whatever node comes first; what was missed in an outage is made up for by one.
/// </summary>
public sealed class FlowSchedules(
    IDbContextFactory<ApprovalDbContext> contexts,
    HouseStore house,
    DefinitionRegister register,
    RegisterCache registers,
    FlowStarts starts,
    TimeProvider time,
    ILogger<FlowSchedules> log
) : IAwait
{
    private static readonly DateTimeOffset Never = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private long _lookedAt = -1;

    // What was published anew may have another clock.
    string IAwait.Question =>
        $"CASE WHEN EXISTS (SELECT FROM workflow_schedules WHERE next_at <= $1) THEN -1 ELSE {RegisterCache.Total} END";

    bool IAwait.IsWanted(long told) => told != Volatile.Read(ref _lookedAt) || told < 0;

    /// <summary>Enters new clocks, lets go of those that are no longer published, and starts what is due.</summary>
    /// <returns>How many runs were started.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellation)
    {
        await registers.RefreshAsync(cancellation);
        var total = registers.HeldTotal;
        var now = time.GetUtcNow();
        var clocks = register.OfNoCase.Where(flow => flow.IsStartedByClock).ToDictionary(flow => flow.DefinitionId);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var held = await db.Set<ScheduleRow>().AsNoTracking().ToDictionaryAsync(row => row.DefinitionId, cancellation);
        if (held.Count == 0 && clocks.Count == 0)
        {
            Volatile.Write(ref _lookedAt, total);
            return 0;
        }

        await SettleAsync(clocks, held, now, cancellation);
        var started = 0;
        foreach (var row in held.Values.Where(row => row.NextAt <= now && IsOf(clocks.GetValueOrDefault(row.DefinitionId), row)))
        {
            var flow = clocks[row.DefinitionId];
            var begun = await starts.StartAsync(
                row.DefinitionId,
                new(Trigger: flow.Definition.Root.StartId),
                Act.OfSystem(time),
                string.Create(CultureInfo.InvariantCulture, $"schedule {row.DefinitionId} {row.Version} {row.NextAt.UtcTicks}"),
                cancellation
            );
            if (begun.IsError)
                log.LogError("Flow {Flow} could not be started by its clock: {Reason}", row.DefinitionId, begun.FirstError.Description);
            else
                started++;
            await MoveAsync(row, flow.NextStart(now) ?? Never, cancellation);
        }

        Volatile.Write(ref _lookedAt, total);
        return started;
    }

    private static bool IsOf(WorkflowVersion? flow, ScheduleRow row) => flow?.Version == row.Version;

    // A version that was published anew begins anew.
    private async Task SettleAsync(
        Dictionary<string, WorkflowVersion> clocks,
        Dictionary<string, ScheduleRow> held,
        DateTimeOffset now,
        CancellationToken cancellation
    )
    {
        var gone = held.Values.Where(row => !IsOf(clocks.GetValueOrDefault(row.DefinitionId), row)).ToList();
        var fresh = clocks.Values.Where(flow => held.GetValueOrDefault(flow.DefinitionId)?.Version != flow.Version).ToList();
        if (gone.Count == 0 && fresh.Count == 0)
            return;
        await house.NoteAsync(
            statements =>
            {
                foreach (var row in gone)
                    statements.Add(
                        "DELETE FROM workflow_schedules WHERE definition_id = $1 AND version = $2",
                        Statements.Value(row.DefinitionId),
                        Statements.Value(row.Version)
                    );
                foreach (var flow in fresh)
                    statements.Add(
                        "INSERT INTO workflow_schedules (definition_id, version, next_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                        Statements.Value(flow.DefinitionId),
                        Statements.Value(flow.Version),
                        Statements.Instant(flow.NextStart(now) ?? Never)
                    );
            },
            cancellation
        );
    }

    private Task MoveAsync(ScheduleRow row, DateTimeOffset next, CancellationToken cancellation) =>
        house.NoteAsync(
            statements =>
                statements.Add(
                    "UPDATE workflow_schedules SET next_at = $3 WHERE definition_id = $1 AND next_at = $2",
                    Statements.Value(row.DefinitionId),
                    Statements.Instant(row.NextAt),
                    Statements.Instant(next)
                ),
            cancellation
        );
}
