using ErrorOr;
using FluentValidation;
using ParallelApproval.Inputs;
using ParallelApproval.Refusals;

namespace ParallelApproval.Organisation;

/// <summary>What several verbs of the room refuse.</summary>
internal static class OrganisationRefusals
{
    public static Error ChangedMeanwhile(int seen, int now) => Refusal.Conflict(RefusalCode.ChangedMeanwhile, ("now", now), ("seen", seen));

    public static Error OfficerNotFound(string userName) => Refusal.NotFound(RefusalCode.OfficerNotFound, ("userName", userName));

    public static Error DepartmentUnknown(string field, string? code) =>
        Refusal.Input(field, RefusalCode.DepartmentUnknown, ("department", code));

    public static Error DepartmentNotFound(string code) => Refusal.NotFound(RefusalCode.DepartmentNotFound, ("department", code));

    public static Error DepartmentClosed(string field, Department department) =>
        Refusal.Input(field, RefusalCode.DepartmentClosed, ("department", department.Code), ("date", department.ClosedOn));

    public static Error ReasonMissing() => Refusal.Input("reason", RefusalCode.ReasonMissing);

    public static Error NoteMissing() => Refusal.Input("note", RefusalCode.NoteMissing);

    public static Error AdministratorNeeded() => Refusal.Forbidden(RefusalCode.AdministratorNeeded);

    public static Error OwnAccount() => Refusal.Forbidden(RefusalCode.OwnAccount);

    public static Error TierFixed(Tier tier) => Refusal.Input("tier", RefusalCode.DepartmentTierFixed, ("tier", tier));

    /// <summary>Refuses a name that is missing or too long.</summary>
    public static IRuleBuilderOptions<T, string?> IsOrganisationName<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Refuses(
            (name, place) =>
                string.IsNullOrWhiteSpace(name)
                    ? NameLengthWrong(place.Field, 0)
                    : TextRules.Fault(name, place, TextLengths.Name, isLine: true, length => NameLengthWrong(place.Field, length))
        );

    /// <summary>Refuses what cannot be the name of an account.</summary>
    public static IRuleBuilderOptions<T, string?> IsUserName<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Refuses(
            (name, _) =>
                OfficerNames.Normalise(name ?? "") is var userName && OfficerNames.IsWellFormed(userName)
                    ? null
                    : CreateAdministratorHandler.Malformed(userName)
        );

    /// <summary>Refuses more than any password may have; what is wrong with a new one, <see cref="Passwords"/> tells.</summary>
    public static IRuleBuilderOptions<T, string?> IsPassword<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Refuses(
            (password, place) =>
                password?.Length > Passwords.MaximumLength ? InputRefusals.TextTooLong(place.Field, Passwords.MaximumLength) : null
        );

    private static Error NameLengthWrong(string field, int length) =>
        Refusal.Input(field, RefusalCode.NameLengthWrong, ("most", TextLengths.Name), ("length", length));

    /// <summary>An open department of that code, or why there is none.</summary>
    public static ErrorOr<Department> Open(this OfficerRegister officers, string field, string? code) =>
        officers.Department(code) switch
        {
            null => DepartmentUnknown(field, code),
            { ClosedOn: not null } closed => DepartmentClosed(field, closed),
            var open => open,
        };
}
