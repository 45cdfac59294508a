using ErrorOr;
using Microsoft.AspNetCore.Http.HttpResults;
using ParallelApproval.Cases;
using ParallelApproval.Organisation;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web.Authority;

/// <summary>Who may decide what (授权): letters, deputies, interests, and the branches that nobody could sign.</summary>
internal static class AuthorisationEndpoints
{
    public static void MapAuthorisations(this IEndpointRouteBuilder app)
    {
        var letters = app.MapGroup("/api/authorisations").WithTags("Authority");
        letters
            .MapGet("", List)
            .Requires<SeeAuthorisations>()
            .WithSummary("The letters of authorisation of a department or an officer, past ones too");
        letters.MapGet("/alarms", AlarmsAsync).Requires<SeeAuthorisations>().WithSummary("Open branches that nobody could sign today");
        letters
            .MapPost(
                "",
                (
                    AuthorisationBody body,
                    CallersAct act,
                    GrantAuthorisationHandler house,
                    OfficerRegister officers,
                    CancellationToken cancellation
                ) =>
                    house
                        .HandleAsync(
                            new(
                                body.Number,
                                body.DepartmentCode,
                                body.UserName,
                                body.ItemCodes ?? [],
                                body.From,
                                body.To,
                                body.Limits,
                                body.MayRefuse
                            ),
                            act,
                            cancellation
                        )
                        .Then(letter => AuthorisationLine.Of(letter, officers))
                        .Ok()
            )
            .Requires<GrantAuthorisation>();
        letters
            .MapPost(
                "/{letter}/end",
                (
                    Guid letter,
                    AuthorisationEndBody body,
                    CallersAct act,
                    EndAuthorisationHandler house,
                    OfficerRegister officers,
                    CancellationToken cancellation
                ) =>
                    house
                        .HandleAsync(new(letter, body.Reason, body.On), act, cancellation)
                        .Then(ended => AuthorisationLine.Of(ended, officers))
                        .Ok()
            )
            .Requires<EndAuthorisation>();
        app.MapPost("/api/absences", (AbsenceBody body, CallersAct act, AppointDeputyHandler house, CancellationToken cancellation) =>
                house
                    .HandleAsync(new(body.UserName, body.Deputy, body.From, body.To, body.Reason), act, cancellation)
                    .Then(absence => new AbsenceLine(absence.Id, body.UserName, body.Deputy, absence.From, absence.To, absence.Reason))
                    .Ok()
            )
            .WithTags("Authority")
            .Requires<AppointDeputy>();
        app.MapPut(
                "/api/officers/{userName}/interests",
                (string userName, InterestsBody body, CallersAct act, RegisterInterestsHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(userName, body.IdNumber, body.Phone, body.Address), act, cancellation).Ok()
            )
            .WithTags("Authority")
            .Requires<RegisterInterests>();
    }

    private static Ok<Listing<AuthorisationLine>> List(
        OfficerRegister officers,
        Caller caller,
        string? department = null,
        string? officer = null
    )
    {
        var letters = officer is not null
            ? officers.Find(officer) is { } holder
                ? officers.LettersOf(holder.Id)
                : []
            : officers.LettersOf(department ?? caller.DepartmentCode);
        return TypedResults.Ok(
            new Listing<AuthorisationLine>([
                .. letters
                    .OrderBy(letter => letter.Number, StringComparer.Ordinal)
                    .Select(letter => AuthorisationLine.Of(letter, officers)),
            ])
        );
    }

    private static async Task<Ok<Listing<UnauthorisedBranch>>> AlarmsAsync(
        AuthorityAlarms house,
        TimeProvider time,
        CancellationToken cancellation
    ) => TypedResults.Ok(new Listing<UnauthorisedBranch>(await house.FindAsync(time.OfficialToday(), cancellation)));
}
