using System.Text.Json.Nodes;
using ParallelApproval.Calendars;
using ParallelApproval.Catalogue;
using ParallelApproval.Engine;
using ParallelApproval.Web.Languages;

namespace ParallelApproval.Web.Studio;

/// <summary>
/// What the drop-downs of the designer offer that is not fixed: departments, items, the documents that branches end with, the years of the
/// calendar; read from the books of this moment.
/// </summary>
internal sealed class LiveLists(CatalogueRegister catalogue, CalendarRegister calendars, TimeProvider time)
{
    /// <summary>The lines for an input; empty when it is no list of the house.</summary>
    public IEnumerable<(string Value, string Text)> Of(InputDescriptor input) =>
        input.Choices.Count > 0
            ? input.Choices.Select(choice => (choice.Value, choice.Text.In()))
            : input.Name switch
            {
                "Department" or "Departments" => catalogue
                    .Current.Departments.Values.OrderBy(department => department.Code, StringComparer.Ordinal)
                    .Select(department => (department.Code, $"{department.NameIn(ReaderLanguage.IsEnglish)} ({department.Code})")),
                "Item" or "ServiceItem" => catalogue
                    .Current.AllInForce(time.OfficialToday())
                    .Select(item => (item.ItemCode, $"{(ReaderLanguage.IsEnglish ? item.NameEn : item.Name)} ({item.ItemCode})")),
                "DocumentTemplate" or "Document" => catalogue
                    .Current.AllInForce(time.OfficialToday())
                    .SelectMany(item => item.Branches)
                    .DistinctBy(branch => branch.ResultDocument)
                    .OrderBy(branch => branch.ResultDocument, StringComparer.Ordinal)
                    .Select(branch => (branch.ResultDocument, ReaderLanguage.IsEnglish ? branch.ResultDocumentEn : branch.ResultDocument)),
                "Calendar" => calendars.Current.Years.Select(year => (year.Year.ToString(null, null), year.Year.ToString(null, null))),
                _ => [],
            };

    /// <summary>What the editor of the input is told.</summary>
    public JsonObject? Specifications(InputDescriptor input) =>
        input.UiHint switch
        {
            "dropdown" => new()
            {
                ["dropdown"] = new JsonObject
                {
                    ["selectList"] = new JsonObject { ["items"] = Items(input), ["isFlagsEnum"] = false },
                },
            },
            "radiolist" => new() { ["radiolist"] = new JsonObject { ["radioList"] = new JsonObject { ["items"] = Items(input) } } },
            "checklist" => new()
            {
                ["checklist"] = new JsonObject
                {
                    ["checkList"] = new JsonObject { ["items"] = Items(input), ["isFlagsEnum"] = false },
                },
            },
            _ => input.UiSpecifications is { } given ? (JsonObject?)JsonNode.Parse(given.GetRawText()) : null,
        };

    private JsonArray Items(InputDescriptor input) =>
        new([.. Of(input).Select(line => new JsonObject { ["text"] = line.Text, ["value"] = line.Value })]);
}
