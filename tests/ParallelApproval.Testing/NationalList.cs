using System.Globalization;
using System.Text;
using ParallelApproval.Identities;

namespace ParallelApproval.Testing;

/// <summary>
/// A list of items as districts publish it (实施清单), made up: 1,135 items of ten bodies of 511602, with a heading above its head and columns
/// that no house keeps. The same each time, and nobody's real list.
/// </summary>
public static class NationalList
{
    public const int Count = 1_135;

    /// <summary>The item that six departments decide together.</summary>
    public const int Joint = 0;

    private const string Region = OtherDistrict.Region;

    public static readonly IReadOnlyList<(string Code, string Name, string NameEn)> Bodies =
    [
        ("XZSP", "行政审批局", "Administrative Approval Bureau"),
        ("SCJG", "市场监督管理局", "Market Supervision Bureau"),
        ("WSJK", "卫生健康局", "Health Bureau"),
        ("ZJJ", "住房和城乡建设局", "Housing Bureau"),
        ("XFJY", "消防救援大队", "Fire and Rescue Brigade"),
        ("CGJ", "综合行政执法局", "Law Enforcement Bureau"),
        ("STHJ", "生态环境局", "Ecology Bureau"),
        ("MZJ", "民政局", "Civil Affairs Bureau"),
        ("RSJ", "人力资源和社会保障局", "Human Resources Bureau"),
        ("JYTY", "教育体育局", "Education and Sports Bureau"),
    ];

    public static readonly IReadOnlyList<string> Papers =
    [
        "申请表",
        "身份证明",
        "营业执照复印件",
        "经营场所证明",
        "法定代表人、负责人身份证明",
        "场所平面图",
        "从业人员健康证明",
        "授权委托书",
        "安全管理制度",
        "信用承诺书",
    ];

    public static readonly IReadOnlyList<string> Head =
    [
        "序号",
        "事项名称",
        "基本编码",
        "实施编码",
        "事项类型",
        "行使层级",
        "实施主体",
        "业务办理项名称",
        "办件类型",
        "服务对象",
        "法定办结时限",
        "法定办结时限单位",
        "承诺办结时限",
        "承诺办结时限单位",
        "设定依据",
        "受理条件",
        "申请材料",
        "办理流程",
        "收费",
        "审批结果名称",
        "监督投诉方式",
        "咨询方式",
    ];

    private static readonly string[] Powers =
    [
        "行政许可",
        "行政确认",
        "行政给付",
        "行政奖励",
        "行政裁决",
        "行政征收",
        "行政检查",
        "行政强制",
        "行政处罚",
        "其他行政权力",
        "公共服务",
    ];

    private static readonly string[] Matters = ["设立", "变更", "延续", "注销", "备案", "年度审核", "补发证件", "资格确认"];

    private static readonly string[] Objects =
    [
        "餐饮服务场所",
        "公共卫生场所",
        "户外广告设施",
        "民办培训机构",
        "社会团体",
        "建筑施工项目",
        "排污单位",
        "劳务派遣单位",
        "体育场馆",
        "养老服务机构",
    ];

    /// <summary>A credit code of this house's bodies whose check character holds.</summary>
    public static string Credit(int body)
    {
        var begun = string.Create(CultureInfo.InvariantCulture, $"11{Region}MB5K{body:D4}X");
        return begun + UnifiedCreditCode.CheckCharacter(begun);
    }

    /// <summary>实施编码 of an item: 31 characters, every tenth 55.</summary>
    public static string CodeOf(int at)
    {
        var code = Credit(BodyOf(at)) + "4" + Basic(at);
        return at % 10 == 7 ? (code + "02").PadRight(55, '0') : code;
    }

    /// <summary>Index of its body.</summary>
    public static int BodyOf(int at) => at == Joint ? 0 : 1 + at % (Bodies.Count - 1);

    /// <summary>The rows below the head.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Rows(int count = Count) => [.. Enumerable.Range(0, count).Select(Row)];

    /// <summary>As a spreadsheet saves it: heading, head, rows.</summary>
    public static string Published(int count = Count)
    {
        var text = new StringBuilder("政务服务事项实施清单（试验用，合成）\r\n");
        foreach (var row in Rows(count).Prepend(Head))
            text.AppendJoin(',', row.Select(Quoted)).Append("\r\n");
        return text.ToString();
    }

    /// <summary>Sheets of the product as CSV, head first.</summary>
    public static string Csv(params IReadOnlyList<string>[] rows) =>
        string.Concat(rows.Select(row => string.Join(',', row.Select(Quoted)) + "\r\n"));

    private static string Quoted(string cell) =>
        cell.AsSpan().ContainsAny(",\"\r\n") ? '"' + cell.Replace("\"", "\"\"", StringComparison.Ordinal) + '"' : cell;

    private static string Basic(int at) => string.Create(CultureInfo.InvariantCulture, $"{100 + at % Powers.Length:D3}{at:D6}000");

    private static IReadOnlyList<string> Row(int at)
    {
        var name = at == Joint ? "开办餐饮服务场所联办" : $"{Objects[at % Objects.Length]}{Matters[at / Objects.Length % Matters.Length]}";
        var (legal, promised) = (at % 5 == 4 ? "即办" : $"{10 + at % 4 * 5}个工作日", at % 5 == 4 ? "0" : $"{2 + at % 4}");
        var papers = Enumerable.Range(0, 2 + at % 4).Select(paper => $"{paper + 1}.{Papers[(at + paper) % Papers.Count]}");
        return
        [
            (at + 1).ToString(CultureInfo.InvariantCulture),
            name,
            Basic(at),
            CodeOf(at),
            at == Joint ? Powers[0] : Powers[at % Powers.Length],
            at % 9 == 8 ? "镇（乡、街道）级" : "县级",
            // As such lists do: with the region before the name, or without it.
            (at % 2 == 0 ? "广安市广安区" : "") + Bodies[BodyOf(at)].Name,
            $"{name}（第{at + 1}项）",
            at % 5 == 4 ? "即办件" : "承诺件",
            at % 3 == 0 ? "自然人" : "企业法人、非法人组织",
            at % 7 == 6 ? "" : legal,
            "工作日",
            at % 7 == 6 ? "无" : promised,
            "工作日",
            at % 11 == 10 ? "" : $"《某某条例》第{1 + at % 60}条",
            "申请人具备规定的条件，材料齐全。",
            string.Join('\n', papers),
            "申请、受理、审查、决定、送达",
            at % 4 == 3 ? "每件 10 元，依据某收费目录" : "不收费",
            $"{name}证",
            "0826-0000000",
            "现场咨询或电话咨询",
        ];
    }
}
