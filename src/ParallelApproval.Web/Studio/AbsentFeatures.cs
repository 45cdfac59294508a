using ErrorOr;
using ParallelApproval.Refusals;
using ParallelApproval.Web.Authority;
using ParallelApproval.Workflows;

namespace ParallelApproval.Web.Studio;

/// <summary>
/// What programs made for Elsa's server may ask for and what is done elsewhere here (不提供的功能): refused as not found, with a sentence that
/// says where. None of it is announced among the features.
/// </summary>
internal static class AbsentFeatures
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Post, HttpMethods.Put, HttpMethods.Delete];

    private static readonly (string Address, Error Refusal)[] All =
    [
        ("/alterations", Refusal.NotFound(RefusalCode.AlterationsNotHere)),
        ("/external-authentication", Refusal.NotFound(RefusalCode.ExternalAuthenticationNotHere)),
        ("/shells", Refusal.NotFound(RefusalCode.ShellsNotHere)),
    ];

    public static void MapAbsentFeatures(this IEndpointRouteBuilder studio)
    {
        foreach (var (address, refusal) in All)
            studio
                .MapMethods(address + "/{**rest}", Methods, () => new StudioRefused([refusal], StatusCodes.Status404NotFound))
                .Requires<SeeWorkflows>();
    }
}
