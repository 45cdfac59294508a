using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Refusals;

namespace ParallelApproval.Organisation;

/// <summary>停用账号 and 启用账号: the account of an officer opens nothing from now on, or again.</summary>
/// <param name="IsOpen">True to open it again.</param>
/// <param name="ExpectedRevision">The state that was looked at.</param>
[Authority("Close an account, or open it again", Role.Administrator, Role.SecurityAdministrator, InDistrictOnly = true, TakesTwo = true)]
public sealed record CloseAccount(string UserName, string Reason, int ExpectedRevision, bool IsOpen = false) : IConcernOfficer;

/// <summary>An account was closed, or opened again.</summary>
public sealed record AccountClosed(string Officer, bool IsOpen, string Reason) : HouseEvent;

internal sealed class CloseAccountValidator : AbstractValidator<CloseAccount>
{
    public CloseAccountValidator()
    {
        RuleFor(command => command.UserName).IsCode();
        RuleFor(command => command.Reason).Given(OrganisationRefusals.ReasonMissing).IsOpinion();
    }
}

/// <summary>
/// Refuses one's own account, a reason left out, an account that stands so already, one of a closed department or with roles that
/// are kept apart when it is opened, and a state that somebody
/// has changed meanwhile. Since nobody closes his own, one administrator is always left.
/// </summary>
public sealed class CloseAccountHandler(TwoPersons two, OfficerRegister officers) : TwoPersonHandler<CloseAccount, Officer>(two)
{
    internal override async Task<ErrorOr<Entry<Officer>>> EnterAsync(
        ApprovalDbContext db,
        CloseAccount command,
        Act act,
        bool isTrial,
        CancellationToken cancellation
    )
    {
        var userName = OfficerNames.Normalise(command.UserName);
        if (officers.StandingOf(act) is { } shut)
            return shut;
        if (userName == OfficerNames.Normalise(act.UserName))
            return OrganisationRefusals.OwnAccount();
        if (await db.Set<Officer>().FirstOrDefaultAsync(known => known.UserName == userName, cancellation) is not { } held)
            return OrganisationRefusals.OfficerNotFound(userName);
        if (held.Revision != command.ExpectedRevision)
            return OrganisationRefusals.ChangedMeanwhile(command.ExpectedRevision, held.Revision);
        if (held.IsEnabled == command.IsOpen)
            return Refusal.Conflict(RefusalCode.AccountStandsSo, ("userName", userName));
        if (command.IsOpen && held.DepartmentCode is { } code && officers.Open("departmentCode", code) is { IsError: true } none)
            return none.Errors;
        if (command.IsOpen && KeepOfficerValidator.KeptApart(held.Roles) is { } apart)
            return apart;
        (held.IsEnabled, held.SecurityStamp, held.Revision) = (command.IsOpen, Guid.NewGuid(), held.Revision + 1);
        return new Entry<Officer>(held, new AccountClosed(userName, command.IsOpen, command.Reason.Trim()));
    }
}
