using ErrorOr;
using FluentValidation;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Refusals;

namespace ParallelApproval.Organisation;

/// <summary>AB 岗: while an officer is absent, another one of his department acts for him, within the absent one's letter, and signs 代.</summary>
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
        RuleFor(command => command).Refuses((command, place) => command.From < place.Today || command.To < command.From ? PeriodWrong(command) : null);
        RuleFor(command => command.Reason).Given(OrganisationRefusals.ReasonMissing).IsOpinion();
    }

    private static Error PeriodWrong(AppointDeputy command) => Refusal.Input("from", "absence_period_wrong",
        "Expected a period that begins today or later and ends no earlier than it begins, but it is {from} to {to}.", ("from", command.From), ("to", command.To));
}

/// <summary>
/// An officer appoints for himself; a manager or administrator for anybody. Refuses a deputy of another department, without the same role or away himself, one who
/// appoints himself (<c>deputy_appoints_himself</c>), a period that has passed, and days that another absence covers already.
/// </summary>
public sealed class AppointDeputyHandler(Registrar registrar, OfficerRegister officers) : Handler<AppointDeputy, Absence>
{
    protected override Task<ErrorOr<Absence>> CarryOutAsync(AppointDeputy command, Act act, CancellationToken cancellation) =>
        registrar.EnterAsync(act, db =>
        {
            var absence = Check(command, act);
            if (absence.IsError) return Task.FromResult<ErrorOr<Entry<Absence>>>(absence.Errors);
            db.Add(absence.Value);
            return Task.FromResult<ErrorOr<Entry<Absence>>>(new Entry<Absence>(absence.Value,
                new DeputyAppointed(OfficerNames.Normalise(command.UserName), OfficerNames.Normalise(command.Deputy), command.From, command.To, absence.Value.Reason)));
        }, cancellation);

    internal static Error NotHis() =>
        Refusal.Forbidden("deputy_not_his_to_appoint", "Expected the absent officer himself, a manager or an administrator, but you are none of them.");

    private ErrorOr<Absence> Check(AppointDeputy command, Act act)
    {
        if (officers.Find(command.UserName) is not { IsEnabled: true } absent)
            return Refusal.Input("userName", "officer_unknown", "Expected an officer with an open account, but there is none of the name {userName}.", ("userName", command.UserName));
        if (!officers.MayArrangeFor(act, absent.Id)) return NotHis();
        if (officers.Find(command.Deputy) is not { IsEnabled: true } deputy || deputy.DepartmentCode != absent.DepartmentCode || !deputy.Is(Role.Approver) || deputy.Id == absent.Id)
            return Refusal.Input("deputy", "deputy_unfit", "Expected another approver of the same department, but {deputy} is none.", ("deputy", command.Deputy));
        if (deputy.UserName == OfficerNames.Normalise(act.UserName))
            return Refusal.Forbidden("deputy_appoints_himself", "Expected somebody else to appoint you, but nobody takes power over by himself.");
        if (Meets(absent.Id, command) is { } twice)
            return Refusal.Input("from", "absence_overlap", "Expected days that no other absence of the officer covers, but one runs from {from} to {to}: end it first.", ("from", twice.From), ("to", twice.LastDay));
        if (Meets(deputy.Id, command) is { } away)
            return Refusal.Input("deputy", "deputy_away", "Expected a deputy who is there, but {deputy} is away from {from} to {to}.", ("deputy", deputy.UserName), ("from", away.From), ("to", away.LastDay));
        return new Absence { Id = Guid.CreateVersion7(act.At), OfficerId = absent.Id, DeputyId = deputy.Id, From = command.From, To = command.To, Reason = command.Reason.Trim() };
    }

    private Absence? Meets(Guid officer, AppointDeputy command) =>
        officers.AbsencesOf(officer).FirstOrDefault(absence => absence.LastDay >= absence.From && absence.From <= command.To && absence.LastDay >= command.From);
}
