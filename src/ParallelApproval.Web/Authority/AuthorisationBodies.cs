using System.Text.Json.Serialization;
using ParallelApproval.Organisation;

namespace ParallelApproval.Web.Authority;

/// <summary>Body of <c>POST /api/authorisations</c>.</summary>
/// <param name="UserName">The officer who may decide; not yourself.</param>
/// <param name="ItemCodes">Every item of the department when empty or left out.</param>
/// <param name="To">Last day.</param>
/// <param name="MayRefuse">False when he may grant only.</param>
internal sealed record AuthorisationBody(
    string Number,
    string DepartmentCode,
    string UserName,
    DateOnly From,
    DateOnly To,
    string[]? ItemCodes = null,
    string Limits = "",
    bool MayRefuse = true
) : IJsonOnDeserialized
{
    void IJsonOnDeserialized.OnDeserialized() => Elements.MustBeThere(ItemCodes, "itemCodes");
}

/// <summary>Body of <c>POST /api/authorisations/{letter}/end</c>.</summary>
/// <param name="On">The first day on which it holds no more; today when left out.</param>
internal sealed record AuthorisationEndBody(string Reason, DateOnly? On = null);

/// <summary>Body of <c>POST /api/absences</c>.</summary>
/// <param name="UserName">Who is absent.</param>
/// <param name="Deputy">Who acts for him.</param>
internal sealed record AbsenceBody(string UserName, string Deputy, DateOnly From, DateOnly To, string Reason);

/// <summary>Body of <c>PUT /api/officers/{userName}/interests</c>; what is left out is taken away.</summary>
internal sealed record InterestsBody(string? IdNumber = null, string? Phone = null, string? Address = null);

/// <summary>A letter of authorisation as it is shown.</summary>
internal sealed record AuthorisationLine(
    Guid Id,
    string Number,
    string DepartmentCode,
    string UserName,
    string Name,
    IReadOnlyList<string> ItemCodes,
    DateOnly From,
    DateOnly To,
    string Limits,
    bool MayRefuse,
    string GrantedBy,
    DateOnly? RevokedOn,
    string? RevocationReason
)
{
    public static AuthorisationLine Of(Authorisation letter, OfficerRegister officers)
    {
        var holder = officers.Find(letter.OfficerId);
        return new(
            letter.Id,
            letter.Number,
            letter.DepartmentCode,
            holder?.UserName ?? "",
            holder?.Name ?? "",
            letter.ItemCodes,
            letter.From,
            letter.To,
            letter.Limits,
            letter.MayRefuse,
            officers.Find(letter.GrantedBy)?.Name ?? "",
            letter.RevokedOn,
            letter.RevocationReason
        );
    }
}

/// <summary>An absence as it is shown.</summary>
internal sealed record AbsenceLine(Guid Id, string UserName, string Deputy, DateOnly From, DateOnly To, string Reason);
