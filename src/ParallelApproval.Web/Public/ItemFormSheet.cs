using System.Globalization;
using System.Net;
using System.Text;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Certificates;
using ParallelApproval.Web.Certificates;
using ParallelApproval.Web.Languages;

namespace ParallelApproval.Web.Public;

/// <summary>
/// The form of an item on paper (空白表格), and the same filled in to show how (填写样表): drawn from what the item's form asks for, so that paper
/// and screen never differ. In Chinese, as every paper; no paper of a case, so it bears no number of one and no seal.
/// </summary>
internal static class ItemFormSheet
{
    // GB 11643-1999, annex A: the example of the standard.
    private const string SampleNumber = "11010519491231002X";
    private const string Box = "□";
    private const string Ticked = "√";

    /// <remarks>The words are those of the reader: the door sets Chinese.</remarks>
    /// <param name="centre">Who serves, as on other papers.</param>
    /// <param name="home">Where anybody reaches this house, with a slash at the end.</param>
    public static PaperSheet Of(ServiceItem item, string centre, string home, bool isSample) =>
        new(
            item.ItemCode,
            centre,
            item.Name + (isSample ? "申请表（填写样表）" : "申请表"),
            Body(item, isSample),
            $"{home}apply?Item={Uri.EscapeDataString(item.ItemCode)}",
            ["扫码网上填报", "以网上公布的最新版本为准"],
            null,
            "（签名或者盖章）",
            "",
            isSample ? "2026年3月2日" : "　　　　年　　月　　日",
            false,
            [isSample ? "样表：所填内容均为示例" : null]
        )
        {
            CodeLeadsTo = "网上填报二维码",
        };

    private static string Body(ServiceItem item, bool isSample)
    {
        // 行政许可法 is the law of licences, and of nothing else.
        var basis = item.Branches.Any(branch => branch.ItemType == PowerWords.Licence) ? "（《中华人民共和国行政许可法》第三十一条）" : "";
        var body = new StringBuilder($"<p>申请人应当如实填写，并对其真实性负责{basis}。</p><table>");
        string Sample(string text) => isSample ? text : "　";
        Row("申请人姓名或者名称", Sample("张三"));
        Row("证件类型", $"{Tick(isSample)}居民身份证　{Box}统一社会信用代码");
        Row("证件号码", Sample(SampleNumber));
        Row("联系电话", Sample("13800000000"));
        Row("代理人姓名、证件号码（有代理人的填写）", Sample("无"));
        foreach (var field in item.Form.Where(field => item.Branches.All(branch => branch.ChosenBy != field.Key)))
            Row(field.Name + (field.IsRequired ? "（必填）" : ""), Written(field, isSample));
        foreach (var branch in item.Branches.Where(branch => branch is { IsOptional: true, ChosenBy: not null }))
            Row($"同时申请{branch.Certificate}", $"{Box}是　{Tick(isSample)}否");
        Row("领取方式", string.Join('　', Enum.GetValues<DeliveryWay>().Select((way, at) => Tick(isSample && at == 0) + Names.Of(way))));
        body.Append("</table><p>提交的材料：</p><table><tr><th>材料</th><th>形式</th><th>份数</th><th>已附</th></tr>");
        int[] all = [.. item.Branches.Select(branch => branch.Number)];
        foreach (var paper in item.AskedFor(all))
            body.Append(
                CultureInfo.InvariantCulture,
                $"<tr><td>{Safe(paper.Name)}</td><td>{Safe(Words.Word("paper_form_" + paper.Form))}</td>"
                    + $"<td>{(paper.Copies > 0 ? paper.Copies : "")}</td><td>{Tick(isSample && !paper.IsDeferrable)}</td></tr>"
            );
        return body.Append("</table>").ToString();

        void Row(string name, string text) =>
            body.Append(CultureInfo.InvariantCulture, $"<tr><th>{Safe(name)}</th><td>{Safe(text)}</td></tr>");
    }

    private static string Written(FormField field, bool isSample) =>
        field.Kind switch
        {
            FormFieldKind.Flag => $"{Tick(isSample)}是　{Box}否",
            FormFieldKind.Choice => string.Join('　', (field.Choices ?? []).Select((choice, at) => Tick(isSample && at == 0) + choice)),
            FormFieldKind.Day => isSample ? "2026年3月2日" : "　　　　年　　月　　日",
            FormFieldKind.Number => isSample ? Within(field).ToString("0.##", CultureInfo.InvariantCulture) : "　",
            // As many characters as it may have.
            _ when isSample => Shortened($"（示例）某某{field.Name}", field.MostCharacters),
            FormFieldKind.Text => "　\n　\n　",
            _ => "　",
        };

    private static decimal Within(FormField field) => Math.Max(field.Least ?? 0, Math.Min(field.Most ?? 60, 60));

    private static string Shortened(string text, int? most) => most < text.Length ? text[..most.Value] : text;

    private static string Tick(bool isTicked) => isTicked ? Ticked : Box;

    private static string Safe(string text) => WebUtility.HtmlEncode(text).Replace("\n", "<br>", StringComparison.Ordinal);
}
