using System.Text.Json.Serialization;
using ParallelApproval.Province.Nodes;
using ParallelApproval.Province.Registers;
using ParallelApproval.Web;

namespace ParallelApproval.Province;

/// <summary>How the entrance is.</summary>
/// <param name="Status"><c>ready</c>, or <c>degraded</c> when it serves and there is something to be put right.</param>
/// <param name="Version">Of the program.</param>
/// <param name="Register">SHA-256 of the register in force.</param>
/// <param name="File">SHA-256 of the file when it was looked at last: another one while it is refused.</param>
/// <param name="InForceSince">When it was taken over, official time.</param>
/// <param name="Districts">How many stand in it.</param>
/// <param name="Remarks"><c>registerRefused:</c>, place and code of a fault of the file as it lies there; <c>districtAway:</c> and a region
/// none of whose servers is there; <c>nodeAway:</c>, region, place among its servers and why. Addresses inside are told to nobody.</param>
internal sealed record ProvinceHealth(
    string Status,
    string Version,
    string? Register,
    string? File,
    DateTimeOffset InForceSince,
    int Districts,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Remarks
)
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("/health");
        // It serves whatever its districts do: each of them is told of by itself.
        health.MapGet("/ready", (DistrictBook book) => Results.Json(Of(book), Answers.Json));
        health.MapGet("/live", () => Results.Json(new { Status = "live", Version = ProductVersion.Current }, Answers.Json));
    }

    private static ProvinceHealth Of(DistrictBook book)
    {
        List<string> remarks =
        [
            .. book.Refused.Select(fault => "registerRefused:" + RegisterFaults.Place(fault)),
            .. book.Districts.Where(district => !district.IsThere).Select(district => "districtAway:" + district.Region),
            .. from district in book.Districts
            from node in district.Nodes.Index()
            where node.Item.State is NodeState.Away or NodeState.Reads
            select FormattableString.Invariant($"nodeAway:{district.Region}[{node.Index}] {node.Item.Fault}"),
        ];
        return new(
            remarks.Count == 0 ? "ready" : "degraded",
            ProductVersion.Current,
            book.Digest,
            book.LookedAt,
            book.InForceSince.InShanghai(),
            book.Districts.Count,
            remarks.Count == 0 ? null : remarks
        );
    }
}
