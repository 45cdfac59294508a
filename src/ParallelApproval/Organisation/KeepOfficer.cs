using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Refusals;

namespace ParallelApproval.Organisation;

/// <summary>
/// 登记、变更工作人员: makes an account, or changes name, roles or department of one. A new account gets a password that the house makes, and must
/// change it at the first sign-in.
/// </summary>
/// <param name="DepartmentCode">Null only for one who is nothing but an administrator.</param>
/// <param name="ExpectedRevision">0 for a new account, else the state that was looked at.</param>
[Authority(
    "Make an account (expectedRevision 0; the answer tells its password once) or change one",
    Role.Administrator,
    Role.SecurityAdministrator,
    InDistrictOnly = true,
    TakesTwo = true
)]
public sealed record KeepOfficer(
    string UserName,
    string Name,
    string NameEn,
    string? DepartmentCode,
    IReadOnlyList<Role> Roles,
    int ExpectedRevision
) : IConcernOfficer;

/// <summary>An account was made or changed.</summary>
public sealed record OfficerKept(
    string Officer,
    string Name,
    string? DepartmentCode,
    string? FormerDepartment,
    Role[] Roles,
    Role[] FormerRoles,
    int Revision
) : HouseEvent;

/// <summary>The officer as he is kept now.</summary>
/// <param name="Password">The password of a new account; shown this once, kept nowhere. Null for an account that was there.</param>
public sealed record KeptOfficer(Officer Officer, string? Password) : ITellPasswords
{
    IEnumerable<NewPassword> ITellPasswords.Told => Password is { } made ? [new(Officer.UserName, made)] : [];
}

internal sealed class KeepOfficerValidator : AbstractValidator<KeepOfficer>
{
    public KeepOfficerValidator()
    {
        RuleFor(command => command.UserName).IsUserName();
        RuleFor(command => command.Name).IsOrganisationName();
        RuleFor(command => command.NameEn).IsOrganisationName();
        RuleFor(command => command.Roles)
            .Must(roles => roles is { Count: > 0 } && roles.All(Enum.IsDefined), RolesMissing)
            .HasAtMost(TextLengths.List);
        RuleFor(command => command.Roles).Refuses((roles, _) => KeptApart(roles));
        RuleFor(command => command.DepartmentCode).IsCode();
        RuleFor(command => command.DepartmentCode)
            .Given(DepartmentNeeded)
            .When(command => command.Roles?.Any(role => !role.IsOfAdministration()) is true);
    }

    private static Error RolesMissing() => Refusal.Input("roles", RefusalCode.RolesMissing);

    private static Error DepartmentNeeded() => Refusal.Input("departmentCode", RefusalCode.DepartmentNeeded);

    internal static Error? KeptApart(IReadOnlyCollection<Role>? roles) =>
        RolesApart.In(roles) is var (one, other)
            ? Refusal.Input("roles", RefusalCode.RolesIncompatible, ("one", one), ("other", other))
            : null;
}

/// <summary>
/// Refuses roles that nobody may hold together (who decides or judges is neither administrator nor the other), an account without a
/// department, a taken or malformed name, one's own account, and a state that somebody has changed meanwhile. Whoever changes roles or
/// department is signed out there.
/// </summary>
public sealed class KeepOfficerHandler(TwoPersons two, OfficerRegister officers) : TwoPersonHandler<KeepOfficer, KeptOfficer>(two)
{
    internal override async Task<ErrorOr<Entry<KeptOfficer>>> EnterAsync(
        ApprovalDbContext db,
        KeepOfficer command,
        Act act,
        bool isTrial,
        CancellationToken cancellation
    )
    {
        if (string.IsNullOrWhiteSpace(command.DepartmentCode))
            command = command with { DepartmentCode = null };
        var userName = OfficerNames.Normalise(command.UserName);
        if (officers.StandingOf(act) is { } shut)
            return shut;
        var held = await db.Set<Officer>().FirstOrDefaultAsync(known => known.UserName == userName, cancellation);
        if (held is not null && command.ExpectedRevision == 0)
            return Taken(userName);
        if (held is null && command.ExpectedRevision != 0)
            return OrganisationRefusals.OfficerNotFound(userName);
        if (userName == OfficerNames.Normalise(act.UserName))
            return OrganisationRefusals.OwnAccount();
        if (held is not null && held.Revision != command.ExpectedRevision)
            return OrganisationRefusals.ChangedMeanwhile(command.ExpectedRevision, held.Revision);
        if (command.DepartmentCode is { } works && officers.Open("departmentCode", works) is { IsError: true } none)
            return none.Errors;
        var password = held is null ? Passwords.Make(userName) : null;
        var officer = held ?? New(command, userName, isTrial ? "" : Passwords.Hash(password!), act);
        if (held is null)
            db.Add(officer);
        var (formerDepartment, formerRoles) = held is null ? (null, []) : (held.DepartmentCode, held.Roles);
        var roles = command.Roles.Distinct().Order().ToList();
        if (held is not null && (formerDepartment != command.DepartmentCode || !formerRoles.Order().SequenceEqual(roles)))
            officer.SecurityStamp = Guid.NewGuid();
        (officer.Name, officer.NameEn, officer.DepartmentCode, officer.Roles, officer.Revision) = (
            command.Name.Trim(),
            command.NameEn.Trim(),
            command.DepartmentCode,
            roles,
            command.ExpectedRevision + 1
        );
        return new Entry<KeptOfficer>(
            new(officer, password),
            new OfficerKept(
                userName,
                officer.Name,
                officer.DepartmentCode,
                formerDepartment,
                [.. roles],
                [.. formerRoles],
                officer.Revision
            )
        );
    }

    private static Officer New(KeepOfficer command, string userName, string passwordHash, Act act) =>
        new()
        {
            Id = Guid.CreateVersion7(act.At),
            UserName = userName,
            Name = command.Name,
            NameEn = command.NameEn,
            Roles = [],
            PasswordHash = passwordHash,
            SecurityStamp = Guid.NewGuid(),
            MustChangePassword = true,
        };

    private static Error Taken(string userName) => Refusal.Input("userName", RefusalCode.UserNameTaken, ("userName", userName));
}
