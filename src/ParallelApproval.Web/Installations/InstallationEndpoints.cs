using ParallelApproval.Installations;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web.Installations;

/// <summary>Whom this house serves (本机构).</summary>
internal static class InstallationEndpoints
{
    public static void MapInstallation(this IEndpointRouteBuilder app)
    {
        var installation = app.MapGroup("/api/installation").WithTags("Installation");
        installation
            .MapGet("", async (InstallationRegister register, InstallationQueries queries, CancellationToken cancellation) =>
                new InstallationSheet(register.Current, register.Revision, await queries.WaitingAsync(cancellation))
            )
            .Requires<SeeInstallation>()
            .WithSummary("The installation in force, and what waits for a second person");
        installation
            .MapPut(
                "",
                (
                    int expectedRevision,
                    InstallationBody body,
                    CallersAct act,
                    SetUpInstallationHandler house,
                    CancellationToken cancellation
                ) => house.HandleAsync(new(body.Installation(), expectedRevision), act, cancellation).Ok()
            )
            .Requires<SetUpInstallation>();
    }
}

/// <summary>The installation as it is.</summary>
/// <param name="InForce">Null until it was set up.</param>
/// <param name="Revision">0 until it was set up.</param>
/// <param name="Waiting">What one person has entered and a second one has yet to enter.</param>
internal sealed record InstallationSheet(Installation? InForce, int Revision, WaitingInstallation? Waiting);

/// <summary>Body of <c>PUT /api/installation</c>.</summary>
/// <param name="Tiers">What the tiers are called; 区、街道、社区 when left out.</param>
/// <param name="Place">Where the hall stands.</param>
/// <param name="Phone">Whom the applicant calls.</param>
/// <param name="ReviewBody">Who reviews decisions; the district's government when left out.</param>
/// <param name="Court">Which court hears suits; the court of the region when left out.</param>
internal sealed record InstallationBody(
    string Region,
    string RegionName,
    string District,
    string DistrictEn,
    string Centre,
    string CentreEn,
    string DocumentPrefix,
    TierNames? Tiers = null,
    string? PublicAddress = null,
    string? Place = null,
    string? Phone = null,
    string? ReviewBody = null,
    string? Court = null
)
{
    public Installation Installation() =>
        new(
            Region,
            RegionName,
            District,
            DistrictEn,
            Centre,
            CentreEn,
            Tiers ?? TierNames.Usual,
            DocumentPrefix,
            PublicAddress,
            Place,
            Phone,
            ReviewBody,
            Court
        );
}
