using ParallelApproval.Calendars;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Organisation;

namespace ParallelApproval.Imports;

/// <summary>What may be chosen in the cells of the sheets, in the words that officials use (选项词).</summary>
internal static class ChoiceCells
{
    public static readonly Cell Tiers = Cell.Choice((Tier.District, "区"), (Tier.Street, "街道"), (Tier.Community, "社区"));

    public static readonly Cell DepartmentKinds = Cell.Choice(
        (DepartmentKind.Authority, "行政机关"),
        (DepartmentKind.Utility, "公共服务单位")
    );

    public static readonly Cell Roles = Cell.Several(
        (Role.Clerk, "窗口人员"),
        (Role.Approver, "审批人员"),
        (Role.Supervisor, "监察员"),
        (Role.Manager, "中心管理者"),
        (Role.Designer, "流程设计员"),
        (Role.Administrator, "系统管理员"),
        (Role.SecurityAdministrator, "安全保密管理员"),
        (Role.AuditAdministrator, "安全审计员")
    );

    public static readonly Cell BlockGrounds = Cell.Choice(
        (BlockGround.FalsePapers, "提供虚假材料"),
        (BlockGround.Fraud, "骗取许可"),
        (BlockGround.BadCredit, "失信")
    );

    public static readonly Cell Forms = Cell.Choice(
        (MaterialForm.Original, "原件"),
        (MaterialForm.Copy, "复印件"),
        (MaterialForm.CopyCheckedAgainstOriginal, "复印件核原件"),
        (MaterialForm.ElectronicCertificate, "电子证照"),
        (MaterialForm.OnlineForm, "线上填报"),
        (MaterialForm.SharedResult, "结果共享"),
        (MaterialForm.SystemGenerated, "系统生成")
    );

    public static readonly Cell Trusts = Cell.Choice(
        (MaterialTrust.A, "A"),
        (MaterialTrust.B, "B"),
        (MaterialTrust.C, "C"),
        (MaterialTrust.D, "D")
    );

    public static readonly Cell ItemKinds = Cell.Choice(
        (ItemKind.Immediate, "即办件"),
        (ItemKind.Promised, "承诺件"),
        (ItemKind.Escalated, "上报件"),
        (ItemKind.Agency, "代理件")
    );

    public static readonly Cell JointForms = Cell.Choice((JointForm.Concurrent, "联合办理"), (JointForm.Unified, "统一办理"));

    public static readonly Cell RetentionPeriods = Cell.Choice(
        (RetentionPeriod.Permanent, "永久"),
        (RetentionPeriod.ThirtyYears, "30年"),
        (RetentionPeriod.TenYears, "10年")
    );

    public static readonly Cell BranchKinds = Cell.Choice((BranchKind.Certificate, "证照"), (BranchKind.Opinion, "意见"));

    public static readonly Cell Timeouts = Cell.Choice(
        (OnTimeout.EscalateOnly, "仅上报"),
        (OnTimeout.OpinionDeemedConsent, "意见超时默认"),
        (OnTimeout.PilotDeemedConsent, "许可超时默认")
    );

    public static readonly Cell StopGrounds = Cell.Several(
        (StopGround.Hearing, "听证"),
        (StopGround.Tendering, "招标"),
        (StopGround.Auction, "拍卖"),
        (StopGround.Inspection, "检验"),
        (StopGround.Testing, "检测"),
        (StopGround.Quarantine, "检疫"),
        (StopGround.Appraisal, "鉴定"),
        (StopGround.ExpertReview, "专家评审"),
        (StopGround.PublicNotice, "公示"),
        (StopGround.Correction, "受理后补正"),
        (StopGround.SiteVisit, "现场踏勘"),
        (StopGround.Payment, "等待缴费")
    );

    public static readonly Cell Powers = Cell.Choice([.. PowerKinds.All]);

    // As lists that others publish name them, wherever they are from.
    public static readonly Cell PublishedTiers = Cell.Choice(
        (Tier.District, "县级"),
        (Tier.District, "区级"),
        (Tier.District, "区县级"),
        (Tier.District, "县(市、区)级"),
        (Tier.District, "区(县)级"),
        (Tier.District, "县"),
        (Tier.District, "区"),
        (Tier.Street, "乡级"),
        (Tier.Street, "乡镇级"),
        (Tier.Street, "镇级"),
        (Tier.Street, "街道级"),
        (Tier.Street, "镇(乡、街道)级"),
        (Tier.Street, "乡(镇、街道)级"),
        (Tier.Street, "街道"),
        (Tier.Street, "乡镇"),
        (Tier.Community, "村级"),
        (Tier.Community, "社区级"),
        (Tier.Community, "村(社区)级"),
        (Tier.Community, "村"),
        (Tier.Community, "社区")
    );
}
