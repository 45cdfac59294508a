using ParallelApproval.Catalogue;
using ParallelApproval.Web.Languages;

namespace ParallelApproval.Web.Cases;

/// <summary>
/// What the fields of an item's form are called, in the reader's language; a field that the item does not know any more is called by its
/// key.
/// </summary>
internal static class FormWords
{
    public static string Word(this FormField field) => ReaderLanguage.IsEnglish && field.NameEn.Length > 0 ? field.NameEn : field.Name;

    public static string FieldName(this ServiceItem? item, string key) =>
        item?.FormFields.FirstOrDefault(field => field.Key == key)?.Word() ?? key;
}
