using Microsoft.AspNetCore.Http.HttpResults;
using ParallelApproval.Cases;
using ParallelApproval.Identities;
using ParallelApproval.Trials;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Session;
using ParallelApproval.Workflows;

namespace ParallelApproval.Web.Workflows;

/// <summary>What a process designer can do to a workflow beyond drawing it: compare, try, move cases, retry a failed step (流程管理).</summary>
internal static class WorkflowEndpoints
{
    public static void MapWorkflows(this IEndpointRouteBuilder app)
    {
        var workflows = app.MapGroup("/api/workflows").WithTags("Workflows");
        workflows
            .MapGet("/{definitionId}/comparison", CompareAsync)
            .Requires<SeeWorkflows>()
            .WithSummary("The differences of two versions in words");
        workflows
            .MapPost("/{definitionId}/trial", TryAsync)
            .Requires<EditWorkflows>()
            .WithSummary("Play a version through with a sample case; nothing is stored");
        workflows
            .MapGet("/instances/stuck", async (StuckCases watch, CancellationToken cancellation) =>
                TypedResults.Ok(new Listing<StuckSheet>([.. (await watch.FindAsync(null, cancellation)).Select(StuckSheet.Of)]))
            )
            .Requires<SeeInstances>()
            .WithSummary("Cases that do not go on by themselves: a step failed, or nobody is asked");
        workflows
            .MapPost("/{definitionId}/copies", CopyAsync)
            .Requires<CopyDefinition>()
            .WithSummary("Copy the latest version into a definition of its own");
        workflows
            .MapPut("/{definitionId}/meant-for", MeanAsync)
            .Requires<MeanFlowFor>()
            .WithSummary("Say for which items the flow is meant");
        workflows
            .MapPut("/{definitionId}/blocks/{block}", LayOutAsync)
            .Requires<LayOutBlock>()
            .WithSummary("Say whom a block of parallel approval asks, and who waits for whom");
        workflows
            .MapPost("/{definitionId}/blocks/{block}/drawn-out", DrawOutAsync)
            .Requires<DrawBlockOut>()
            .WithSummary("Take a block of parallel approval apart into single steps");
        workflows
            .MapPost("/{definitionId}/blocks", GatherAsync)
            .Requires<GatherBlock>()
            .WithSummary("Make one block of the departments behind a fork");
        workflows
            .MapGet("/{definitionId}/trials", TrialsAsync)
            .Requires<SeeWorkflows>()
            .WithSummary("The trials that the latest version keeps");
        workflows
            .MapPost("/{definitionId}/trials", KeepAsync)
            .Requires<KeepTrial>()
            .WithSummary("Play a trial of the latest version and keep it, to be played at every publication");
        workflows.MapDelete("/{definitionId}/trials/{name}", DropAsync).Requires<DropTrial>().WithSummary("Keep a trial no longer");
        workflows
            .MapDelete("/{definitionId}", DeleteAsync)
            .Requires<EditWorkflows>()
            .WithSummary("Delete a definition on which no case runs");
        workflows.MapGet("/{definitionId}/migrations", ListAsync).Requires<SeeMigrations>();
        workflows
            .MapPost("/{definitionId}/migration-plan", PlanAsync)
            .Requires<ProposeMigration>()
            .WithSummary("What moving these cases to a version would do, case by case");
        workflows
            .MapPost("/{definitionId}/migrations", ProposeAsync)
            .Requires<ProposeMigration>()
            .WithSummary("Propose to move cases; a second person approves");
        workflows
            .MapPost("/migrations/{id}/approval", ApproveAsync)
            .Requires<ApproveMigration>()
            .WithSummary("Approve a migration and carry it out");
        workflows
            .MapPost("/migrations/{id}/rejection", RejectAsync)
            .Requires<ApproveMigration>()
            .WithSummary("Reject a migration, or take one's own back");
        workflows.MapPost("/instances/{no}/incidents/{incidentId}/retry", RetryAsync).Requires<RetryIncident>();
        workflows.MapPost("/instances/{no}/release", ReleaseAsync).Requires<ReleaseFromFlow>();
    }

