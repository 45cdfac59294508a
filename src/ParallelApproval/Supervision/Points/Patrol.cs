using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Installations;

namespace ParallelApproval.Supervision;

/// <summary>
/// The patrol (巡查): asks the points that no event announces whether they find anything in what is open or recent. Any number of nodes may
/// go at the same time: what is found twice is raised once.
/// </summary>
public sealed class Patrol(
    IDbContextFactory<ApprovalDbContext> contexts,
    CatalogueRegister catalogue,
    PointCatalogue points,
    SupervisionFiles files,
    Answerers answerers,
    Deadlines deadlines,
    RaiseCards cards,
    InstallationRegister installation,
    DamagedRecords damaged,
    TimeProvider time,
    ILogger<Patrol> log
)
{
    /// <returns>How many cards are new.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellation)
    {
        // Whose centre it is stands in the number of every file: before it is set up there is none to raise a card in.
        if (installation.Current is null)
            return 0;
        var raised = 0;
        foreach (var (point, settings) in points.Watching)
            raised += await AskAsync(point, settings, cancellation);
        return raised;
    }

    // A point that fails does not keep the others from looking.
    private async Task<int> AskAsync(MonitorPoint point, PointSettings settings, CancellationToken cancellation)
    {
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellation);
            var ground = new PatrolGround(db, catalogue, files, answerers, deadlines, damaged, Act.Instant(time));
            var raised = 0;
            foreach (var finding in await point.PatrolAsync(ground, settings, cancellation))
                raised += await RaiseAsync(point, finding, cancellation);
            return raised;
        }
        catch (Exception fault)
            when (fault
                    is not (
                        OperationCanceledException
                        or NpgsqlException { IsTransient: true }
                        or NpgsqlException
                        and not PostgresException
                    )
            )
        {
            log.LogError(fault, "Monitor point {Point} could not be asked.", point.Rule.Id);
            return 0;
        }
    }

    private async Task<int> RaiseAsync(MonitorPoint point, Finding finding, CancellationToken cancellation)
    {
        try
        {
            return await cards.RaiseAsync([finding], cancellation);
        }
        catch (Exception fault) when (fault is InvalidOperationException or DamagedRecordException)
        {
            log.LogWarning(fault, "What {Point} found in file {File} is raised by the next patrol.", point.Rule.Id, finding.File);
            return 0;
        }
    }
}
