using Microsoft.AspNetCore.Http.HttpResults;
using ParallelApproval.Calendars;
using ParallelApproval.Cases;
using ParallelApproval.Certificates;
using ParallelApproval.Clocks;
using ParallelApproval.Identities;
using ParallelApproval.Organisation;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web.Cases;

/// <summary>Approval tasks (审批任务): a department's inbox, and what an approver does with his part of a case.</summary>
internal static class TaskEndpoints
{
    public static void MapTasks(this IEndpointRouteBuilder app)
    {
        var tasks = app.MapGroup("/api/tasks").WithTags("Tasks");
        tasks.MapGet("", InboxAsync).Requires<ListTasks>();
        tasks
            .MapGet(
                "/waiting",
                async Task<Ok<Listing<WaitingAct>>> (
                    WaitingQueries house,
                    OfficerRegister officers,
                    CallersAct act,
                    TimeProvider time,
                    CancellationToken cancellation
                ) =>
                    TypedResults.Ok(
                        new Listing<WaitingAct>(
                            await house.ForAsync(officers.Find(act.Act.UserName)!, time.OfficialNow(), cancellation),
                            null
                        )
                    )
            )
            .Requires<SeeWaiting>();
        tasks
            .MapPost("/{id}/claim", (TaskNumber id, CallersAct act, ClaimTaskHandler house, CancellationToken cancellation) =>
                house.HandleAsync(new(id), act, cancellation).Ok()
            )
            .Requires<ClaimTask>();
        tasks
            .MapPost("/{id}/release", (TaskNumber id, CallersAct act, ReleaseTaskHandler house, CancellationToken cancellation) =>
                house.HandleAsync(new(id), act, cancellation).Ok()
            )
            .Requires<ReleaseTask>();
        tasks
            .MapPost(
                "/{id}/reassignment",
                (TaskNumber id, ReassignmentBody body, CallersAct act, ReassignTaskHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(id, body.To, body.Reason), act, cancellation).Ok()
            )
            .Requires<ReassignTask>();
        tasks
            .MapPost(
                "/{id}/decision",
                (TaskNumber id, DecisionBody body, CallersAct act, DecideBranchHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(id, body.Decision, body.Opinion, body.Reasons, body.Remedies), act, cancellation).Ok()
            )
            .Requires<DecideBranch>();
        tasks
            .MapPost(
                "/{id}/correction",
                (
                    TaskNumber id,
                    Cases.CorrectionBody body,
                    CallersAct act,
                    RequestCorrectionHandler house,
                    CancellationToken cancellation
                ) => house.HandleAsync(new(id, body.Faults), act, cancellation).Ok()
            )
            .Requires<RequestCorrection>();
        tasks
            .MapPost(
                "/{id}/stop",
                (TaskNumber id, StopBody body, CallersAct act, StopBranchHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(id, body.Ground, body.PlannedDays, body.NoticeDelivered), act, cancellation).Ok()
            )
            .Requires<StopBranch>();
        tasks
            .MapPost("/{id}/resume", (TaskNumber id, CallersAct act, ResumeBranchHandler house, CancellationToken cancellation) =>
                house.HandleAsync(new(id), act, cancellation).Ok()
            )
            .Requires<ResumeBranch>();
        tasks
            .MapPost(
                "/{id}/extension",
                (TaskNumber id, BranchExtensionBody body, CallersAct act, AskExtensionHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(id, body.Days, body.Reason), act, cancellation).Ok()
            )
            .Requires<AskExtension>();
        tasks
            .MapPost(
                "/{id}/extension/decision",
                (
                    TaskNumber id,
                    BranchExtensionDecisionBody body,
                    CallersAct act,
                    DecideExtensionHandler house,
                    CancellationToken cancellation
                ) => house.HandleAsync(new(id, body.Grants, body.Head, body.Level, body.Reason), act, cancellation).Ok()
            )
            .Requires<DecideExtension>();
        tasks
            .MapPost("/{id}/seal", (TaskNumber id, CallersAct act, SealDeemedGrantHandler house, CancellationToken cancellation) =>
                house.HandleAsync(new(id), act, cancellation).Ok()
            )
            .Requires<SealDeemedGrant>();
        tasks
            .MapPost(
                "/{id}/review",
                (TaskNumber id, ReviewBody body, CallersAct act, ReviewBranchHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(id, body.Proposed, body.Opinion), act, cancellation).Ok()
            )
            .Requires<ReviewBranch>();
        tasks
            .MapPost(
                "/{id}/return",
                (TaskNumber id, Cases.ReasonBody body, CallersAct act, SendDownHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(id, body.Reason), act, cancellation).Ok()
            )
            .Requires<SendDown>();
        tasks
            .MapPost(
                "/{id}/confirmation",
                (TaskNumber id, ConfirmationBody body, CallersAct act, ConfirmDecisionHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(id, body.Stands, body.Note), act, cancellation).Ok()
            )
            .Requires<ConfirmDecision>();
        tasks
            .MapPost(
                "/{id}/later-result",
                (TaskNumber id, LaterResultBody body, CallersAct act, AddResultLaterHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(id, body.Of, body.Note), act, cancellation).Ok()
            )
            .Requires<AddResultLater>();
    }

    private static async Task<Results<Ok<Listing<TaskLine>>, Refused>> InboxAsync(
        TaskQueries house,
        StationGate gate,
        Caller caller,
        TimeProvider time,
        CancellationToken cancellation,
        string? department = null,
        Named<BranchStatus>? status = null,
        Named<ClockColour>? colour = null,
        string? holder = null,
        string? cursor = null,
        int limit = 50
    )
    {
        if (limit is < 1 or > CaseQueries.LongestPage)
            return Refused.With(FrontRefusals.OutOfRange("limit", 1, CaseQueries.LongestPage));
        var after = TaskCursor.Parse(cursor);
        if (cursor is not null && after is null)
            return Refused.With(FrontRefusals.WrongType("cursor"));
        var filter = new TaskFilter(
            caller.SeesOnlyHisDepartment ? caller.DepartmentCode : department,
            status?.Value,
            colour?.Value,
            holder,
            after,
            limit,
            Departments: caller.Stations(gate)
        );
        var page = await house.InboxAsync(filter, time.OfficialNow(), cancellation);
        return TypedResults.Ok(new Listing<TaskLine>(page.Tasks, page.Next?.ToString()));
    }
}
