using ParallelApproval.Calendars;
using ParallelApproval.Organisation;

namespace ParallelApproval.Catalogue;

/// <summary>An item names a paper of the library.</summary>
/// <param name="Code">Code in the material library.</param>
/// <param name="UsedBy">Numbers of the branches that use it.</param>
/// <param name="OutputOfBranch">The branch whose result it is, if one of them makes it.</param>
public sealed record MaterialUse(string Code, IReadOnlyList<int> UsedBy, int? OutputOfBranch = null);

/// <summary>
/// An item as a designer writes it: papers by their code, no version yet. <see cref="ItemRules"/> says whether it may be published.
/// The fields are those of <see cref="ServiceItem"/>.
/// </summary>
public sealed record ItemDraft
{
    public required string ItemCode { get; init; }

    public required DateOnly EffectiveFrom { get; init; }

    public required string Name { get; init; }

    public required string NameEn { get; init; }

    public required string BasicCode { get; init; }

    public required string BusinessCode { get; init; }

    public required ItemKind Kind { get; init; }

    public required Tier Tier { get; init; }

    public string Theme { get; init; } = "";

    public string ThemeEn { get; init; } = "";

    /// <summary>俗称: what people call it beside its name, e.g. 饭馆; beside the words that the house knows for every item.</summary>
    public IReadOnlyList<string> CommonNames { get; init; } = [];

    /// <summary>历史模式: kept as it once was; whoever searches finds it after the items of today.</summary>
    public bool IsHistorical { get; init; }

    public required string LeadDepartmentCode { get; init; }

    public required string IntakeDepartmentCode { get; init; }

    public required string Target { get; init; }

    public required int PromisedDays { get; init; }

    public required int LegalDays { get; init; }

    public JointForm JointForm { get; init; } = JointForm.Concurrent;

    public OnBranchRefusal OnBranchRefusal { get; init; } = OnBranchRefusal.AskApplicant;

    public int CorrectionNoticeDays { get; init; } = 5;

    /// <summary>补正期限: working days that the applicant has to hand in what a correction notice asks for. The law sets none.</summary>
    public int SupplementDays { get; init; } = 10;

    /// <summary>What becomes of an application whose correction nobody answered in time.</summary>
    public OnSupplementTimeout OnSupplementTimeout { get; init; }

    /// <summary>What becomes of a case whose deferred papers (容缺材料) were not handed in as promised.</summary>
    public OnDeferralTimeout OnDeferralTimeout { get; init; }

    /// <summary>
    /// 告知承诺: granted at once on the applicant's signed word, and checked afterwards; null where the item does not allow it.
    /// </summary>
    public CommitmentRule? Commitment { get; init; }

    /// <summary>
    /// Field of the form that says what the application is about (办理对象: address, plate, parcel), or <see
    /// cref="ServiceItem.ObjectIsApplicant"/>. Of one applicant, item and object only one case is open at a time. Null: no such rule.
    /// </summary>
    public string? ObjectField { get; init; }

    /// <summary>
    /// 延续: field of the form with the last day of the licence that is to be renewed (行政许可法 art. 50); null where nothing is renewed.
    /// </summary>
    public string? ExpiryField { get; init; }

    /// <summary>数量限制: how many permits there are in a period; null for as many as meet the conditions.</summary>
    public QuotaRule? Quota { get; init; }

    /// <summary>What the form of an application asks for.</summary>
    public IReadOnlyList<FormField> Form { get; init; } = [];

    /// <summary>一人即办: an item decided on the spot may be received and decided by one and the same authorised officer.</summary>
    public bool IsDecidedByOne { get; init; }

    /// <summary>What it means that a department which was called to a joint site visit did not come.</summary>
    public OnVisitAbsence OnVisitAbsence { get; init; }

    /// <summary>保管期限: for how long the file of a case is kept that was decided; counted from the year after its end.</summary>
    public RetentionPeriod Retention { get; init; } = RetentionPeriod.ThirtyYears;

    /// <summary>Calendar years for which a case is kept that was declined, withdrawn or whose acceptance was revoked.</summary>
    public int UndecidedRetentionYears { get; init; } = RetentionPeriods.UsualYears;

