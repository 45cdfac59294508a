using ErrorOr;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using ParallelApproval.Organisation;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Limits;
using ParallelApproval.Web.Problems;

namespace ParallelApproval.Web.Session;

/// <summary>Sign in, who am I, another password, sign out, and the sessions that are open (登录、当前用户、修改密码、退出、会话).</summary>
internal static class SessionEndpoints
{
    public static void MapSession(this IEndpointRouteBuilder app)
    {
        var session = app.MapGroup("/api/session").WithTags("Session");
        session.MapPost("", SignInAsync).OpenToAnybody().RequireRateLimiting(RequestLimits.SignInRate).WithSummary("Sign in");
        session.MapGet("", (Caller caller) => SignedIn.As(caller)).Requires<SeeOwnSession>().WithSummary("Who am I");
        session.MapPost("/token", ShortToken).Requires<SeeOwnSession>().WithSummary("A token of a quarter of an hour for a page");
        session
            .MapPost("/password", ChangePasswordAsync)
            .Requires<ChangePassword>()
            .RequireRateLimiting(RequestLimits.SignInRate)
            .WithSummary("Change one's own password: every session ends, and the answer is a token of a new one");
        session
            .MapPost(
                "/second-factor",
                (BeginSecondFactor request, CallersAct act, BeginSecondFactorHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(request, act, cancellation).Ok()
            )
            .Requires<BeginSecondFactor>()
            .RequireRateLimiting(RequestLimits.SignInRate);
        session
            .MapPost(
                "/second-factor/confirmation",
                (ConfirmSecondFactor request, CallersAct act, ConfirmSecondFactorHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(request, act, cancellation).Ok()
            )
            .Requires<ConfirmSecondFactor>()
            .RequireRateLimiting(RequestLimits.SignInRate);
        session.MapDelete("", (Delegate)SignOutAsync).Requires<EndSession>();

        var sessions = app.MapGroup("/api/sessions").WithTags("Session");
        sessions
            .MapGet("", (Caller caller, HttpContext context, Sessions house, CancellationToken cancellation) =>
                ListAsync(caller.Officer, context, house, cancellation)
            )
            .Requires<SeeOwnSession>()
            .WithSummary("The caller's open sessions, the newest first");
        app.MapGet("/api/officers/{userName}/sessions", OfOfficerAsync).WithTags("Session").Requires<SeeSessionsOfOthers>();
        sessions
            .MapDelete("/{session}", EndOneAsync)
            .Requires<EndOneSession>()
            .WithSummary("End the session that asks, or as administrator one of another officer; of one's own others see endings");
        sessions
            .MapPost(
                "/endings",
                (
                    EndOwnSessions request,
                    HttpContext context,
                    CallersAct act,
                    EndOwnSessionsHandler house,
                    CancellationToken cancellation
                ) => house.HandleAsync(request with { Except = request.Except ?? OwnSession(context) }, act, cancellation).Ok()
            )
            .Requires<EndOwnSessions>()
            .RequireRateLimiting(RequestLimits.SignInRate);
        sessions
            .MapDelete("", EndAllAsync)
            .Requires<EndSessions>()
            .WithSummary("End all sessions of another officer, as administrator; of one's own see endings");
    }

    /// <summary>The session by which this request comes.</summary>
    public static Guid OwnSession(HttpContext context) => ((OfficerIdentity)context.User.Identity!).Session;

    private static async Task<Results<Ok<Listing<SessionLine>>, Refused>> OfOfficerAsync(
        string userName,
        OfficerRegister officers,
        HttpContext context,
        Sessions house,
        CancellationToken cancellation
    ) =>
        officers.Find(userName) is { } officer
            ? await ListAsync(officer, context, house, cancellation)
            : Refused.With(FrontRefusals.NoSuchOfficer(OfficerNames.Normalise(userName)));

    // Of his own others nobody is rid without his password.
    private static async Task<Results<NoContent, Refused>> EndOneAsync(
        Guid session,
        Caller caller,
        CallersAct act,
        HttpContext context,
        Sessions sessions,
        EndOneSessionHandler house,
        CancellationToken cancellation
    )
    {
        if (session != OwnSession(context) && (await sessions.OpenOfAsync(caller.Officer, cancellation)).Any(own => own.Id == session))
            return Refused.With(FrontRefusals.PasswordNeeded());
        var ended = await house.HandleAsync(new(session), act, cancellation);
        return ended.IsError ? new Refused(ended.Errors) : TypedResults.NoContent();
    }

    private static async Task<Results<Ok<EndedSessions>, Refused>> EndAllAsync(
        CallersAct act,
        EndSessionsHandler house,
        CancellationToken cancellation,
        string? userName = null
    )
    {
        if (OfficerNames.Normalise(userName ?? act.Act.UserName) == act.Act.UserName)
            return Refused.With(FrontRefusals.PasswordNeeded());
        var ended = await house.HandleAsync(new(userName!), act, cancellation);
        return ended.IsError ? new Refused(ended.Errors) : TypedResults.Ok(ended.Value);
    }

    private static async Task<Ok<Listing<SessionLine>>> ListAsync(
        Officer officer,
        HttpContext context,
        Sessions house,
        CancellationToken cancellation
    )
    {
        var (own, open) = (OwnSession(context), await house.OpenOfAsync(officer, cancellation));
        return TypedResults.Ok(new Listing<SessionLine>([.. open.Select(session => SessionLine.Of(session, own))]));
    }

    private static AccessToken ShortToken(HttpContext context, SessionTicket tickets) =>
        tickets.ShortToken((OfficerIdentity)context.User.Identity!);

    // The cookie is taken back, and whoever has kept it or the token has nothing in his hand.
    private static async Task<Results<NoContent, Refused>> SignOutAsync(
        CallersAct act,
        HttpContext context,
        EndOneSessionHandler house,
        CancellationToken cancellation
    )
    {
        var ended = await house.HandleAsync(new(OwnSession(context)), act, cancellation);
        if (ended.IsError)
            return new Refused(ended.Errors);
        await context.SignOutAsync(SessionSetup.Cookie);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<AccessToken>, Refused>> ChangePasswordAsync(
        ChangePassword request,
        CallersAct act,
        ChangePasswordHandler house,
        SignInHandler signIn,
        SessionTicket tickets,
        HttpContext context,
        CancellationToken cancellation
    )
    {
        var changed = await house.HandleAsync(request, act, cancellation);
        if (changed.IsError)
            return new Refused(changed.Errors);
        var isByCookie = context.User.Identity?.AuthenticationType == SessionSetup.Cookie;
        var opened = await signIn.BeginAsync(
            changed.Value,
            ClientPlace.PlaceOf(context),
            isByCookie ? SessionKind.Browser : SessionKind.Program,
            SignInMeans.Password,
            cancellation
        );
        if (opened.IsError)
            return new Refused(opened.Errors);
        if (isByCookie)
            await context.SignInAsync(SessionSetup.Cookie, tickets.Principal(opened.Value));
        return TypedResults.Ok(tickets.Token(opened.Value));
    }

    private static async Task<Results<Ok<AccessToken>, Refused>> SignInAsync(
        SignIn request,
        SignInHandler house,
        SessionTicket tickets,
        HttpContext context,
        CancellationToken cancellation
    )
    {
        var signedIn = await house.HandleAsync(request, ClientPlace.PlaceOf(context), SessionKind.Program, cancellation);
        return tickets.Answer(signedIn);
    }
}

/// <summary>An open session as it is listed.</summary>
/// <param name="Kind">A browser with its cookie, or a program with its token.</param>
/// <param name="SeenAt">When something was done last, to the minute.</param>
/// <param name="EndsAt">When it ends at the latest.</param>
/// <param name="Address">From where it was begun.</param>
/// <param name="Agent">What the program called itself.</param>
/// <param name="Device">The same in two words, where they can be told.</param>
/// <param name="IsOwn">Whether it is the one that asks.</param>
internal sealed record SessionLine(
    Guid Id,
    SessionKind Kind,
    DateTimeOffset BeganAt,
    DateTimeOffset SeenAt,
    DateTimeOffset EndsAt,
    string Address,
    string Agent,
    string Device,
    bool IsOwn
)
{
    public static SessionLine Of(OfficerSession session, Guid own) =>
        new(
            session.Id,
            session.Kind,
            session.BeganAt.InShanghai(),
            session.SeenAt.InShanghai(),
            session.EndsAt.InShanghai(),
            session.Address,
            session.Agent,
            DeviceName.Of(session.Agent),
            session.Id == own
        );
}

/// <summary>Who is signed in.</summary>
/// <param name="Department">Code of his department; empty when he has none.</param>
internal sealed record SignedIn(string UserName, string DisplayName, string Department, string DepartmentName, IReadOnlyList<Role> Roles)
{
    public static SignedIn As(Caller caller) =>
        new(
            caller.Officer.UserName,
            Languages.ReaderLanguage.IsEnglish ? caller.Officer.NameEn : caller.Officer.Name,
            caller.DepartmentCode,
            caller.Department?.NameIn(Languages.ReaderLanguage.IsEnglish) ?? "",
            caller.Officer.Roles
        );
}
