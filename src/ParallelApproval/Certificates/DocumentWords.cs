using ParallelApproval.Calendars;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;

namespace ParallelApproval.Certificates;

/// <summary>What papers call things (文书用语): Chinese, whatever language the officer's screen speaks.</summary>
internal static class DocumentWords
{
    public static string Of(BranchStatus status) =>
        status switch
        {
            BranchStatus.Approved => "准予",
            BranchStatus.Refused => "不予许可",
            BranchStatus.Blocked => "前置事项不予许可，不再办理",
            BranchStatus.Withdrawn => "撤回",
            BranchStatus.Disagreed => "不同意意见",
            BranchStatus.AcceptanceRevoked => "撤销受理",
            BranchStatus.TimedOut => "逾期未决定，按规定视为同意",
            BranchStatus.Waiting => "未开始",
            _ => "审查中",
        };

    public static string Of(MaterialState state) =>
        state switch
        {
            MaterialState.Supplied => "已收",
            MaterialState.Faulty => "需补正",
            MaterialState.Deferred => "容缺",
            MaterialState.Promised => "以承诺代替",
            _ => "未交",
        };

    public static string Of(MaterialForm form) =>
        form switch
        {
            MaterialForm.Original => "原件",
            MaterialForm.Copy => "复印件",
            MaterialForm.CopyCheckedAgainstOriginal => "复印件（核原件）",
            MaterialForm.ElectronicCertificate => "电子证照",
            _ => "线上填报",
        };

    public static string Of(CaseStatus result) =>
        result switch
        {
            CaseStatus.Finished => "全部准予",
            CaseStatus.PartlyFinished => "部分准予",
            CaseStatus.Refused => "均未准予",
            CaseStatus.Withdrawn => "撤回",
            CaseStatus.AcceptanceRevoked => "撤销受理",
            _ => "办结",
        };

    /// <summary>What follows when nobody answers a correction notice.</summary>
    /// <param name="ofDepartment">
    /// Whether a department asked after the acceptance: it then decides on what it has, unless the item says that silence takes the
    /// application back.
    /// </param>
    public static string Of(OnSupplementTimeout rule, bool ofDepartment) =>
        rule switch
        {
            OnSupplementTimeout.Withdrawn => ofDepartment ? "视为撤回该项申请" : "视为撤回申请",
            _ when ofDepartment => "依据现有材料作出决定",
            OnSupplementTimeout.NotAccepted => "不予受理",
            _ => "不予许可",
        };

    /// <summary>What follows when promised papers do not come.</summary>
    public static string Of(OnDeferralTimeout rule) =>
        rule switch
        {
            OnDeferralTimeout.RevokeAcceptance => "撤销受理",
            OnDeferralTimeout.Withdrawn => "视为撤回申请",
            _ => "不予许可",
        };

    public static string Of(StopGround ground) =>
        ground switch
        {
            StopGround.Hearing => "听证",
            StopGround.Tendering => "招标",
            StopGround.Auction => "拍卖",
            StopGround.Inspection => "检验",
            StopGround.Testing => "检测",
            StopGround.Quarantine => "检疫",
            StopGround.Appraisal => "鉴定",
            StopGround.ExpertReview => "专家评审",
            StopGround.PublicNotice => "公示",
            StopGround.Correction => "补正",
            StopGround.SiteVisit => "现场踏勘",
            _ => "缴费",
        };

    public static string Of(Secrecy secrecy) =>
        secrecy switch
        {
            Secrecy.StateSecret => "涉及国家秘密",
            Secrecy.TradeSecret => "涉及商业秘密",
            _ => "涉及个人隐私",
        };

    public static string Of(DeliveryWay way) =>
        way switch
        {
            DeliveryWay.Window => "窗口领取（直接送达）",
            DeliveryWay.Post => "邮寄送达",
            _ => "电子送达",
        };

    /// <summary>2026年3月2日.</summary>
    public static string Of(DateOnly day) => FormattableString.Invariant($"{day.Year}年{day.Month}月{day.Day}日");

    public static string Of(DateTimeOffset at) => Of(DateOnly.FromDateTime(at.DateTime));

    /// <summary>A due date; one that was counted through a year without its notice may not be printed without 暂定.</summary>
    public static string Due(DateOnly day, bool isProvisional) => Of(day) + (isProvisional ? "（暂定）" : "");
}
