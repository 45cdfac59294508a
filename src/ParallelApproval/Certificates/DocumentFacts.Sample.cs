using System.Text.Json.Nodes;
using ParallelApproval.Identities;
using ParallelApproval.Installations;

namespace ParallelApproval.Certificates;

internal sealed partial class DocumentFacts
{
    // A house that nobody has set up yet has templates all the same.
    private static readonly Installation Nobodys = new(
        "000000",
        "某省某市某区",
        "某区",
        "The district",
        "某区政务服务中心",
        "The centre",
        TierNames.Usual,
        "某审"
    );

    private const string Computed = "自2026年3月2日（受理，当日不计入）起计算5个工作日，周末不计入，至2026年3月9日17时届满。";

    /// <summary>The facts of an imaginary case, every one that any template may name: what a preview is filled with.</summary>
    /// <param name="installation">Whose paper it would be; null for nobody's.</param>
    public static JsonObject Sample(DocumentKind kind, Installation? installation = null)
    {
        var house = installation ?? Nobodys;
        var number = CaseNumber.Of(house.Region, new(2026, 3, 2), 1).ToString();
        return new()
        {
            ["number"] = house.DocumentPrefix + kind.Mark() + "〔2026〕1号",
            ["title"] = kind.Title(),
            ["date"] = "2026年3月2日",
            ["caseNumber"] = number,
            ["item"] = new JsonObject { ["code"] = house.Region + "-YJS-001", ["name"] = "餐饮店开办" },
            ["applicant"] = new JsonObject
            {
                ["name"] = "张三",
                ["number"] = CitizenNumber.Complete(house.Region + "18900101001").Value,
                ["numberName"] = "身份证号",
                ["agent"] = null,
            },
            ["receivedOn"] = "2026年3月2日",
            ["acceptedOn"] = "2026年3月2日",
            ["power"] = new JsonObject
            {
                ["name"] = PowerWords.Licence,
                ["isLicence"] = true,
                ["granted"] = PowerWords.Of(PowerWords.Licence).Granted,
                ["refused"] = PowerWords.Of(PowerWords.Licence).Refused,
                ["content"] = PowerWords.Of(PowerWords.Licence).Content,
            },
            ["district"] = house.District,
            ["centre"] = house.Centre,
            ["place"] = house.Place ?? "某路1号",
            ["phone"] = house.Phone ?? "12345",
            ["issuer"] = "区行政审批服务局",
            ["lead"] = "区工商行政管理分局",
            ["department"] = "区食品药品监督管理局",
            ["result"] = "餐饮服务许可证",
            ["officer"] = "刘芳",
            ["seal"] = new JsonObject { ["number"] = house.Region + "0000", ["inscription"] = "样章" },
            ["copies"] = kind.Copies(),
            ["remedies"] =
                ParallelApproval.Cases.DecideBranch.UsualRemedies
                + $"行政复议机关：{house.ReviewedBy}；受理行政诉讼的人民法院：{house.HeardBy}。",
            ["promisedDue"] = "2026年3月9日",
            ["legalDue"] = "2026年5月7日（暂定）",
            ["promisedWhy"] = Computed,
            ["legalWhy"] = Computed,
            ["answerBy"] = "2026年3月9日",
            ["answerWhy"] = Computed,
            ["toWhy"] = Computed,
            ["newWhy"] = Computed,
            ["deliverWhy"] = Computed,
            ["promiseWhy"] = Computed,
            ["askWhy"] = Computed,
            ["speakWhy"] = Computed,
            ["isDeemed"] = false,
            ["fee"] = "0",
            ["departments"] = new JsonArray(new JsonObject { ["department"] = "区食品药品监督管理局", ["result"] = "餐饮服务许可证" }),
            ["faults"] = new JsonArray(
                new JsonObject
                {
                    ["code"] = "M05",
                    ["name"] = "经营场所使用证明",
                    ["problem"] = "租期已满",
                    ["wanted"] = "提交有效的租赁合同",
                }
            ),
            ["reason"] = "该事项依法不需要取得行政许可。",
            ["competentBody"] = "市市场监督管理局",
            ["branches"] = new JsonArray(
                new JsonObject
                {
                    ["number"] = 1,
                    ["department"] = "区食品药品监督管理局",
                    ["result"] = "餐饮服务许可证",
                    ["due"] = "2026年3月5日",
                    ["why"] = Computed,
                    ["after"] = "无",
                    ["demand"] = "作出决定",
                    ["status"] = "准予",
                    ["settledOn"] = "2026年3月4日",
                }
            ),
            ["papers"] = new JsonArray(
                new JsonObject
                {
                    ["code"] = "M01",
                    ["name"] = "统一申请表",
                    ["number"] = "",
                    ["copies"] = 1,
                    ["form"] = "原件",
                    ["state"] = "已收",
                }
            ),
            ["ground"] = "检验",
            ["plannedDays"] = 5,
            ["stopsLegalClock"] = true,
            ["from"] = "2026年3月3日",
            ["to"] = "2026年3月10日",
            ["days"] = 10,
            ["withdrawnPaper"] = house.DocumentPrefix + "准〔2026〕1号",
            ["approvedBy"] = "本机关负责人",
            ["oldDue"] = "2026年3月30日",
            ["newDue"] = "2026年4月14日",
            ["opinion"] = "经审查，符合条件，同意。",
            ["reasons"] = "经营场所不符合要求。",
            ["legalBasis"] = "《食品安全法》",
            ["document"] = "餐饮服务许可证（有效期3年）",
            ["deliverBy"] = "2026年3月18日",
            ["onBehalfOf"] = null,
            ["outcome"] = "全部准予",
            ["daysUsed"] = 5,
            ["certificate"] = new JsonObject
            {
                ["number"] = number + "-01",
                ["name"] = "餐饮服务许可证",
                ["document"] = "餐饮服务许可证（有效期3年）",
                ["scope"] = "餐饮服务许可证",
                ["particulars"] = new JsonArray(
                    new JsonObject { ["name"] = "字号（店名）", ["value"] = "小餐馆" },
                    new JsonObject { ["name"] = "经营场所地址", ["value"] = "西大街1号" }
                ),
                ["validFrom"] = "2026年3月4日",
                ["validTo"] = "2029年3月3日",
            },
            ["certificates"] = new JsonArray(new JsonObject { ["name"] = "餐饮服务许可证", ["number"] = number + "-01" }),
            ["promisedBy"] = "张三",
            ["promised"] = new JsonArray(new JsonObject { ["code"] = "M12", ["name"] = "食品安全管理人员培训证明" }),
            ["consequence"] = "由受理机关撤销受理",
            ["conditions"] = new JsonArray("有固定的经营场所", "从业人员健康证明有效"),
            ["promiseDue"] = "2026年3月9日",
            ["checkDays"] = 60,
            ["fixDays"] = 10,
            ["visitAt"] = "2026年3月4日 10:00",
            ["place"] = "西大街1号",
            ["isRevisit"] = false,
            ["subject"] = "油烟排放对相邻住户的影响",
            ["byPublicNotice"] = false,
            ["askBy"] = "2026年3月9日",
            ["hearingAt"] = "2026年3月16日 09:30",
            ["chair"] = "王建国",
            ["secrecy"] = null,
            ["corrected"] = house.DocumentPrefix + "准〔2026〕1号",
            ["correctedTitle"] = PowerWords.Of(PowerWords.Licence).GrantTitle,
            ["correctedOn"] = null,
            ["newPaper"] = house.DocumentPrefix + "准〔2026〕2号",
            ["wrong"] = "西大街1号",
            ["right"] = "西大街10号",
            ["minutes"] = "主持人核对到场人员后，审查人员说明审查意见，申请人陈述，利害关系人质证。",
            ["signatures"] = "王建国、张三、李四",
            ["isGivenUp"] = false,
            ["heardOn"] = null,
            ["party"] = "李四",
            ["interest"] = "与经营场所相邻的住户",
            ["speakBy"] = "2026年3月9日",
            ["inspectors"] = "刘芳、赵强",
            ["expired"] = "2026年4月15日",
            ["by"] = "消防安全检查合格证",
            ["byDepartment"] = "区消防救援大队",
            ["byStatus"] = "不予许可",
            ["byNumber"] = house.DocumentPrefix + "不准〔2026〕1号",
            ["isCondition"] = true,
            ["revoked"] = new JsonArray(new JsonObject { ["result"] = "餐饮服务许可证" }),
            ["isWhole"] = true,
            ["isPromise"] = false,
            ["unanswered"] = "视为撤回申请",
            ["isRefund"] = true,
            ["amount"] = "100",
            ["charged"] = "0",
            ["receiptNumber"] = "NO20260001",
            ["officers"] = "刘芳、王强",
            ["findings"] = "现场布局与图纸一致。",
            ["passes"] = false,
            ["defects"] = new JsonArray(new JsonObject { ["text"] = "疏散门上锁", ["department"] = "区消防救援大队" }),
            ["queryCode"] = "BCDF2345",
            ["copyNumber"] = 1,
            ["receiver"] = "张三",
            ["way"] = "窗口领取（直接送达）",
            ["deliveredAt"] = "2026年3月9日 10:00",
        };
    }
}
