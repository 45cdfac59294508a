using ErrorOr;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Refusals;

namespace ParallelApproval.Organisation;

/// <summary>Makes the first account of one of the three administrators, from the command line of the server.</summary>
/// <param name="Role">Which of the three.</param>
public sealed record CreateAdministrator(string UserName, string Name, string NameEn, string Password, Role Role = Role.Administrator);

/// <summary>The first account was made from the command line of the server.</summary>
public sealed record AdministratorCreated(string Officer) : HouseEvent;

/// <summary>
/// Makes the first administrator (首位系统管理员、安全保密管理员、安全审计员) of each kind, and only him: <c>administrator_exists</c> when there
/// is one of the kind, whoever asks. Refuses a role that is none of the three (<c>administrator_needed</c>), a malformed name
/// (<c>user_name_malformed</c>), a name in use (<c>user_name_taken</c>) and a weak password (<c>password_too_weak</c>).
/// </summary>
public sealed class CreateAdministratorHandler(Registrar registrar, TimeProvider time, IKnowHouseWords house)
{
    public async Task<ErrorOr<Officer>> HandleAsync(CreateAdministrator command, CancellationToken stop = default)
    {
        var userName = OfficerNames.Normalise(command.UserName);
        if (!command.Role.IsOfAdministration())
            return OrganisationRefusals.AdministratorNeeded();
        if (!OfficerNames.IsWellFormed(userName))
            return Malformed(userName);
        if (Passwords.Check(command.Password ?? "", userName, houseWords: house.Words) is { IsError: true } weak)
            return weak.Errors;
        return await registrar.EnterAsync(Act.OfSystem(time), db => EnterAsync(db, NewAdministrator(command, userName), stop), stop);
    }

    private static async Task<ErrorOr<Entry<Officer>>> EnterAsync(ApprovalDbContext db, Officer officer, CancellationToken stop)
    {
        var role = officer.Roles[0];
        if (await db.Set<Officer>().AnyAsync(known => known.Roles.Contains(role), stop))
            return Exists(role);
        if (await db.Set<Officer>().AnyAsync(known => known.UserName == officer.UserName, stop))
            return Taken(officer.UserName);
        db.Add(officer);
        return new Entry<Officer>(officer, new AdministratorCreated(officer.UserName));
    }

    private Officer NewAdministrator(CreateAdministrator command, string userName) =>
        new()
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()),
            UserName = userName,
            Name = command.Name,
            NameEn = command.NameEn,
            Roles = [command.Role],
            PasswordHash = Passwords.Hash(command.Password),
            SecurityStamp = Guid.NewGuid(),
        };

    private static Error Exists(Role role) => Refusal.Conflict(RefusalCode.AdministratorExists, ("role", role));

    private static Error Taken(string userName) => Refusal.Conflict(RefusalCode.UserNameTaken, ("userName", userName));

    internal static Error Malformed(string userName) => Refusal.Input("userName", RefusalCode.UserNameMalformed, ("userName", userName));
}
