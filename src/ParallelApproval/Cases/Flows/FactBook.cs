using System.Globalization;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Workflows;

namespace ParallelApproval.Cases;

/// <summary>
/// What each fact of a case is called in the expressions of a flow, and what kind of thing it is (办件数据目录). The fields of the form are those
/// of the item, with its kinds. Days are dates of Asia/Shanghai; remaining days are working days after today, negative when late.
/// </summary>
public static class FactBook
{
    /// <summary>A district is named by its six digits (GB/T 2260).</summary>
    internal const int RegionLength = 6;

    private static readonly FactName[] FrontPage =
    [
        new("number", FactType.Text),
        new("itemCode", FactType.Text),
        new("itemName", FactType.Text),
        new("applicant", FactType.Text),
        new("applicantKind", FactType.Text, Enum.GetNames<ApplicantKind>()),
        new("status", FactType.Text, Enum.GetNames<CaseStatus>()),
        new("station", FactType.Text),
        new("district", FactType.Text),
        new("delivery", FactType.Text, Enum.GetNames<DeliveryWay>()),
        new("branchNumbers", FactType.List),
    ];

    private static readonly FactName[] OfClock =
    [
        new("dueOn", FactType.Day),
        new("remainingDays", FactType.Number),
        new("colour", FactType.Text, Enum.GetNames<ClockColour>()),
    ];

    private static readonly FactName[] OfBranch =
    [
        new("department", FactType.Text),
        new("result", FactType.Text),
        new("kind", FactType.Text, Enum.GetNames<BranchKind>()),
        new("status", FactType.Text, Enum.GetNames<BranchStatus>()),
        new("round", FactType.Number),
        .. OfClock,
    ];

    private static readonly FactName[] OfPaper =
    [
        new("state", FactType.Text, Enum.GetNames<MaterialState>()),
        new("problem", FactType.Text),
    ];

    /// <summary>
    /// What the applicant himself has said: only by this may a flow leave out a department whose certificate he has applied for.
    /// </summary>
    internal static bool IsSaidByApplicant(string path) => path.Split('.')[0] is "form" or "applicantKind" or "itemCode" or "delivery";

    /// <summary>Every fact of a case of that item, as it is named in expressions.</summary>
    public static IEnumerable<FactName> Of(ServiceItem item) =>
        [
            .. FrontPage,
            .. item.FormFields.Select(field => OfField(field)),
            .. Inside("promise", OfClock),
            .. Inside("legalLimit", OfClock),
            .. item.Branches.SelectMany(branch => Inside($"branches.{branch.Number}", OfBranch)),
            .. item.Materials.SelectMany(paper => Inside($"papers.{paper.Code}", OfPaper)),
        ];

    /// <summary>
    /// The fact at that path in cases of that item; null when they have none. What lies behind a value, such as the length of a text, is
    /// that value's.
    /// </summary>
    internal static FactName? Find(string path, ServiceItem item)
    {
        string[] names = path.Length == 0 ? [] : path.Split('.');
        return names switch
        {
            [] => new("", FactType.Group),
            ["form"] or ["branches"] or ["papers"] or ["promise"] or ["legalLimit"] => new(path, FactType.Group),
            ["form", var key, ..] => item.FormFields.Where(field => field.Key == key).Select(OfField).FirstOrDefault(),
            ["promise" or "legalLimit", var name, ..] => Named(OfClock, name),
            ["branches", var number, .. var rest] => IsBranch(number, item) ? Inner(path, OfBranch, rest) : null,
            ["papers", var code, .. var rest] => item.Materials.Any(paper => paper.Code == code) ? Inner(path, OfPaper, rest) : null,
            [var name, ..] => Named(FrontPage, name),
        };
    }

    // A flow may draw branches that the catalogue does not have; they are numbered on.
    private static bool IsBranch(string number, ServiceItem item) =>
        int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var wanted)
        && (item.Branches.Any(branch => branch.Number == wanted) || wanted > item.Branches.Max(branch => branch.Number));

    private static FactName? Inner(string path, FactName[] known, string[] rest) =>
        rest is [var name, ..] ? Named(known, name) : new(path, FactType.Group);

    private static FactName? Named(FactName[] known, string name) => Array.Find(known, fact => fact.Path == name);

    private static IEnumerable<FactName> Inside(string group, FactName[] facts) =>
        facts.Select(fact => fact with { Path = $"{group}.{fact.Path}" });

    private static FactName OfField(FormField field) =>
        new(
            "form." + field.Key,
            field.Kind switch
            {
                FormFieldKind.Number => FactType.Number,
                FormFieldKind.Flag => FactType.Flag,
                FormFieldKind.Day => FactType.Day,
                _ => FactType.Text,
            },
            field.Kind is FormFieldKind.Choice ? field.Choices : null
        );
}
