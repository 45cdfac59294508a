using ErrorOr;
using ParallelApproval.Refusals;

namespace ParallelApproval.Organisation;

/// <summary>What several verbs of the room refuse.</summary>
internal static class OrganisationRefusals
{
    public const int LongestName = 100;

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

    /// <summary>A name that is missing or too long.</summary>
    public static IEnumerable<Error> Names(params ReadOnlySpan<(string Field, string? Text)> names)
    {
        var wrong = new List<Error>();
        foreach (var (field, text) in names)
            if (string.IsNullOrWhiteSpace(text) || text.Length > LongestName)
                wrong.Add(Refusal.Input(field, "name_length_wrong", "Expected a name of 1 to {most} characters, but it has {length}.", ("most", LongestName), ("length", text?.Trim().Length ?? 0)));
        return wrong;
    }

    /// <summary>An open department of that code, or why there is none.</summary>
    public static ErrorOr<Department> Open(this OfficerRegister officers, string field, string? code) => officers.Department(code) switch
    {
        null => DepartmentUnknown(field, code),
        { ClosedOn: not null } closed => DepartmentClosed(field, closed),
        var open => open,
    };
}
