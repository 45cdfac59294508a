using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Refusals;

namespace ParallelApproval.Organisation;

/// <summary>核查异常登录: an administrator of security has looked into an unusual sign-in.</summary>
/// <param name="Note">What he found.</param>
[Authority("Note what came of an unusual sign-in", Role.SecurityAdministrator, InDistrictOnly = true, InPerson = true)]
public sealed record SeeSignInAlarm(Guid Alarm, string Note);

/// <summary>Somebody has looked into an unusual sign-in.</summary>
public sealed record SignInAlarmSeen(string Officer, Guid Alarm, string Note) : HouseEvent;

internal sealed class SeeSignInAlarmValidator : AbstractValidator<SeeSignInAlarm>
{
    public SeeSignInAlarmValidator() => RuleFor(command => command.Note).Given(OrganisationRefusals.NoteMissing).IsOpinion();
}

/// <summary>Refuses an alarm that is not there, that somebody has looked into, and one of one's own account.</summary>
public sealed class SeeSignInAlarmHandler(HouseStore house, OfficerRegister officers, Sessions sessions)
    : Handler<SeeSignInAlarm, SignInAlarm>
{
    protected override Task<ErrorOr<SignInAlarm>> CarryOutAsync(SeeSignInAlarm command, Act act, CancellationToken cancellation) =>
        house.ActAsync<SignInAlarm>(
            act,
            async db =>
            {
                if (await db.Set<SignInAlarm>().FirstOrDefaultAsync(held => held.Id == command.Alarm, cancellation) is not { } alarm)
                    return Refusal.NotFound(RefusalCode.SignInAlarmNotFound);
                if (officers.Find(alarm.OfficerId)?.UserName is not { } of || of == OfficerNames.Normalise(act.UserName))
                    return OrganisationRefusals.OwnAccount();
                if (alarm.SeenBy is { } before)
                    return Refusal.Conflict(RefusalCode.SignInAlarmSeen, ("userName", before));
                (alarm.SeenBy, alarm.SeenAt, alarm.Note) = (act.UserName, sessions.Now, command.Note.Trim());
                return new Entry<SignInAlarm>(alarm, new SignInAlarmSeen(of, alarm.Id, alarm.Note));
            },
            cancellation,
            oneAtATime: "sign-in-alarms"
        );
}
