using ErrorOr;
using FluentValidation;
using ParallelApproval.Inputs;
using ParallelApproval.Refusals;

namespace ParallelApproval.Organisation;

/// <summary>What several verbs of the room refuse.</summary>
internal static class OrganisationRefusals
{
    public static Error ChangedMeanwhile(int seen, int now) => Refusal.Conflict("changed_meanwhile",
        "Expected state {now} to be the one you looked at, but you looked at state {seen}: somebody has changed it meanwhile. Look at it again.", ("now", now), ("seen", seen));

    public static Error OfficerNotFound(string userName) =>
        Refusal.NotFound("officer_not_found", "Expected an officer of the name {userName}, but there is none.", ("userName", userName));

    public static Error DepartmentUnknown(string field, string? code) =>
        Refusal.Input(field, "department_unknown", "Expected a department of the district, but there is none with the code {department}.", ("department", code));

    public static Error DepartmentNotFound(string code) =>
        Refusal.NotFound("department_not_found", "Expected a department with the code {department}, but there is none.", ("department", code));

    public static Error DepartmentClosed(string field, Department department) => Refusal.Input(field, "department_closed",
        "Expected a department that is open, but {department} was closed on {date}.", ("department", department.Code), ("date", department.ClosedOn));

    public static Error ReasonMissing() => Refusal.Input("reason", "reason_missing", "Expected a reason, but there is none.");

    public static Error AdministratorNeeded() =>
        Refusal.Forbidden("administrator_needed", "Expected an administrator whose account is open, but yours is not, or no longer.");

    public static Error OwnAccount() =>
        Refusal.Forbidden("own_account", "Expected the account of somebody else, but it is your own: another administrator changes it.");

    public static Error TierFixed(Tier tier) => Refusal.Input("tier", "department_tier_fixed",
        "Expected the tier on which the body was entered, but it is {tier}: for another tier enter another body.", ("tier", tier));

    /// <summary>Refuses a name that is missing or too long.</summary>
    public static IRuleBuilderOptions<T, string?> IsOrganisationName<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Refuses((name, place) => string.IsNullOrWhiteSpace(name) ? NameLengthWrong(place.Field, 0) : TextRules.Fault(name, place, TextLengths.Name, isLine: true, length => NameLengthWrong(place.Field, length)));

    /// <summary>Refuses what cannot be the name of an account.</summary>
    public static IRuleBuilderOptions<T, string?> IsUserName<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Refuses((name, _) => OfficerNames.Normalise(name ?? "") is var userName && OfficerNames.IsWellFormed(userName) ? null : CreateAdministratorHandler.Malformed(userName));

    /// <summary>Refuses more than any password may have; what is wrong with a new one, <see cref="Passwords"/> tells.</summary>
    public static IRuleBuilderOptions<T, string?> IsPassword<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Refuses((password, place) => password?.Length > Passwords.MaximumLength ? InputRefusals.TextTooLong(place.Field, Passwords.MaximumLength) : null);

    private static Error NameLengthWrong(string field, int length) => Refusal.Input(field, "name_length_wrong",
        "Expected a name of 1 to {most} characters, but it has {length}.", ("most", TextLengths.Name), ("length", length));

    /// <summary>An open department of that code, or why there is none.</summary>
    public static ErrorOr<Department> Open(this OfficerRegister officers, string field, string? code) => officers.Department(code) switch
    {
        null => DepartmentUnknown(field, code),
        { ClosedOn: not null } closed => DepartmentClosed(field, closed),
        var open => open,
    };
}
