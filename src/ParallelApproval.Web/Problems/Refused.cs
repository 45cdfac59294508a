using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ErrorOr;
using Microsoft.AspNetCore.Http.Metadata;
using ParallelApproval.Web.Telemetry;

namespace ParallelApproval.Web.Problems;

/// <summary>The answer to a command or query that was refused: every error of it as one problem, in the reader's language.</summary>
internal sealed class Refused(IReadOnlyList<Error> errors) : IResult, IEndpointMetadataProvider
{
    public const string ContentType = "application/problem+json";

    // An outage that lasts is not made longer by whoever asks every few seconds.
    private const string RetryAfterSeconds = "3";

    private static readonly JsonTypeInfo<Problem> Json = (JsonTypeInfo<Problem>)WebJson.Make().GetTypeInfo(typeof(Problem));

    public static Refused With(Error error) => new([error]);

    public static Task WriteAsync(HttpContext context, Error error) => With(error).ExecuteAsync(context);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (Proposed.Of(errors) is { } proposed)
            return WriteAsync(httpContext, proposed);
        var problem = Describe(httpContext);
        DoorMeter.Refused(problem.Code, problem.Status);
        httpContext.Response.StatusCode = problem.Status;
        httpContext.Response.ContentType = ContentType;
        if (problem.Status == StatusCodes.Status503ServiceUnavailable)
            httpContext.Response.Headers.RetryAfter = RetryAfterSeconds;
        return JsonSerializer.SerializeAsync(httpContext.Response.Body, problem, Json, httpContext.RequestAborted);
    }

    private static Task WriteAsync(HttpContext context, Proposed proposed)
    {
        context.Response.StatusCode = StatusCodes.Status202Accepted;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.Headers.Location = $"/api/proposals/{proposed.Proposal}";
        return JsonSerializer.SerializeAsync(context.Response.Body, proposed, Proposed.Json, context.RequestAborted);
    }

    /// <summary>Every endpoint that may refuse says so in the API description.</summary>
    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status400BadRequest, typeof(Problem), [ContentType]));

    private Problem Describe(HttpContext context)
    {
        var first = errors[0];
        var status = ProblemStatus.Of(first);
        return new(
            $"/refusals#{first.Code}",
            RefusalTexts.Title(status),
            status,
            RefusalTexts.Sentence(first),
            first.Code,
            Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier,
            ByField()
        );
    }

    private Dictionary<string, List<FieldFault>>? ByField()
    {
        Dictionary<string, List<FieldFault>>? byField = null;
        foreach (var error in errors)
        {
            if (RefusalTexts.Field(error) is not { Length: > 0 } field)
                continue;
            byField ??= new(StringComparer.Ordinal);
            if (!byField.TryGetValue(field, out var faults))
                byField[field] = faults = [];
            faults.Add(new(error.Code, RefusalTexts.Sentence(error)));
        }
        return byField;
    }
}
