using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Problems;

namespace ParallelApproval.Web.Audit;

/// <summary>The audit trail (审计): what happened in a case, and whether anybody has touched the record.</summary>
internal static class AuditEndpoints
{
    private const int MostLines = 500;

    public static void MapAudit(this IEndpointRouteBuilder app)
    {
        var audit = app.MapGroup("/api/audit").WithTags("Audit");
        audit.MapGet("", TrailAsync).Requires<SeeAudit>().WithSummary("The trail of one case, oldest first");
        audit
            .MapGet("/house", HouseAsync)
            .Requires<SeeAudit>()
            .WithSummary("Acts outside of cases (sign-ins, refusals, accounts, flows, catalogue, calendars), newest first");
        audit
            .MapGet("/damaged-records", (DamagedRecords damaged) =>
                new Listing<DamagedRecordLine>([
                    .. damaged.All.Select(record => new DamagedRecordLine(record.Case.ToString(), record.Part, record.FoundAt)),
                ])
            )
            .Requires<SeeAudit>()
            .WithSummary("Cases whose record cannot be read, and in which part");
        audit
            .MapGet("/verification", (AuditQueries house, CancellationToken cancellation, string? fromRoot = null) =>
                house.VerifyAsync(cancellation, fromRoot)
            )
            .Requires<VerifyAudit>()
            .DisableRequestTimeout()
            .WithSummary("Computes every chain and every sum of rows anew and names what was changed or is missing");
    }

    private static async Task<Listing<AuditLine>> TrailAsync(CaseNumber @case, AuditQueries house, CancellationToken cancellation) =>
        new([.. (await house.OfCaseAsync(@case, cancellation)).Select(AuditLine.Of)]);

    private static async Task<Results<Ok<Listing<AuditLine>>, Refused>> HouseAsync(
        AuditQueries house,
        CancellationToken cancellation,
        int? before = null,
        int limit = 100,
        string? kind = null,
        string? userName = null
    )
    {
        if (limit is < 1 or > MostLines)
            return Refused.With(FrontRefusals.OutOfRange("limit", 1, MostLines));
        var lines = await house.OfHouseAsync(before, limit, cancellation, kind, userName);
        return TypedResults.Ok(new Listing<AuditLine>([.. lines.Select(AuditLine.Of)]));
    }
}

/// <summary>A case whose record cannot be read.</summary>
/// <param name="Part">The section of the file in which it lies, or the kind of record that a list could not read.</param>
/// <param name="FoundAt">When this node came upon it first.</param>
internal sealed record DamagedRecordLine(string CaseNumber, string Part, DateTimeOffset FoundAt);

/// <summary>A line of the trail.</summary>
/// <param name="Kind">Name of the event, e.g. BranchDecided.</param>
/// <param name="Data">The event's own facts.</param>
/// <param name="Through">By which key of which system it was done; null where somebody did it himself.</param>
internal sealed record AuditLine(
    int Sequence,
    string Kind,
    DateTimeOffset At,
    string UserName,
    string Actor,
    string Department,
    int? Branch,
    JsonElement Data,
    string? Through
)
{
    public static AuditLine Of(RecordedEvent line) =>
        new(
            line.Sequence,
            line.Kind,
            line.At,
            line.UserName,
            line.Actor,
            line.Department,
            line.Branch,
            JsonElement.Parse(line.Data),
            line.Through
        );
}