    private static async Task<Results<Ok<Listing<DifferenceLine>>, Refused>> CompareAsync(
        string definitionId,
        int from,
        int to,
        CompareVersionsHandler house,
        CancellationToken cancellation
    )
    {
        var compared = await house.HandleAsync(new(definitionId, from, to), cancellation);
        return compared.IsError
            ? new Refused(compared.Errors)
            : TypedResults.Ok(new Listing<DifferenceLine>([.. compared.Value.Select(DifferenceLine.Of)]));
    }

    private static async Task<Results<Ok<TrialSheet>, Refused>> TryAsync(
        string definitionId,
        TrialBody body,
        FlowOnTrial flows,
        TrialRunHandler house,
        CancellationToken cancellation
    )
    {
        var workflow = await flows.PrepareAsync(definitionId, body.Version, cancellation);
        if (workflow.IsError)
            return new Refused(workflow.Errors);
        var trial = house.Handle(
            new(workflow.Value, body.ItemCode, body.ReceivedOn, body.Branches, body.Refuse, body.Late, body.Form, body.Correct, body.Stop)
        );
        return trial.IsError ? new Refused(trial.Errors) : TypedResults.Ok(TrialSheet.Of(trial.Value));
    }

    private static async Task<Results<Ok<CopySheet>, Refused>> CopyAsync(
        string definitionId,
        CopyBody body,
        CallersAct act,
        CopyDefinitionHandler house,
        CancellationToken cancellation
    )
    {
        var copy = await house.HandleAsync(new(definitionId, body.CopyName), act, cancellation);
        return copy.IsError ? new Refused(copy.Errors) : TypedResults.Ok(new CopySheet(copy.Value.DefinitionId, copy.Value.Version));
    }

    private static async Task<Results<Ok<FlowMeantFor>, Refused>> MeanAsync(
        string definitionId,
        MeantForBody body,
        CallersAct act,
        MeanFlowForHandler house,
        CancellationToken cancellation
    )
    {
        var said = await house.HandleAsync(
            new(definitionId, body.Kinds, body.Tiers, body.LeastBranches, body.MostBranches, body.LeftOut),
            act,
            cancellation
        );
        return said.IsError ? new Refused(said.Errors) : TypedResults.Ok(said.Value);
    }

    private static async Task<Results<Ok<RedrawnFlow>, Refused>> LayOutAsync(
        string definitionId,
        string block,
        LanesBody body,
        CallersAct act,
        LayOutBlockHandler house,
        CancellationToken cancellation
    )
    {
        var redrawn = await house.HandleAsync(new(definitionId, block, body.Stamp, body.Lanes, body.Waits), act, cancellation);
        return redrawn.IsError ? new Refused(redrawn.Errors) : TypedResults.Ok(redrawn.Value);
    }

    private static async Task<Results<Ok<RedrawnFlow>, Refused>> DrawOutAsync(
        string definitionId,
        string block,
        StampBody body,
        CallersAct act,
        DrawBlockOutHandler house,
        CancellationToken cancellation
    )
    {
        var redrawn = await house.HandleAsync(new(definitionId, block, body.Stamp), act, cancellation);
        return redrawn.IsError ? new Refused(redrawn.Errors) : TypedResults.Ok(redrawn.Value);
    }

    private static async Task<Results<Ok<RedrawnFlow>, Refused>> GatherAsync(
        string definitionId,
        GatherBody body,
        CallersAct act,
        GatherBlockHandler house,
        CancellationToken cancellation
    )
    {
        var redrawn = await house.HandleAsync(new(definitionId, body.Fork, body.Stamp), act, cancellation);
        return redrawn.IsError ? new Refused(redrawn.Errors) : TypedResults.Ok(redrawn.Value);
    }

    private static async Task<Results<Ok<Listing<KeptTrialSheet>>, NotFound>> TrialsAsync(
        string definitionId,
        DefinitionQueries queries,
        CancellationToken cancellation
    ) =>
        await queries.FindAsync(definitionId, new("Latest"), cancellation) is { } latest
            ? TypedResults.Ok(new Listing<KeptTrialSheet>([.. KeptTrial.Of(latest).Select(KeptTrialSheet.Of)]))
            : TypedResults.NotFound();

    private static async Task<Results<Ok<KeptTrialSheet>, Refused>> KeepAsync(
        string definitionId,
        KeptTrialBody body,
        CallersAct act,
        KeepTrialHandler house,
        CancellationToken cancellation
    )
    {
        var kept = await house.HandleAsync(
            new(definitionId, body.Name, body.ItemCode, body.Branches, body.Refuse, body.Late, body.Form, body.Correct, body.Stop),
            act,
            cancellation
        );
        return kept.IsError ? new Refused(kept.Errors) : TypedResults.Ok(KeptTrialSheet.Of(kept.Value));
    }

