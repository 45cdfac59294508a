namespace ParallelApproval.Organisation;

/// <summary>
/// A person who works with the system (工作人员). His account is his alone: what he does is recorded under <see cref="Id"/> and
/// <see cref="UserName"/>, neither of which is ever given to another person.
/// </summary>
public sealed class Officer
{
    public required Guid Id { get; init; }

    /// <summary>Sign-in name, lower case, unique.</summary>
    public required string UserName { get; init; }

    /// <summary>Chinese name as printed on papers.</summary>
    public required string Name { get; set; }

    public required string NameEn { get; set; }

    /// <summary>Where he works; null for one who belongs to no department, such as the first administrator.</summary>
    public string? DepartmentCode { get; set; }

    public required List<Role> Roles { get; set; }

    /// <summary>
    /// His own citizen number, by which a conflict of interest is found; null when it has not been registered. Never shown.
    /// </summary>
    public string? IdNumber { get; set; }

    /// <summary>His own telephone number; kept for the same reason, never shown.</summary>
    public string? Phone { get; set; }

    /// <summary>Where he lives; kept for the same reason, never shown.</summary>
    public string? Address { get; set; }

    /// <summary>Salted hash of the password in the format of ASP.NET Core Identity; never shown, never logged.</summary>
    public string PasswordHash { get; set; } = "";

    /// <summary>Changes with every change of password, roles or standing: a token that carries an older stamp is void.</summary>
    public required Guid SecurityStamp { get; set; }

    /// <summary>False for an officer who left: his name stays in the records, his account opens nothing.</summary>
    public bool IsEnabled { get; set; } = true;

    /// <summary>Counts what administrators changed, from 1: whoever changes it says which state he looked at.</summary>
    public int Revision { get; set; } = 1;

    /// <summary>His password was made by the house and told to somebody: he does nothing before he has given himself one.</summary>
    public bool MustChangePassword { get; set; }

    /// <summary>Whether he shows a second factor at each sign-in: the code of an authenticator, or a passkey.</summary>
    public bool HasSecondFactor { get; set; }

    public DateTimeOffset? LastSignedInAt { get; set; }

    public bool Is(Role role) => Roles.Contains(role);
}
