using ParallelApproval.Organisation;

namespace ParallelApproval.Web.Organisation;

/// <summary>Body of <c>PUT /api/departments/{code}</c>.</summary>
/// <param name="ParentCode">The body above it; at the top when left out.</param>
/// <param name="DocumentMark">机关代字 of its own papers; that of the house when left out.</param>
internal sealed record DepartmentBody(
    string Name,
    string NameEn,
    Tier Tier,
    string UnifiedCreditCode,
    string? ParentCode = null,
    DepartmentKind Kind = DepartmentKind.Authority,
    bool HasAuthorisedWindow = false,
    bool IsVertical = false,
    string? DocumentMark = null
);

/// <summary>Body of <c>POST /api/departments/{code}/closing</c>.</summary>
/// <param name="Heir">Code of the body that takes over what hangs on it; may be left out where nothing does.</param>
internal sealed record ClosingBody(string Reason, int ExpectedRevision, string? Heir = null);

/// <summary>Body of <c>PUT /api/officers/{userName}</c>.</summary>
/// <param name="DepartmentCode">Where he works; left out only for one who is nothing but administrator.</param>
internal sealed record OfficerBody(string Name, string NameEn, Role[] Roles, string? DepartmentCode = null);

/// <summary>Body of <c>POST /api/officers/{userName}/standing</c>.</summary>
/// <param name="IsOpen">False closes the account, true opens it again.</param>
internal sealed record StandingBody(bool IsOpen, string Reason, int ExpectedRevision);

/// <summary>Body of <c>PUT /api/windows/{number}</c>.</summary>
internal sealed record WindowBody(string DepartmentCode, bool IsComprehensive, bool IsOpen = true);

/// <summary>An officer as administrators see him: nothing of his own data, nothing of his password.</summary>
internal sealed record OfficerLine(
    string UserName,
    string Name,
    string NameEn,
    string? DepartmentCode,
    IReadOnlyList<Role> Roles,
    bool IsEnabled,
    DateTimeOffset? LastSignedInAt,
    int Revision
)
{
    public static OfficerLine Of(Officer officer) =>
        new(
            officer.UserName,
            officer.Name,
            officer.NameEn,
            officer.DepartmentCode,
            officer.Roles,
            officer.IsEnabled,
            officer.LastSignedInAt,
            officer.Revision
        );
}

/// <summary>An officer after a change.</summary>
/// <param name="Password">Of a new account, told this once; null otherwise.</param>
internal sealed record OfficerChanged(OfficerLine Officer, string? Password = null);

/// <summary>An absence as it is listed.</summary>
/// <param name="LastDay">The early end counted in.</param>
internal sealed record AbsenceEntry(Guid Id, string UserName, string Deputy, DateOnly From, DateOnly To, DateOnly LastDay, string Reason)
{
    public static AbsenceEntry Of(Absence absence, OfficerRegister officers) =>
        new(
            absence.Id,
            officers.Find(absence.OfficerId)?.UserName ?? "",
            officers.Find(absence.DeputyId)?.UserName ?? "",
            absence.From,
            absence.To,
            absence.LastDay,
            absence.Reason
        );
}

/// <summary>An identity of the outside provider, as it says it (<c>sub</c>).</summary>
internal sealed record SubjectBody(string Subject);

/// <summary>As whom the outside provider knows an officer.</summary>
internal sealed record BoundIdentity(string Issuer, string Subject, DateTimeOffset BoundAt);