    public Warnings? Warnings { get; init; }

    public required string WorkflowDefinitionId { get; init; }

    public bool IsDrill { get; init; }

    public required PublicGuide Guide { get; init; }

    public required IReadOnlyList<BranchDefinition> Branches { get; init; }

    public required IReadOnlyList<MaterialUse> Materials { get; init; }

    /// <summary>The draft with which somebody begins who wants to change an item.</summary>
    /// <param name="from">The first day of the next version.</param>
    public static ItemDraft Of(ServiceItem item, DateOnly from) =>
        new()
        {
            ItemCode = item.ItemCode,
            EffectiveFrom = from,
            Name = item.Name,
            NameEn = item.NameEn,
            BasicCode = item.BasicCode,
            BusinessCode = item.BusinessCode,
            Kind = item.Kind,
            Tier = item.Tier,
            Theme = item.Theme,
            ThemeEn = item.ThemeEn,
            CommonNames = item.CommonNames,
            IsHistorical = item.IsHistorical,
            LeadDepartmentCode = item.LeadDepartmentCode,
            IntakeDepartmentCode = item.IntakeDepartmentCode,
            Target = item.Target,
            PromisedDays = item.PromisedDays,
            LegalDays = item.LegalDays,
            JointForm = item.JointForm,
            OnBranchRefusal = item.OnBranchRefusal,
            CorrectionNoticeDays = item.CorrectionNoticeDays,
            SupplementDays = item.SupplementDays,
            OnSupplementTimeout = item.OnSupplementTimeout,
            OnDeferralTimeout = item.OnDeferralTimeout,
            Commitment = item.Commitment,
            ObjectField = item.ObjectField,
            ExpiryField = item.ExpiryField,
            Quota = item.Quota,
            Form = item.Form,
            IsDecidedByOne = item.IsDecidedByOne,
            OnVisitAbsence = item.OnVisitAbsence,
            Retention = item.Retention,
            UndecidedRetentionYears = item.UndecidedRetentionYears,
            Warnings = item.Warnings,
            WorkflowDefinitionId = item.WorkflowDefinitionId,
            IsDrill = item.IsDrill,
            Guide = item.Guide,
            Branches = item.Branches,
            Materials = [.. item.Materials.Select(paper => new MaterialUse(paper.Code, paper.UsedBy, paper.OutputOfBranch))],
        };

    /// <summary>The item that the draft becomes as this version, with the facts of its papers as the library has them now.</summary>
    public ServiceItem ToItem(int version, IReadOnlyDictionary<string, Material> library) =>
        new()
        {
            ItemCode = ItemCode,
            Version = version,
            EffectiveFrom = EffectiveFrom,
            Name = Name,
            NameEn = NameEn,
            BasicCode = BasicCode,
            BusinessCode = BusinessCode,
            Kind = Kind,
            Tier = Tier,
            Theme = Theme,
            ThemeEn = ThemeEn,
            CommonNames = CommonNames,
            IsHistorical = IsHistorical,
            LeadDepartmentCode = LeadDepartmentCode,
            IntakeDepartmentCode = IntakeDepartmentCode,
            Target = Target,
            PromisedDays = PromisedDays,
            LegalDays = LegalDays,
            JointForm = JointForm,
            OnBranchRefusal = OnBranchRefusal,
            CorrectionNoticeDays = CorrectionNoticeDays,
            SupplementDays = SupplementDays,
            OnSupplementTimeout = OnSupplementTimeout,
            OnDeferralTimeout = OnDeferralTimeout,
            Commitment = Commitment,
            ObjectField = ObjectField,
            ExpiryField = ExpiryField,
            Quota = Quota,
            Form = Form,
            IsDecidedByOne = IsDecidedByOne,
            OnVisitAbsence = OnVisitAbsence,
            Retention = Retention,
            UndecidedRetentionYears = UndecidedRetentionYears,
            Warnings = Warnings,
            WorkflowDefinitionId = WorkflowDefinitionId,
            IsDrill = IsDrill,
            Guide = Guide,
            Branches = [.. Branches.OrderBy(branch => branch.Number)],
            Materials = [.. Materials.Select(use => MaterialRequirement.Of(library[use.Code], use))],
        };
}
