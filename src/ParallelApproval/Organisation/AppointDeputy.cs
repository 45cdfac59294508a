using ErrorOr;
using FluentValidation;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Refusals;

namespace ParallelApproval.Organisation;

/// <summary>
/// AB 岗: while an officer is absent, another one of his department acts for him, within the absent one's letter, and signs 代.
/// </summary>
/// <param name="UserName">Who is absent.</param>
/// <param name="To">Last day of the absence.</param>
[Authority("Appoint a deputy for an absence", Role.Approver, Role.Manager, Role.Administrator)]
public sealed record AppointDeputy(string UserName, string Deputy, DateOnly From, DateOnly To, string Reason);

/// <summary>A deputy was appointed for the days of an absence.</summary>
public sealed record DeputyAppointed(string Officer, string Deputy, DateOnly From, DateOnly To, string Reason) : HouseEvent;

internal sealed class AppointDeputyValidator : AbstractValidator<AppointDeputy>
{
    public AppointDeputyValidator()
    {
        RuleFor(command => command.UserName).IsCode();
        RuleFor(command => command.Deputy).IsCode();
        RuleFor(command => command)
            .Refuses((command, place) => command.From < place.Today || command.To < command.From ? PeriodWrong(command) : null);
        RuleFor(command => command.Reason).Given(OrganisationRefusals.ReasonMissing).IsOpinion();
    }

    private static Error PeriodWrong(AppointDeputy command) =>
        Refusal.Input("from", RefusalCode.AbsencePeriodWrong, ("from", command.From), ("to", command.To));
}

/// <summary>
/// An officer appoints for himself; a manager or administrator for anybody. Refuses a deputy of another department, without the same role
/// or away himself, one who appoints himself (<c>deputy_appoints_himself</c>), a period that has passed, and days that another absence
/// covers already.
/// </summary>
public sealed class AppointDeputyHandler(Registrar registrar, OfficerRegister officers) : Handler<AppointDeputy, Absence>
{
    protected override Task<ErrorOr<Absence>> CarryOutAsync(AppointDeputy command, Act act, CancellationToken cancellation) =>
        registrar.EnterAsync(
            act,
            db =>
            {
                var absence = Check(command, act);
                if (absence.IsError)
                    return Task.FromResult<ErrorOr<Entry<Absence>>>(absence.Errors);
                db.Add(absence.Value);
                return Task.FromResult<ErrorOr<Entry<Absence>>>(
                    new Entry<Absence>(
                        absence.Value,
                        new DeputyAppointed(
                            OfficerNames.Normalise(command.UserName),
                            OfficerNames.Normalise(command.Deputy),
                            command.From,
                            command.To,
                            absence.Value.Reason
                        )
                    )
                );
            },
            cancellation
        );

    internal static Error NotHis() => Refusal.Forbidden(RefusalCode.DeputyNotHisToAppoint);

    private ErrorOr<Absence> Check(AppointDeputy command, Act act)
    {
        if (officers.Find(command.UserName) is not { IsEnabled: true } absent)
            return Refusal.Input("userName", RefusalCode.OfficerUnknown, ("userName", command.UserName));
        if (!officers.MayArrangeFor(act, absent.Id))
            return NotHis();
        if (
            officers.Find(command.Deputy) is not { IsEnabled: true } deputy
            || deputy.DepartmentCode != absent.DepartmentCode
            || !deputy.Is(Role.Approver)
            || deputy.Id == absent.Id
        )
            return Refusal.Input("deputy", RefusalCode.DeputyUnfit, ("deputy", command.Deputy));
        if (deputy.UserName == OfficerNames.Normalise(act.UserName))
            return Refusal.Forbidden(RefusalCode.DeputyAppointsHimself);
        if (Meets(absent.Id, command) is { } twice)
            return Refusal.Input("from", RefusalCode.AbsenceOverlap, ("from", twice.From), ("to", twice.LastDay));
        if (Meets(deputy.Id, command) is { } away)
            return Refusal.Input("deputy", RefusalCode.DeputyAway, ("deputy", deputy.UserName), ("from", away.From), ("to", away.LastDay));
        return new Absence
        {
            Id = Guid.CreateVersion7(act.At),
            OfficerId = absent.Id,
            DeputyId = deputy.Id,
            From = command.From,
            To = command.To,
            Reason = command.Reason.Trim(),
        };
    }

    private Absence? Meets(Guid officer, AppointDeputy command) =>
        officers
            .AbsencesOf(officer)
            .FirstOrDefault(absence => absence.LastDay >= absence.From && absence.From <= command.To && absence.LastDay >= command.From);
}
