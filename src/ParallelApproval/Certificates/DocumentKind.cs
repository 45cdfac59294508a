using ParallelApproval.Organisation;

namespace ParallelApproval.Certificates;

/// <summary>Which paper it is (文书种类). Each follows from one kind of event and is made once for it.</summary>
public enum DocumentKind
{
    /// <summary>受理通知书 (行政许可法 art. 32): the case is accepted; it names the promised and the legal date.</summary>
    AcceptanceNotice,

    /// <summary>补正告知书 (一次性告知书, art. 32(4)): every fault, and what is wanted.</summary>
    CorrectionNotice,

    /// <summary>不予受理决定书 (art. 32).</summary>
    NonAcceptance,

    /// <summary>抄告单: every department, its days and what it depends on.</summary>
    CopyNotice,

    /// <summary>特别程序告知书 (art. 45).</summary>
    StopNotice,

    /// <summary>延长期限告知书 (art. 42).</summary>
    ExtensionNotice,

    /// <summary>审查意见书: of a department that gives an opinion and no certificate.</summary>
    OpinionPaper,

    /// <summary>准予行政许可决定书 (art. 38, 39), or 行政确认决定书, 行政给付决定书 … by the kind of power.</summary>
    Grant,

    /// <summary>不予行政许可决定书, with reasons and remedies (art. 38).</summary>
    Refusal,

    /// <summary>证照.</summary>
    CertificatePaper,

    /// <summary>办结通知书: what came of each branch.</summary>
    FinishNotice,

    /// <summary>送达回证.</summary>
    DeliveryReceipt,

    /// <summary>终止办理决定书 (撤回).</summary>
    Termination,

    /// <summary>联合踏勘通知书: when and where all departments look at the place at once.</summary>
    VisitNotice,

    /// <summary>容缺受理承诺书: which papers the applicant promises to bring until when; he signs it.</summary>
    DeferralPromise,

    /// <summary>告知承诺书: the conditions he was told and promises to meet; he signs it.</summary>
    CommitmentLetter,

    /// <summary>撤回决定通知书: a decision does not stand on a paper that took the place of another.</summary>
    DecisionWithdrawal,

    /// <summary>听证权利告知书 (art. 46, 47): what may be heard, and until when a hearing may be asked for.</summary>
    HearingRightNotice,

    /// <summary>听证通知书 (art. 48): time, place and chair.</summary>
    HearingNotice,

    /// <summary>听证笔录 (art. 48): what was said, and who signed.</summary>
    HearingRecord,

    /// <summary>利害关系人告知书 (art. 36): what is applied for, and until when he may speak.</summary>
    PartyNotice,

    /// <summary>检验检测人员指派书 (art. 55): who inspects.</summary>
    InspectorsNotice,

    /// <summary>视为准予延续告知书 (art. 50): nobody decided before the licence ran out.</summary>
    DeemedRenewal,

    /// <summary>现场踏勘记录 (art. 34): who of a department went when and where, and what they found.</summary>
    VisitRecord,

    /// <summary>现场踏勘问题清单: the one list of what is to be put right.</summary>
    DefectNotice,

    /// <summary>前置不予许可决定书: a branch that ends because another, whose result the law makes its condition, was refused.</summary>
    BlockedNotice,

    /// <summary>撤销受理决定书: papers that were promised with the acceptance did not come.</summary>
    AcceptanceRevoked,

    /// <summary>退费（更正）通知书: a fee that was noted is given back or put right.</summary>
    FeeNotice,

    /// <summary>撤销决定书 (行政许可法 art. 69): what was granted holds no more.</summary>
    GrantRevocation,

    /// <summary>逾期未补材料处理决定书: papers that were asked for or promised did not come, and what the item's rule makes of it.</summary>
    LapseNotice,

    /// <summary>更正通知书: what was miswritten in a paper, what it should be, and which paper took its place.</summary>
    ErrorNotice,

    /// <summary>申请材料接收凭证（副本）: a second copy of the receipt, for one that was lost.</summary>
    ReceiptCopy,
}

