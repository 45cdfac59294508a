using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;

namespace ParallelApproval.Organisation;

/// <summary>确认本人登录: says of the unusual sign-ins that were told that it was oneself.</summary>
/// <param name="Until">The newest that was told; what came after it is told still.</param>
[Authority("Say of unusual sign-ins of one's own account that it was oneself", InPerson = true)]
public sealed record OwnSignInAlarms(DateTimeOffset Until);

/// <summary>An officer said that unusual sign-ins were his own.</summary>
public sealed record SignInAlarmsOwned(string Officer, Guid[] Alarms) : HouseEvent;

/// <summary>How many there were.</summary>
public sealed record OwnedAlarms(int Count);

internal sealed class OwnSignInAlarmsValidator : AbstractValidator<OwnSignInAlarms>;

/// <summary>Refuses nothing; where there is none it says so.</summary>
public sealed class OwnSignInAlarmsHandler(HouseStore house, OfficerRegister officers, Sessions sessions)
    : Handler<OwnSignInAlarms, OwnedAlarms>
{
    protected override Task<ErrorOr<OwnedAlarms>> CarryOutAsync(OwnSignInAlarms command, Act act, CancellationToken cancellation) =>
        house.ActAsync<OwnedAlarms>(
            act,
            async db =>
            {
                var (own, until) = (officers.Find(act.UserName)?.Id ?? Guid.Empty, command.Until.ToUniversalTime());
                var alarms = await db.Set<SignInAlarm>()
                    .Where(held => held.OfficerId == own && held.OwnedAt == null && held.At <= until)
                    .ToListAsync(cancellation);
                foreach (var alarm in alarms)
                    alarm.OwnedAt = sessions.Now;
                return new Entry<OwnedAlarms>(
                    new(alarms.Count),
                    alarms.Count == 0 ? [] : [new SignInAlarmsOwned(act.UserName, [.. alarms.Select(alarm => alarm.Id)])]
                );
            },
            cancellation,
            oneAtATime: "sign-in-alarms"
        );
}
