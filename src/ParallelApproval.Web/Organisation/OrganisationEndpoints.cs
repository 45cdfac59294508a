using ErrorOr;
using Microsoft.AspNetCore.Http.HttpResults;
using ParallelApproval.Organisation;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web.Organisation;

/// <summary>The bodies of the district, their officers and windows (部门、人员、窗口), as administrators keep them.</summary>
internal static class OrganisationEndpoints
{
    public static void MapOrganisation(this IEndpointRouteBuilder app)
    {
        MapDepartments(app.MapGroup("/api/departments").WithTags("Organisation"));
        MapOfficers(app.MapGroup("/api/officers").WithTags("Organisation"));
        var windows = app.MapGroup("/api/windows").WithTags("Organisation");
        windows
            .MapGet("", (OfficerRegister officers) => new Listing<ServiceWindow>([.. officers.Windows]))
            .Requires<SeeOrganisation>()
            .WithSummary("The windows of every hall");
        windows
            .MapPut(
                "/{number}",
                (
                    string number,
                    int expectedRevision,
                    WindowBody body,
                    CallersAct act,
                    KeepWindowHandler house,
                    CancellationToken cancellation
                ) =>
                    house
                        .HandleAsync(
                            new(number, body.DepartmentCode, body.IsComprehensive, body.IsOpen, expectedRevision),
                            act,
                            cancellation
                        )
                        .Ok()
            )
            .Requires<KeepWindow>();
        app.MapGet("/api/absences", (OfficerRegister officers) =>
                new Listing<AbsenceEntry>([.. officers.Absences.Select(absence => AbsenceEntry.Of(absence, officers))])
            )
            .WithTags("Authority")
            .Requires<SeeAuthorisations>()
            .WithSummary("Absences with their deputies, the newest first");
        app.MapPost(
                "/api/absences/{absence}/end",
                (Guid absence, CallersAct act, EndAbsenceHandler house, OfficerRegister officers, CancellationToken cancellation) =>
                    house.HandleAsync(new(absence), act, cancellation).Then(ended => AbsenceEntry.Of(ended, officers)).Ok()
            )
            .WithTags("Authority")
            .Requires<EndAbsence>();
    }

    private static void MapDepartments(RouteGroupBuilder departments)
    {
        departments
            .MapGet("", (OfficerRegister officers) => new Listing<Department>([.. officers.Departments]))
            .Requires<SeeOrganisation>()
            .WithSummary("Every body of the district, closed ones too");
        departments
            .MapPut(
                "/{code}",
                (
                    string code,
                    int expectedRevision,
                    DepartmentBody body,
                    CallersAct act,
                    KeepDepartmentHandler house,
                    CancellationToken cancellation
                ) =>
                    house
                        .HandleAsync(
                            new(
                                code,
                                body.Name,
                                body.NameEn,
                                body.Tier,
                                body.Kind,
                                body.ParentCode,
                                body.UnifiedCreditCode,
                                body.HasAuthorisedWindow,
                                body.IsVertical,
                                expectedRevision,
                                body.DocumentMark
                            ),
                            act,
                            cancellation
                        )
                        .Ok()
            )
            .Requires<KeepDepartment>();
        departments
            .MapPost(
                "/{code}/closing",
                (string code, ClosingBody body, CallersAct act, CloseDepartmentHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(code, body.Reason, body.ExpectedRevision, body.Heir), act, cancellation).Ok()
            )
            .Requires<CloseDepartment>();
    }

    private static void MapOfficers(RouteGroupBuilder people)
    {
        people.MapGet("", List).Requires<SeeOfficers>();
        people
            .MapPut(
                "/{userName}",
                (
                    string userName,
                    int expectedRevision,
                    OfficerBody body,
                    CallersAct act,
                    KeepOfficerHandler house,
                    CancellationToken cancellation
                ) =>
                    house
                        .HandleAsync(
                            new(userName, body.Name, body.NameEn, body.DepartmentCode, body.Roles, expectedRevision),
                            act,
                            cancellation
                        )
                        .Then(kept => new OfficerChanged(OfficerLine.Of(kept.Officer), kept.Password))
                        .Ok()
            )
            .Requires<KeepOfficer>();
        people
            .MapPost(
                "/{userName}/standing",
                (string userName, StandingBody body, CallersAct act, CloseAccountHandler house, CancellationToken cancellation) =>
                    house
                        .HandleAsync(new(userName, body.Reason, body.ExpectedRevision, body.IsOpen), act, cancellation)
                        .Then(OfficerLine.Of)
                        .Ok()
            )
            .Requires<CloseAccount>();
        people
            .MapPost(
                "/{userName}/password",
                (string userName, CallersAct act, ResetPasswordHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(userName), act, cancellation).Ok()
            )
            .Requires<ResetPassword>();
        people
            .MapPost(
                "/{userName}/second-factor-reset",
                (string userName, CallersAct act, ResetSecondFactorHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(userName), act, cancellation).Then(OfficerLine.Of).Ok()
            )
            .Requires<ResetSecondFactor>();
        people
            .MapPut(
                "/{userName}/outside-identity",
                (string userName, SubjectBody body, CallersAct act, BindIdentityHandler house, CancellationToken cancellation) =>
                    house
                        .HandleAsync(new(userName, body.Subject), act, cancellation)
                        .Then(bound => new BoundIdentity(bound.Issuer, bound.Subject, bound.BoundAt.InShanghai()))
                        .Ok()
            )
            .Requires<BindIdentity>();
        people
            .MapDelete(
                "/{userName}/outside-identity",
                (string userName, CallersAct act, UnbindIdentityHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(userName), act, cancellation).Done()
            )
            .Requires<UnbindIdentity>();
    }

    private static Ok<Listing<OfficerLine>> List(OfficerRegister officers, string? search = null, string? department = null) =>
        TypedResults.Ok(new Listing<OfficerLine>([.. Search(officers, search, department).Select(OfficerLine.Of)]));

    /// <summary>Officers whose account, name or English name contains the text, of one department or of all.</summary>
    public static IEnumerable<Officer> Search(OfficerRegister officers, string? search, string? department)
    {
        var text = (search ?? "").Normalize(System.Text.NormalizationForm.FormKC).Trim();
        return officers.All.Where(officer =>
            (string.IsNullOrEmpty(department) || officer.DepartmentCode == department)
            && (
                text.Length == 0
                || officer.UserName.Contains(text, StringComparison.OrdinalIgnoreCase)
                || officer.Name.Contains(text, StringComparison.OrdinalIgnoreCase)
                || officer.NameEn.Contains(text, StringComparison.OrdinalIgnoreCase)
            )
        );
    }
}
