using ParallelApproval.Catalogue;
using ParallelApproval.Installations;
using ParallelApproval.Organisation;

namespace ParallelApproval.Web.Languages;

/// <summary>What somebody or something is called in the reader's language (称谓).</summary>
internal static class Called
{
    public static string Of(Officer? officer) =>
        officer is null ? ""
        : ReaderLanguage.IsEnglish ? officer.NameEn
        : officer.Name;

    /// <summary>
    /// Who did it, of an entry in a trail: an officer by his name, the house and the public by what they are; as it was written down where
    /// nobody knows the account.
    /// </summary>
    public static string Actor(OfficerRegister officers, string userName, string written) =>
        officers.Find(userName) is { } officer ? Of(officer) : Words.Find("actor_" + userName) ?? written;

    public static string Of(Department? department) => department?.NameIn(ReaderLanguage.IsEnglish) ?? "";

    public static string Of(ServiceItem item) => ReaderLanguage.IsEnglish ? item.NameEn : item.Name;

    /// <summary>What this house calls a tier.</summary>
    public static string Tier(InstallationRegister installation, Tier tier) => installation.NameOf(tier, ReaderLanguage.IsEnglish);

    /// <summary>The name of a department, or its code when nobody knows it.</summary>
    public static string Department(OfficerRegister officers, string? code) =>
        officers.Department(code) is { } known ? Of(known) : code ?? "";
}
