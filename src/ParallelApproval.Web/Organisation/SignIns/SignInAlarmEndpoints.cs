using ErrorOr;
using ParallelApproval.Organisation;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web.Organisation;

/// <summary>What was unusual about sign-ins (异常登录).</summary>
internal static class SignInAlarmEndpoints
{
    public static void MapSignInAlarms(this IEndpointRouteBuilder app)
    {
        var alarms = app.MapGroup("/api/sign-in-alarms").WithTags("Organisation");
        alarms
            .MapGet("", async (SignInAlarms house, OfficerRegister officers, CancellationToken cancellation) =>
                new Listing<SignInAlarmLine>([
                    .. (await house.NewestAsync(cancellation)).Select(told => SignInAlarmLine.Of(told, officers)),
                ])
            )
            .Requires<SeeSignInAlarms>()
            .WithSummary("Unusual sign-ins: those that nobody has looked into, then the others, each the newest first");
        alarms
            .MapPost(
                "/{alarm}/note",
                (Guid alarm, SignInNoteBody body, CallersAct act, SeeSignInAlarmHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(alarm, body.Note), act, cancellation).Done()
            )
            .Requires<SeeSignInAlarm>();
        app.MapGet(
                "/api/session/alarms",
                async (Caller caller, SignInAlarms house, OfficerRegister officers, CancellationToken cancellation) =>
                    new Listing<SignInAlarmLine>([
                        .. (await house.UnownedOfAsync(caller.Officer, cancellation)).Select(told => SignInAlarmLine.Of(told, officers)),
                    ])
            )
            .WithTags("Session")
            .Requires<SeeOwnSession>()
            .WithSummary("Unusual sign-ins of the caller's account of which he has not said that it was he, the newest first");
        app.MapPost(
                "/api/session/alarms",
                (OwnSignInAlarms request, CallersAct act, OwnSignInAlarmsHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(request, act, cancellation).Ok()
            )
            .WithTags("Session")
            .Requires<OwnSignInAlarms>();
    }
}

/// <summary>What an administrator of security found.</summary>
internal sealed record SignInNoteBody(string Note);

/// <summary>An unusual sign-in as it is listed.</summary>
/// <param name="OwnedAt">When its officer said that it was he.</param>
/// <param name="Address">From where; null when the session is forgotten.</param>
internal sealed record SignInAlarmLine(
    Guid Id,
    string UserName,
    UnusualSign Sign,
    DateTimeOffset At,
    string? Address,
    DateTimeOffset? OwnedAt,
    string? SeenBy,
    DateTimeOffset? SeenAt,
    string? Note
)
{
    public static SignInAlarmLine Of(ToldAlarm told, OfficerRegister officers) =>
        new(
            told.Alarm.Id,
            officers.Find(told.Alarm.OfficerId)?.UserName ?? "",
            told.Alarm.Sign,
            told.Alarm.At.InShanghai(),
            told.Session?.Address,
            told.Alarm.OwnedAt?.InShanghai(),
            told.Alarm.SeenBy,
            told.Alarm.SeenAt?.InShanghai(),
            told.Alarm.Note
        );
}
