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

    public static string Of(Department? department) => department?.NameIn(ReaderLanguage.IsEnglish) ?? "";

    public static string Of(ServiceItem item) => ReaderLanguage.IsEnglish ? item.NameEn : item.Name;

    /// <summary>What this house calls a tier.</summary>
    public static string Tier(InstallationRegister installation, Tier tier) => installation.NameOf(tier, ReaderLanguage.IsEnglish);

    /// <summary>The name of a department, or its code when nobody knows it.</summary>
    public static string Department(OfficerRegister officers, string? code) =>
        officers.Department(code) is { } known ? Of(known) : code ?? "";
}
