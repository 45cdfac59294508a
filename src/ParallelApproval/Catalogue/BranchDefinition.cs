using ParallelApproval.Calendars;

namespace ParallelApproval.Catalogue;

/// <summary>What a branch ends with.</summary>
public enum BranchKind
{
    /// <summary>A certificate, permit or registration (证照、批文、登记).</summary>
    Certificate,

    /// <summary>An opinion for another branch (意见); the applicant gets nothing from it.</summary>
    Opinion,

    /// <summary>
    /// 上报审核: the review of a lower tier before it sends the matter up. Drawn into a flow, never in the catalogue; it grants and refuses
    /// nothing.
    /// </summary>
    Referral,
}

/// <summary>How strongly a branch hangs on another one's result.</summary>
public enum DependencyKind
{
    /// <summary>It may review from the first day, but may not sign before the other has signed.</summary>
    Hard,

    /// <summary>It wants the other result, but may sign without it and add it later (补录).</summary>
    Soft,
}

/// <summary>What happens when the promised time of a branch passes without a decision (超时处理).</summary>
public enum OnTimeout
{
    /// <summary>It is told upwards; the department still has to decide.</summary>
    EscalateOnly,

    /// <summary>超时默认: an opinion counts as consent, and is shown as such and not as 同意. For opinion branches only.</summary>
    OpinionDeemedConsent,

    /// <summary>
    /// 试点默认许可: silence grants, by a local rule (<see cref="PilotRule"/>). Only when an officer has signed for the task, after two reminders
    /// and a day of grace; shown as 超时默认 and never as 同意; no certificate until the department seals one.
    /// </summary>
    PilotDeemedConsent,
}

/// <summary>One branch hangs on another (前置关系).</summary>
/// <param name="Branch">Number of the branch that comes first.</param>
public sealed record BranchDependency(int Branch, DependencyKind Kind);

/// <summary>
/// One department's part of an item (部门事项), as the catalogue defines it. All days are working days.
/// </summary>
public sealed record BranchDefinition
{
    /// <summary>1 … n within the item; stable within a version.</summary>
    public required int Number { get; init; }

    public required string DepartmentCode { get; init; }

    /// <summary>What the department grants, e.g. 营业执照.</summary>
    public required string Certificate { get; init; }

    public required string CertificateEn { get; init; }

    /// <summary>事项类型: 行政许可, 行政确认, 公共服务 …</summary>
    public required string ItemType { get; init; }

    public BranchKind Kind { get; init; } = BranchKind.Certificate;

    /// <summary>法定时限: days the law gives, from acceptance.</summary>
    public required int LegalDays { get; init; }

    /// <summary>
    /// 承诺时限: the day of the case by whose end it is to be signed, when all work at the same time; 0 is the day of acceptance itself.
    /// </summary>
    public required int PromisedDay { get; init; }

    /// <summary>Days it took on its own, when the applicant went from door to door. For comparison only.</summary>
    public required int SerialDays { get; init; }

    /// <summary>现场踏勘: whether officers (two at least, 行政许可法 art. 34) go and look.</summary>
    public bool NeedsSiteInspection { get; init; }

    /// <summary>
    /// 应当听证: it bears on the public interest (行政许可法 art. 46), and is granted only after a hearing, or after a public notice that brought
    /// nobody who asked for one.
    /// </summary>
    public bool HearingRequired { get; init; }

    /// <summary>检验、检测、检疫: two officers are named for it within five working days of the acceptance (行政许可法 art. 55).</summary>
    public bool NeedsInspectors { get; init; }

    /// <summary>Whether the applicant may leave it out.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Field of the form that brings an optional branch in when it is true; null when it is chosen by number only.</summary>
    public string? ChosenBy { get; init; }

    public OnTimeout OnTimeout { get; init; }

    /// <summary>审查与签批分离: one officer reviews, another one signs; false where one signature is enough.</summary>
    public bool NeedsTwoSignatures { get; init; }

    /// <summary>What <see cref="OnTimeout.PilotDeemedConsent"/> rests on.</summary>
    public PilotRule? Pilot { get; init; }

    public IReadOnlyList<BranchDependency> DependsOn { get; init; } = [];

    /// <summary>Fee in yuan (CNY).</summary>
    public decimal Fee { get; init; }

    /// <summary>Why a fee may be taken (行政许可法 art. 58, 59); needed when there is one.</summary>
    public string FeeBasis { get; init; } = "";

    public required string LegalBasis { get; init; }

    /// <summary>The document that the branch ends with when it grants.</summary>
    public required string ResultDocument { get; init; }

    public required string ResultDocumentEn { get; init; }

    /// <summary>Grounds on which this branch's clocks may be stopped.</summary>
    public IReadOnlyList<StopGround> StopGrounds { get; init; } = [];

    /// <summary>Numbers of the branches that must have signed before this one may.</summary>
    public IEnumerable<int> HardPredecessors() => DependsOn.Where(d => d.Kind == DependencyKind.Hard).Select(d => d.Branch);
}