/// <summary>What a kind is called, and how many copies there are.</summary>
public static class DocumentKinds
{
    /// <summary>What the kind is called; a decision and a certificate carry a title of their own, which is among their facts.</summary>
    public static string Title(this DocumentKind kind) =>
        kind switch
        {
            DocumentKind.AcceptanceNotice => "受理通知书",
            DocumentKind.CorrectionNotice => "补正材料告知书",
            DocumentKind.NonAcceptance => "不予受理决定书",
            DocumentKind.CopyNotice => "并联审批抄告单",
            DocumentKind.StopNotice => "特别程序告知书",
            DocumentKind.ExtensionNotice => "延长审批期限告知书",
            DocumentKind.OpinionPaper => "审查意见书",
            DocumentKind.Grant => "准予决定书",
            DocumentKind.Refusal => "不予决定书",
            DocumentKind.CertificatePaper => "证照",
            DocumentKind.FinishNotice => "办结通知书",
            DocumentKind.DeliveryReceipt => "送达回证",
            DocumentKind.VisitNotice => "联合踏勘通知书",
            DocumentKind.DeferralPromise => "容缺受理承诺书",
            DocumentKind.CommitmentLetter => "告知承诺书",
            DocumentKind.DecisionWithdrawal => "撤回决定通知书",
            DocumentKind.HearingRightNotice => "听证权利告知书",
            DocumentKind.HearingNotice => "听证通知书",
            DocumentKind.HearingRecord => "听证笔录",
            DocumentKind.PartyNotice => "利害关系人告知书",
            DocumentKind.InspectorsNotice => "检验检测人员指派书",
            DocumentKind.DeemedRenewal => "视为准予延续告知书",
            DocumentKind.VisitRecord => "现场踏勘记录",
            DocumentKind.DefectNotice => "现场踏勘问题清单",
            DocumentKind.BlockedNotice => "前置事项不予许可决定书",
            DocumentKind.AcceptanceRevoked => "撤销受理决定书",
            DocumentKind.FeeNotice => "收费变更通知书",
            DocumentKind.GrantRevocation => "撤销决定书",
            DocumentKind.LapseNotice => "逾期未补材料处理决定书",
            DocumentKind.ErrorNotice => "更正通知书",
            DocumentKind.ReceiptCopy => "申请材料接收凭证（副本）",
            _ => "终止办理决定书",
        };

    /// <summary>The word in the number, e.g. 受 in 莲审受〔2026〕123号.</summary>
    internal static string Mark(this DocumentKind kind) =>
        kind switch
        {
            DocumentKind.AcceptanceNotice => "受",
            DocumentKind.CorrectionNotice => "补",
            DocumentKind.NonAcceptance => "不受",
            DocumentKind.CopyNotice => "抄",
            DocumentKind.StopNotice => "特",
            DocumentKind.ExtensionNotice => "延",
            DocumentKind.OpinionPaper => "意",
            DocumentKind.Grant => "准",
            DocumentKind.Refusal => "不准",
            DocumentKind.CertificatePaper => "证",
            DocumentKind.FinishNotice => "办",
            DocumentKind.DeliveryReceipt => "送",
            DocumentKind.VisitNotice => "勘",
            DocumentKind.DeferralPromise => "容",
            DocumentKind.CommitmentLetter => "诺",
            DocumentKind.DecisionWithdrawal => "撤",
            DocumentKind.HearingRightNotice => "听告",
            DocumentKind.HearingNotice => "听通",
            DocumentKind.HearingRecord => "听录",
            DocumentKind.PartyNotice => "利告",
            DocumentKind.InspectorsNotice => "检派",
            DocumentKind.DeemedRenewal => "延续",
            DocumentKind.VisitRecord => "踏",
            DocumentKind.DefectNotice => "改",
            DocumentKind.BlockedNotice => "前不准",
            DocumentKind.AcceptanceRevoked => "撤受",
            DocumentKind.FeeNotice => "费",
            DocumentKind.GrantRevocation => "撤决",
            DocumentKind.LapseNotice => "逾",
            DocumentKind.ErrorNotice => "更",
            DocumentKind.ReceiptCopy => "收",
            _ => "终",
        };

    /// <summary>Two copies where one stays in the file and one goes to the applicant; the copy notice goes to each department.</summary>
    public static int Copies(this DocumentKind kind) =>
        kind is DocumentKind.CopyNotice or DocumentKind.CertificatePaper or DocumentKind.InspectorsNotice or DocumentKind.ReceiptCopy
            ? 1
            : 2;

    /// <summary>Whether the applicant signs that he has it (送达).</summary>
    public static bool IsHandedOver(this DocumentKind kind) =>
        kind
            is not (
                DocumentKind.CopyNotice
                or DocumentKind.OpinionPaper
                or DocumentKind.CertificatePaper
                or DocumentKind.DeferralPromise
                or DocumentKind.CommitmentLetter
                or DocumentKind.HearingRecord
                or DocumentKind.InspectorsNotice
            );

    /// <summary>For which papers a seal must have been cut to stand on it.</summary>
    /// <param name="branch">The branch whose paper it is; 0 for the whole case's.</param>
    internal static SealKind Seal(this DocumentKind kind, int branch) =>
        kind switch
        {
            DocumentKind.CertificatePaper => SealKind.Certificates,
            DocumentKind.AcceptanceNotice or DocumentKind.NonAcceptance or DocumentKind.AcceptanceRevoked or DocumentKind.ReceiptCopy =>
                SealKind.Acceptance,
            DocumentKind.CorrectionNotice when branch == 0 => SealKind.Acceptance,
            _ => SealKind.Approval,
        };

    /// <summary>
    /// Whether the applicant may have it with number and code of his receipt: what is handed to him or says his own word; not what
    /// departments write to each other, and not what is told to a neighbour.
    /// </summary>
    public static bool IsForApplicant(this DocumentKind kind) =>
        kind.IsApplicants()
        || kind is DocumentKind.CertificatePaper
        || (kind.IsHandedOver() && kind is not (DocumentKind.PartyNotice or DocumentKind.VisitRecord));

    /// <summary>Whether it is the applicant's own word: he signs it, and no seal is put on it.</summary>
    public static bool IsApplicants(this DocumentKind kind) => kind is DocumentKind.DeferralPromise or DocumentKind.CommitmentLetter;
}
