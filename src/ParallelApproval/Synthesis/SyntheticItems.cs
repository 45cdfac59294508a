using System.Globalization;
using ParallelApproval.Calendars;
using ParallelApproval.Catalogue;
using ParallelApproval.Organisation;

namespace ParallelApproval.Synthesis;

/// <summary>
/// A catalogue of full size (仿真事项): beside the items of the sample district so many that 155 stand at the district, 29 at the streets and
/// 30 at the communities. Promises average about six days and none exceeds seven, where departments alone used to take seventeen.
/// </summary>
internal static class SyntheticItems
{
    private const int AtDistrict = 155,
        AtStreets = 29,
        AtCommunities = 30,
        JointItems = 12;

    private static readonly (string Department, string Subject, string SubjectEn)[] Matters =
    [
        ("SJJ", "食品生产许可", "Food production permit"),
        ("SJJ", "特种设备使用登记", "Special equipment registration"),
        ("SJJ", "第二类医疗器械经营备案", "Medical device trade filing"),
        ("SJJ", "企业登记", "Company registration"),
        ("SJJ", "计量标准考核", "Measurement standard assessment"),
        ("SYJ", "保健食品经营许可", "Health food trade permit"),
        ("CGJ", "城市建筑垃圾处置核准", "Building waste disposal approval"),
        ("CGJ", "临时占用城市道路许可", "Temporary road occupation permit"),
        ("CGJ", "户外宣传品设置许可", "Outdoor notice permit"),
        ("XFDD", "建设工程消防验收备案", "Fire acceptance filing"),
        ("YCJ", "烟草专卖零售许可证", "Tobacco retail licence"),
        ("GAJ", "特种行业许可", "Special trade permit"),
        ("GAJ", "大型群众性活动安全许可", "Large event safety permit"),
        ("GAJ", "公章刻制备案", "Seal engraving filing"),
        ("SWJ", "税收优惠备案", "Tax relief filing"),
        ("RSJ", "劳务派遣经营许可", "Labour dispatch permit"),
        ("RSJ", "人力资源服务许可", "Employment service permit"),
        ("RSJ", "社会保险登记", "Social insurance registration"),
        ("YBJ", "医疗救助对象认定", "Medical aid recognition"),
        ("YBJ", "异地就医备案", "Remote treatment filing"),
        ("GJJ", "住房公积金提取", "Housing fund withdrawal"),
        ("WJJ", "医疗机构执业登记", "Medical institution registration"),
        ("WJJ", "护士执业注册", "Nurse registration"),
        ("WJJ", "饮用水供水单位卫生许可", "Water supply hygiene permit"),
        ("WJJ", "放射诊疗许可", "Radiology permit"),
        ("MZJ", "社会团体登记", "Association registration"),
        ("MZJ", "民办非企业单位登记", "Private institution registration"),
        ("MZJ", "临时救助", "Temporary relief"),
        ("ZJJS", "商品房预售许可", "Pre-sale permit"),
        ("ZJJS", "建筑业企业资质核准", "Builder qualification"),
        ("ZJJS", "物业服务合同备案", "Property service filing"),
        ("RFB", "人防工程竣工备案", "Shelter completion filing"),
        ("ZGJ", "不动产抵押登记", "Mortgage registration"),
        ("ZGJ", "建设工程规划许可", "Building plan permit"),
        ("LLB", "老年人优待", "Senior benefits"),
        ("TJJ", "统计调查证", "Survey permit"),
    ];

    private static readonly (string Action, string ActionEn)[] Actions =
    [
        ("新办", "new"),
        ("变更", "change"),
        ("延续", "renewal"),
        ("注销", "cancellation"),
        ("补办", "replacement"),
    ];

    private static readonly (string Department, string Subject, string SubjectEn)[] Local =
    [
        ("GAJ", "居住证明", "Proof of residence"),
        ("MZJ", "残疾人证初审", "Disability card"),
        ("RSJ", "灵活就业登记", "Flexible employment"),
        ("RSJ", "失业登记", "Unemployment registration"),
        ("ZJJS", "公租房资格初审", "Public rental housing"),
        ("LLB", "老年人优待卡", "Senior card"),
        ("MZJ", "临时救助申请", "Temporary relief"),
        ("RSJ", "城乡居民养老保险参保", "Pension enrolment"),
        ("RSJ", "养老金资格认证", "Pension proof of life"),
        ("LLB", "高龄津贴年审", "Senior allowance review"),
        ("MZJ", "退役军人信息采集", "Veteran registration"),
        ("GAJ", "流动人口登记", "Migrant registration"),
        ("MZJ", "孤儿认定初审", "Orphan recognition"),
        ("YBJ", "医疗救助申请", "Medical aid"),
        ("WJJ", "计划生育家庭扶助", "Family support"),
    ];

    /// <summary>The drafts, in a fixed order; the same seed gives the same ones.</summary>
    public static IReadOnlyList<ItemDraft> Make(int seed)
    {
        var random = new Random(seed);
        var known = SampleDistrict.Items().Where(item => !item.IsDrill).CountBy(item => item.Tier).ToDictionary();
        var made = new List<ItemDraft>();
        for (var i = 0; i < AtDistrict - known[Tier.District]; i++)
            made.Add(i < JointItems ? Joint(i, random) : OfDistrict(i, random));
        for (var i = 0; i < AtStreets - known[Tier.Street]; i++)
            made.Add(OfLocal(i, Tier.Street, "STREET", random));
        for (var i = 0; i < AtCommunities - known[Tier.Community]; i++)
            made.Add(OfLocal(i, Tier.Community, "COMM", random));
        return made;
    }