    private static async Task<Results<NoContent, Refused>> DropAsync(
        string definitionId,
        string name,
        CallersAct act,
        DropTrialHandler house,
        CancellationToken cancellation
    )
    {
        var dropped = await house.HandleAsync(new(definitionId, name), act, cancellation);
        return dropped.IsError ? new Refused(dropped.Errors) : TypedResults.NoContent();
    }

    private static Task<Results<NoContent, Refused>> DeleteAsync(
        string definitionId,
        CallersAct act,
        DeleteDefinitionHandler house,
        CancellationToken cancellation
    ) => house.HandleAsync(new(definitionId), act, cancellation).Done();

    private static async Task<Listing<MigrationSheet>> ListAsync(
        string definitionId,
        MigrationQueries queries,
        CancellationToken cancellation
    ) => new([.. (await queries.OfAsync(definitionId, cancellation)).Select(row => MigrationSheet.Of(row))]);

    private static async Task<Results<Ok<Listing<MoveSheet>>, Refused>> PlanAsync(
        string definitionId,
        MigrationBody body,
        CallersAct act,
        PlanMigrationHandler house,
        CancellationToken cancellation
    )
    {
        if (body.Numbers() is not { IsError: false } cases)
            return new Refused(body.Numbers().Errors);
        var moves = await house.HandleAsync(new(definitionId, body.Version, cases.Value), act, cancellation);
        return moves.IsError ? new Refused(moves.Errors) : TypedResults.Ok(new Listing<MoveSheet>([.. moves.Value.Select(MoveSheet.Of)]));
    }

    private static async Task<Results<Ok<MigrationSheet>, Refused>> ProposeAsync(
        string definitionId,
        MigrationBody body,
        CallersAct act,
        ProposeMigrationHandler house,
        CancellationToken cancellation
    )
    {
        if (body.Numbers() is not { IsError: false } cases)
            return new Refused(body.Numbers().Errors);
        var proposed = await house.HandleAsync(new(definitionId, body.Version, cases.Value, body.Reason ?? ""), act, cancellation);
        return proposed.IsError
            ? new Refused(proposed.Errors)
            : TypedResults.Ok(MigrationSheet.Of(proposed.Value.Migration, proposed.Value.Moves));
    }

    private static async Task<Results<Ok<Listing<MoveSheet>>, Refused>> ApproveAsync(
        string id,
        CallersAct act,
        MigrateCasesHandler house,
        CancellationToken cancellation
    )
    {
        var moves = await house.HandleAsync(new(id), act, cancellation);
        return moves.IsError ? new Refused(moves.Errors) : TypedResults.Ok(new Listing<MoveSheet>([.. moves.Value.Select(MoveSheet.Of)]));
    }

    private static async Task<Results<Ok<MigrationSheet>, Refused>> RejectAsync(
        string id,
        RejectionBody body,
        CallersAct act,
        RejectMigrationHandler house,
        CancellationToken cancellation
    )
    {
        var rejected = await house.HandleAsync(new(id, body.Reason), act, cancellation);
        return rejected.IsError ? new Refused(rejected.Errors) : TypedResults.Ok(MigrationSheet.Of(rejected.Value));
    }

    private static async Task<Results<Ok<Released>, Refused>> ReleaseAsync(
        CaseNumber no,
        ReleaseBody body,
        CallersAct act,
        ReleaseFromFlowHandler house,
        CancellationToken cancellation
    )
    {
        var released = await house.HandleAsync(new(no, body.Reason), act, cancellation);
        return released.IsError ? new Refused(released.Errors) : TypedResults.Ok(released.Value);
    }

    private static async Task<Results<Ok<RetrySheet>, Refused>> RetryAsync(
        CaseNumber no,
        string incidentId,
        CallersAct act,
        RetryIncidentHandler house,
        CancellationToken cancellation
    )
    {
        var open = await house.HandleAsync(new(no, incidentId), act, cancellation);
        return open.IsError ? new Refused(open.Errors) : TypedResults.Ok(new RetrySheet(open.Value.OpenIncidents));
    }
}
