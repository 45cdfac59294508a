using System.Globalization;

namespace ParallelApproval.Catalogue;

/// <summary>
/// The nine things published of every item (九公开), in Chinese as the guide prints them.
/// </summary>
/// <param name="Content">服务内容.</param>
/// <param name="LegalBasis">审批依据, a line for each branch.</param>
/// <param name="Conditions">申报条件.</param>
/// <param name="Materials">申报材料: only what is asked of the applicant.</param>
/// <param name="Procedure">办理程序.</param>
/// <param name="PromisedTime">承诺时限.</param>
/// <param name="Fees">收费标准.</param>
/// <param name="Results">受理结果.</param>
/// <param name="Complaints">投诉渠道.</param>
public sealed record NineFields(
    string Content,
    string LegalBasis,
    string Conditions,
    string Materials,
    string Procedure,
    string PromisedTime,
    string Fees,
    string Results,
    string Complaints
)
{
    public static NineFields Of(ServiceItem item) =>
        new(
            item.Guide.Content,
            Lines(item.Branches.Select(branch => $"{branch.Certificate}：{LawNames.Quoted(branch.LegalBasis)}")),
            item.Guide.Conditions,
            Lines(item.Materials.Where(material => material.IsAsked).Select((material, at) => $"{at + 1}. {material.Name}")),
            item.Guide.Procedure,
            item.PromisedDays == 0 ? "当场办结" : string.Create(CultureInfo.InvariantCulture, $"{item.PromisedDays} 个工作日"),
            item.Fee == 0 ? "不收费" : Lines(item.Branches.Where(branch => branch.Fee > 0).Select(FeeLine)),
            Lines(item.Branches.Select(branch => branch.ResultDocument)),
            item.Guide.Complaints
        );

    private static string FeeLine(BranchDefinition branch) =>
        string.Create(CultureInfo.InvariantCulture, $"{branch.Certificate}：{branch.Fee:0.##} 元（{branch.FeeBasis}）");

    private static string Lines(IEnumerable<string> lines) => string.Join('\n', lines.Distinct());
}