    private static ItemDraft OfDistrict(int index, Random random)
    {
        var (department, subject, subjectEn) = Matters[index % Matters.Length];
        var (action, actionEn) = Actions[index / Matters.Length % Actions.Length];
        var days = random.Next(100) switch
        {
            < 9 => 0,
            < 16 => random.Next(3, 6),
            < 45 => 6,
            _ => 7,
        };
        return Draft(
            $"610104-SX-{index + 1:D3}",
            index + 1,
            $"{subject}（{action}）",
            $"{subjectEn} ({actionEn})",
            Tier.District,
            "XZSP",
            days == 0 ? ItemKind.Immediate : ItemKind.Promised,
            days,
            [Branch(1, department, $"{subject}（{action}）", subjectEn, days, random)],
            random
        );
    }

    private static ItemDraft Joint(int index, Random random)
    {
        var departments = Matters
            .Select(matter => matter.Department)
            .Distinct()
            .Order(StringComparer.Ordinal)
            .Skip(index)
            .Take(3 + index % 3)
            .ToArray();
        var name = $"“{Matters[index * 3].Subject}”一件事";
        var branches = departments
            .Select(
                (code, at) =>
                {
                    var matter = Matters.First(known => known.Department == code);
                    var branch = Branch(at + 1, code, matter.Subject, matter.SubjectEn, at == departments.Length - 1 ? 7 : 5, random);
                    // The last one signs on the first one's result, as a licence does on a permit.
                    return at == departments.Length - 1 ? branch with { DependsOn = [new(1, DependencyKind.Hard)] } : branch;
                }
            )
            .ToList();
        return Draft(
            $"610104-YJS-1{index:D2}",
            500 + index,
            name,
            $"{Matters[index * 3].SubjectEn}: one thing",
            Tier.District,
            "XZSP",
            ItemKind.Promised,
            7,
            branches,
            random
        ) with
        {
            LegalDays = 45,
            WorkflowDefinitionId = "parallel-approval",
        };
    }

    // Of five matters at a street or community two are decided on the spot, one is promised, one goes up, and one is an errand.
    private static ItemDraft OfLocal(int index, Tier tier, string intake, Random random)
    {
        var (department, subject, subjectEn) = Local[index % Local.Length];
        var (action, actionEn) = index < Local.Length ? ("申请", "application") : ("变更", "change");
        var (kind, days, flow) = (index % 5) switch
        {
            0 => (ItemKind.Promised, 6, "single-department"),
            3 => (ItemKind.Escalated, 7, "referral"),
            4 => (ItemKind.Agency, 5, "agency"),
            _ => (ItemKind.Immediate, 0, "immediate"),
        };
        var number = tier is Tier.Street ? 700 + index : 800 + index;
        return Draft(
            $"610104-{(tier is Tier.Street ? "JD" : "SQ")}-{index + 1:D3}",
            number,
            $"{subject}（{action}）",
            $"{subjectEn} ({actionEn})",
            tier,
            intake,
            kind,
            days,
            [Branch(1, department, subject, subjectEn, days, random)],
            random
        ) with
        {
            WorkflowDefinitionId = flow,
            IsDecidedByOne = kind is ItemKind.Immediate,
        };
    }

    private static BranchDefinition Branch(
        int number,
        string department,
        string certificate,
        string certificateEn,
        int promised,
        Random random
    ) =>
        new()
        {
            Number = number,
            DepartmentCode = department,
            Certificate = certificate,
            CertificateEn = certificateEn,
            ItemType = "行政许可",
            LegalDays = 20,
            PromisedDay = promised,
            SerialDays = random.Next(12, 23),
            LegalBasis = "行政许可法；有关法律法规",
            ResultDocument = certificate + "证明文件",
            ResultDocumentEn = certificateEn,
            NeedsSiteInspection = promised > 5 && random.Next(5) == 0,
            StopGrounds = [StopGround.Inspection, StopGround.ExpertReview],
        };

    private static ItemDraft Draft(
        string code,
        int number,
        string name,
        string nameEn,
        Tier tier,
        string intake,
        ItemKind kind,
        int days,
        IReadOnlyList<BranchDefinition> branches,
        Random random
    )
    {
        var basic = string.Create(CultureInfo.InvariantCulture, $"6101{30 + number / 100:D2}{number:D3}000");
        string[] papers = ["M01", "M02", "M05", "M22", "M52", "M61"];
        return new()
        {
            ItemCode = code,
            EffectiveFrom = new(2024, 1, 1),
            Name = name,
            NameEn = nameEn,
            BasicCode = basic,
            BusinessCode = basic + "01",
            Kind = kind,
            Tier = tier,
            Theme = "综合",
            ThemeEn = "General",
            LeadDepartmentCode = branches[^1].DepartmentCode,
            IntakeDepartmentCode = intake,
            Target = "自然人、法人",
            PromisedDays = days,
            LegalDays = 20,
            WorkflowDefinitionId = kind is ItemKind.Immediate ? "immediate" : "single-department",
            Branches = branches,
            Guide = new(
                $"{name}的受理、审查与办结。",
                "材料齐全，符合法定形式。",
                "综合窗口收件、受理、审查、办结、送达。",
                "大厅监督台；12345；本系统“投诉”入口。"
            ),
            Materials =
            [
                .. papers
                    .Take(2 + random.Next(papers.Length - 2))
                    .Select(paper => new MaterialUse(paper, [.. branches.Select(branch => branch.Number)])),
            ],
        };
    }
}
