using ParallelApproval.Catalogue;
using ParallelApproval.Web.Languages;

namespace ParallelApproval.Web.Catalogue;

/// <summary>What an item is called in the reader's language (事项名称).</summary>
internal static class ItemNames
{
    /// <summary>
    /// For a Chinese reader the name that was written down when it happened; for others that of the newest version, if there is one.
    /// </summary>
    public static string NameOf(this CatalogueRegister catalogue, string itemCode, string stored) =>
        ReaderLanguage.IsEnglish && catalogue.Current.Versions(itemCode) is [var newest, ..] ? newest.NameEn : stored;

    /// <summary>The name of the newest version; the code where there is none.</summary>
    public static string NameOf(this CatalogueRegister catalogue, string itemCode) =>
        catalogue.Current.Versions(itemCode) is [var newest, ..]
            ? ReaderLanguage.IsEnglish
                ? newest.NameEn
                : newest.Name
            : itemCode;
}
