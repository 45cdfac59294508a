using ParallelApproval.Calendars;
using ParallelApproval.Installations;
using ParallelApproval.Publication;
using ParallelApproval.Web.Certificates;
using ParallelApproval.Web.Languages;
using ParallelApproval.Web.Problems;

namespace ParallelApproval.Web.Public;

/// <summary>Gives out the forms of items as files (表格下载): blank, and filled in as a sample.</summary>
internal sealed class ItemForms(ItemGuides guides, InstallationRegister installation, PaperPress press, PublicHome home, TimeProvider time)
{
    /// <summary>Whether this node can make files at all.</summary>
    public bool IsThere => press.IsThere;

    public IResult Answer(string itemCode, bool isSample)
    {
        if (guides.Find(itemCode, time.OfficialToday()) is not { Item: var item })
            return new ShownRefusal(FrontRefusals.NoSuchItem(itemCode));
        if (!press.IsThere)
            return new ShownRefusal(FrontRefusals.NoPaperFonts());
        ReaderLanguage.Set(english: false);
        var sheet = ItemFormSheet.Of(item, installation.Current?.Centre ?? "", home.Address, isSample);
        // The date is that of the version of the item, so that the same form is the same file.
        var file = press.Print(sheet, item.EffectiveFrom.At(TimeOnly.MinValue));
        return TypedResults.File(file, "application/pdf", $"{item.Name}{(isSample ? "样表" : "表格")}.pdf");
    }
}
