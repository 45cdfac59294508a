namespace ParallelApproval.Organisation;

/// <summary>
/// Which roles nobody may hold together (不相容岗位): the one table, asked by everything that gives a role. The three administrators are three
/// persons (三员分立), who confirms or audits does nothing else, and who decides or judges is neither administrator nor the other.
/// Source: GB/T 22239-2019, 8.1.5 (system, audit and security management by accounts of their own); two persons by the centre's own rule.
/// </summary>
public static class RolesApart
{
    /// <summary>Every pair, each once.</summary>
    public static IReadOnlyList<(Role One, Role Other)> Pairs { get; } =
    [
        (Role.Administrator, Role.Clerk),
        (Role.Administrator, Role.Approver),
        (Role.Administrator, Role.Supervisor),
        (Role.Supervisor, Role.Clerk),
        (Role.Supervisor, Role.Approver),
        .. Enum.GetValues<Role>().Except([Role.SecurityAdministrator]).Select(other => (Role.SecurityAdministrator, other)),
        .. Enum.GetValues<Role>()
            .Except([Role.SecurityAdministrator, Role.AuditAdministrator])
            .Select(other => (Role.AuditAdministrator, other)),
    ];

    /// <summary>The first pair that these roles must not hold together; null where they may.</summary>
    public static (Role One, Role Other)? In(IReadOnlyCollection<Role>? roles)
    {
        foreach (var pair in Pairs)
            if (roles?.Contains(pair.One) is true && roles.Contains(pair.Other))
                return pair;
        return null;
    }

    /// <summary>Officers with open accounts from before the table, who hold what it keeps apart; they go on, and are named.</summary>
    public static IEnumerable<(Officer Officer, Role One, Role Other)> HeldTogether(this OfficerRegister officers) =>
        officers
            .All.Where(officer => officer.IsEnabled)
            .Select(officer => (officer, pair: In(officer.Roles)))
            .Where(found => found.pair is not null)
            .Select(found => (found.officer, found.pair!.Value.One, found.pair.Value.Other));
}

/// <summary>What is said of a role by itself.</summary>
public static class RoleExtensions
{
    /// <summary>Whether it is one of the three administrators, who need no department.</summary>
    public static bool IsOfAdministration(this Role role) =>
        role is Role.Administrator or Role.SecurityAdministrator or Role.AuditAdministrator;
}
