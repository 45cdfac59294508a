using System.Text.Json;
using System.Text.Json.Nodes;
using ErrorOr;
using ParallelApproval.Identities;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Languages;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Session;
using ParallelApproval.Workflows;

namespace ParallelApproval.Web.Studio;

/// <summary>
/// What other programs tell the flows, by the addresses of Elsa's server: an event has happened, a task is done, a flow of no case is to be
/// started or stopped. Refused with honest statuses; what nobody waits for is told as such.
/// </summary>
internal static class CallEndpoints
{
    private const string InstanceHeader = "x-elsa-workflow-instance-id";

    public static void MapCalls(this IEndpointRouteBuilder studio)
    {
        studio.MapPost("/events/{eventName}/trigger", RaiseAsync).Requires<RaiseEvent>();
        studio.MapPost("/tasks/{taskId}/complete", CompleteAsync).Requires<CompleteTask>();
        studio.MapPost("/workflow-definitions/{definitionId}/dispatch", StartAsync).Requires<StartFlow>();
        studio.MapPost("/workflow-definitions/{definitionId}/execute", StartAsync).Requires<StartFlow>();
    }

    private static async Task<object> RaiseAsync(
        string eventName,
        HttpRequest request,
        CallersAct act,
        RaiseEventHandler house,
        CancellationToken cancellation
    )
    {
        var body = await StudioAnswer.BodyAsync(request);
        if (body.IsError)
            return body.Errors;
        // What is no number is that of no case, and nobody waits there.
        CaseNumber? instance =
            StudioAnswer.Text(body.Value, "workflowInstanceId") is not { } id ? null
            : CaseNumber.TryParse(id, out var number) ? number
            : default(CaseNumber);
        var raised = await house.HandleAsync(
            new(eventName, StudioAnswer.Text(body.Value, "correlationId"), instance, Element(body.Value, "input")),
            act,
            cancellation
        );
        return raised.IsError
            ? Refused(raised.Errors)
            : StudioAnswer.Json(
                new() { ["wentOn"] = StudioAnswer.Texts(raised.Value.WentOn), ["started"] = StudioAnswer.Texts(raised.Value.Started) }
            );
    }

    private static async Task<object> CompleteAsync(
        string taskId,
        HttpRequest request,
        CallersAct act,
        CompleteTaskHandler house,
        CancellationToken cancellation
    )
    {
        var body = await StudioAnswer.BodyAsync(request);
        if (body.IsError)
            return body.Errors;
        var done = await house.HandleAsync(new(taskId, Element(body.Value, "result")), act, cancellation);
        return done.IsError ? Refused(done.Errors) : StudioAnswer.Json([]);
    }

    private static async Task<object> StartAsync(
        string definitionId,
        HttpContext context,
        CallersAct act,
        StartFlowHandler house,
        DefinitionRegister register,
        CancellationToken cancellation
    )
    {
        if (register.Published(definitionId) is not { IsOfCase: false })
            return CannotStart(context);
        var request = context.Request;
        var body = await StudioAnswer.BodyAsync(request);
        if (body.IsError)
            return body.Errors;
        var started = await house.HandleAsync(
            new(definitionId, Element(body.Value, "input"), StudioAnswer.Text(body.Value, "correlationId")),
            act,
            cancellation
        );
        if (started.IsError)
            return Refused(started.Errors);
        context.Response.Headers[InstanceHeader] = started.Value.Number;
        return StudioAnswer.Json(
            new()
            {
                ["workflowInstanceId"] = started.Value.Number,
                ["workflowState"] = new JsonObject
                {
                    ["id"] = started.Value.Number,
                    ["definitionId"] = started.Value.DefinitionId,
                    ["definitionVersion"] = started.Value.Version,
                    ["status"] = started.Value.Status,
                    ["subStatus"] = started.Value.SubStatus,
                },
            }
        );
    }

    // A flow of cases is started by an application alone; what a designer runs of it is a trial.
    private static IResult CannotStart(HttpContext context)
    {
        context.Response.Headers["x-elsa-workflow-cannot-start"] = "True";
        context.Response.Headers[InstanceHeader] = "";
        return StudioAnswer.Json(new() { ["workflowState"] = new JsonObject(), ["reason"] = Words.Word("studio_run_by_trial") });
    }

    private static StudioRefused Refused(IReadOnlyList<Error> errors) => new(errors, ProblemStatus.Of(errors[0]));

    private static JsonElement? Element(JsonObject body, string name) =>
        body[name] is { } value ? JsonSerializer.SerializeToElement(value, new JsonSerializerOptions { MaxDepth = 256 }) : null;
}
