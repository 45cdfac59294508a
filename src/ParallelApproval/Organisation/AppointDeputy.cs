using ErrorOr;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Refusals;

namespace ParallelApproval.Organisation;

/// <summary>AB 岗: while an officer is absent, another one of his department acts for him, within the absent one's letter, and signs 代.</summary>
/// <param name="UserName">Who is absent.</param>
/// <param name="To">Last day of the absence.</param>
public sealed record AppointDeputy(string UserName, string Deputy, DateOnly From, DateOnly To, string Reason);

/// <summary>A deputy was appointed for the days of an absence.</summary>
public sealed record DeputyAppointed(string Officer, string Deputy, DateOnly From, DateOnly To, string Reason) : HouseEvent;

/// <summary>
/// An officer appoints for himself; a manager or administrator for anybody. Refuses a deputy of another department or without the same role, one who appoints himself
/// (<c>deputy_appoints_himself</c>), and a period that has passed.
/// </summary>
public sealed class AppointDeputyHandler(IDbContextFactory<ApprovalDbContext> contexts, Library books, OfficerBook officers)
{
    public async Task<ErrorOr<Absence>> HandleAsync(AppointDeputy command, Act act, CancellationToken cancellation)
    {
        var absence = Check(command, act);
        if (absence.IsError) return absence;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        db.Add(absence.Value);
        await db.SaveChangesAsync(cancellation);
        await Library.NewEditionAsync(db, OfficerBook.Name, cancellation);
        await HouseTrail.RecordAsync(db, act, new DeputyAppointed(command.UserName, command.Deputy, command.From, command.To, command.Reason.Trim()), cancellation);
        await transaction.CommitAsync(cancellation);
        await books.RefreshAsync(cancellation);
        return absence;
    }

    private ErrorOr<Absence> Check(AppointDeputy command, Act act)
    {
        if (officers.Find(command.UserName) is not { IsEnabled: true } absent)
            return Refusal.Input("userName", "officer_unknown", "Expected an officer with an open account, but there is none of the name {userName}.", ("userName", command.UserName));
        if (officers.Find(act.UserName) is not { } appointer || (appointer.Id != absent.Id && !appointer.Is(Role.Manager) && !appointer.Is(Role.Administrator)))
            return Refusal.Forbidden("deputy_not_his_to_appoint", "Expected the absent officer himself, a manager or an administrator, but you are none of them.");
        if (officers.Find(command.Deputy) is not { IsEnabled: true } deputy || deputy.DepartmentCode != absent.DepartmentCode || !deputy.Is(Role.Approver) || deputy.Id == absent.Id)
            return Refusal.Input("deputy", "deputy_unfit", "Expected another approver of the same department, but {deputy} is none.", ("deputy", command.Deputy));
        if (deputy.Id == appointer.Id) return Refusal.Forbidden("deputy_appoints_himself", "Expected somebody else to appoint you, but nobody takes power over by himself.");
        if (command.From < act.Today || command.To < command.From)
            return Refusal.Input("from", "absence_period_wrong", "Expected a period that begins today or later and ends no earlier than it begins, but it is {from} to {to}.", ("from", command.From), ("to", command.To));
        if (string.IsNullOrWhiteSpace(command.Reason)) return Refusal.Input("reason", "reason_missing", "Expected a reason, but there is none.");
        return new Absence { Id = Guid.CreateVersion7(act.At), OfficerId = absent.Id, DeputyId = deputy.Id, From = command.From, To = command.To, Reason = command.Reason.Trim() };
    }
}
