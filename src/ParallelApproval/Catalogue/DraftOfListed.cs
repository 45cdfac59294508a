using System.Globalization;
using System.Text.RegularExpressions;
using ParallelApproval.Calendars;
using ParallelApproval.Organisation;

namespace ParallelApproval.Catalogue;

/// <summary>
/// A listed item on its way to going live (清单事项上线): the draft that the list fills in, as a designer finds it, and the papers that the
/// list asks for. What the list does not say is proposed; he changes it before he publishes.
/// </summary>
public static partial class DraftOfListed
{
    private const string Everybody = "自然人、法人和其他组织";
    private const int MostTasks = 99;

    private static readonly string[] Free = ["不收费", "否", "无", "免费", "0"];

    /// <summary>The draft: one branch, that of the body; the flow that fits such an item; the papers that the library has.</summary>
    /// <param name="intake">收件部门: code of the body whose window takes it in; null for the item's own body.</param>
    /// <param name="from">The first day of the item.</param>
    public static ItemDraft Of(ListedItem listed, CatalogueSnapshot catalogue, string? intake, DateOnly from)
    {
        var body = listed.DepartmentCode ?? "";
        var (legal, promised) = (listed.LegalDays ?? 0, listed.PromisedDays ?? listed.LegalDays ?? 0);
        var kind = listed.Kind ?? (promised == 0 ? ItemKind.Immediate : ItemKind.Promised);
        var name = listed.Task ?? listed.Name;
        var result = listed.Result ?? name;
        var basic = listed.BasicCode ?? "";
        return new()
        {
            ItemCode = listed.ItemCode,
            EffectiveFrom = from,
            Name = name,
            // Whoever reads English sees the official name until somebody has translated it.
            NameEn = name,
            BasicCode = basic,
            BusinessCode = BusinessCode(basic, catalogue),
            Kind = kind,
            Tier = listed.Tier ?? Tier.District,
            LeadDepartmentCode = body,
            IntakeDepartmentCode = intake ?? body,
            Target = listed.Target ?? Everybody,
            PromisedDays = promised,
            LegalDays = legal,
            WorkflowDefinitionId = FlowFor(kind, branches: 1),
            Guide = new(name, listed.Conditions ?? "", listed.Procedure ?? "", listed.Complaints ?? ""),
            Branches =
            [
                new()
                {
                    Number = 1,
                    DepartmentCode = body,
                    Certificate = result,
                    CertificateEn = result,
                    ItemType = PowerKinds.InChinese(listed.Power),
                    LegalDays = legal,
                    PromisedDay = promised,
                    SerialDays = promised,
                    FeeBasis = listed.Fees is { } fees && !Free.Contains(fees.Trim()) ? fees.Trim() : "",
                    LegalBasis = listed.LegalBasis ?? "",
                    ResultDocument = result,
                    ResultDocumentEn = result,
                },
            ],
            Materials = [.. Papers(listed, catalogue).Where(paper => paper.InLibrary is not null).Select(paper => Use(paper.InLibrary!))],
        };
    }

    /// <summary>The flow of the product that fits an item of this kind.</summary>
    public static string FlowFor(ItemKind kind, int branches) =>
        kind switch
        {
            _ when branches > 1 => "parallel-approval",
            ItemKind.Immediate => "immediate",
            ItemKind.Escalated => "referral",
            ItemKind.Agency => "agency",
            _ => "single-department",
        };

    /// <summary>The papers that the list asks for, each with its paper of the library; null where that has none of the name.</summary>
    public static IReadOnlyList<(string Name, Material? InLibrary)> Papers(ListedItem listed, CatalogueSnapshot catalogue)
    {
        var byName = catalogue
            .Materials.Values.Where(paper => paper.RetiredOn is null)
            .OrderBy(paper => paper.Code, StringComparer.Ordinal)
            .GroupBy(paper => paper.Name, StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => same.First(), StringComparer.Ordinal);
        return [.. Names(listed.Papers).Select(name => (name, byName.GetValueOrDefault(name)))];
    }

    /// <summary>The next code for a paper that the library does not have: L and four digits.</summary>
    public static string NextMaterialCode(CatalogueSnapshot catalogue)
    {
        var taken = catalogue
            .Materials.Keys.Select(code => ListCode().Match(code))
            .Where(known => known.Success)
            .Select(known => int.Parse(known.Groups["at"].Value, CultureInfo.InvariantCulture))
            .DefaultIfEmpty()
            .Max();
        return string.Create(CultureInfo.InvariantCulture, $"L{taken + 1:0000}");
    }

    private static MaterialUse Use(Material paper) => new(paper.Code, [1]);

    // Lines, then what stands between semicolons; a list in one line is divided by 、 unless it is numbered.
    private static IEnumerable<string> Names(string? papers)
    {
        var text = (papers ?? "").Trim();
        var parts = text.Split(['\n', ';', '；'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts is [var line])
            parts = Numbering().Count(line) > 1 ? Numbering().Split(line) : line.Split(['、', '，', ','], StringSplitOptions.TrimEntries);
        return parts
            .Select(part => Numbering().Replace(part, "", 1).Trim(' ', '。', '，', '、', '\u3000'))
            .Where(name => name.Length > 0)
            .Distinct(StringComparer.Ordinal);
    }

    // Several tasks of one item have one basic code, and each its own two digits behind it.
    private static string BusinessCode(string basic, CatalogueSnapshot catalogue)
    {
        var taken = catalogue.Newest().Select(item => item.BusinessCode).ToHashSet(StringComparer.Ordinal);
        return basic
            + Enumerable
                .Range(1, MostTasks)
                .Select(at => at.ToString("00", CultureInfo.InvariantCulture))
                .FirstOrDefault(digits => !taken.Contains(basic + digits), "99");
    }

    [GeneratedRegex(@"(?<![0-9A-Za-z])[（(]?[0-9]{1,2}\s*(?:[.．、:：](?![0-9])|[)）])\s*")]
    private static partial Regex Numbering();

    [GeneratedRegex(@"^L(?<at>[0-9]{1,7})\z", RegexOptions.ExplicitCapture)]
    private static partial Regex ListCode();
}
