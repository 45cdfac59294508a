using System.Text.Json;
using ErrorOr;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using ParallelApproval.Database;
using ParallelApproval.Web.Limits;

namespace ParallelApproval.Web.Problems;

/// <summary>Turns what was thrown into a problem. The exception itself is for the log only.</summary>
internal sealed class FaultAnswer : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        // Health looks for room from now on.
        httpContext.RequestServices.GetRequiredService<DatabaseProbe>().WasRefused(exception);
        await new Refused(Describe(exception, httpContext)).ExecuteAsync(httpContext);
        return true;
    }

    /// <summary>Whether the request was at fault, so that it is no news for the error log.</summary>
    public static bool IsCallersFault(Exception exception) =>
        exception
            is BadHttpRequestException
                or OperationCanceledException
                or DamagedRecordException
                or PostgresException { SqlState: ['2', '2', ..] };

    /// <summary>What is told of an exception.</summary>
    /// <param name="context">Null when it was not thrown by a request but at an open page.</param>
    public static List<Error> Describe(Exception exception, HttpContext? context = null) =>
        exception switch
        {
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
            [
                FrontRefusals.BodyTooLarge(RequestLimits.Of(context)),
            ],
            BadHttpRequestException { StatusCode: StatusCodes.Status415UnsupportedMediaType } => [FrontRefusals.NotJson()],
            BadHttpRequestException { InnerException: JsonException json } => JsonFaults.Of(json),
            BadHttpRequestException bad when context is not null => [ParameterFaults.Of(bad, context)],
            DamagedRecordException damaged => [damaged.Refusal],
            OperationCanceledException => [FrontRefusals.TookTooLong()],
            _ when Outage.IsFull(exception) => [FrontRefusals.DatabaseFull()],
            _ when Outage.KindOf(exception) is not null => [FrontRefusals.DatabaseUnavailable()],
            DbUpdateException { InnerException: NpgsqlException inner } => Describe(inner, context),
            PostgresException { SqlState: ['2', '2', ..] } => [PlainText.Refuse("")],
            TimeoutException => [FrontRefusals.DatabaseUnavailable()],
            _ => [FrontRefusals.Unexpected()],
        };
}
