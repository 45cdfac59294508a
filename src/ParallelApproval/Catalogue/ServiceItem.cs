using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ParallelApproval.Calendars;
using ParallelApproval.Organisation;

namespace ParallelApproval.Catalogue;

/// <summary>
/// An item (事项) of the catalogue in one version: what can be applied for, which departments take part, what they need, how long it may
/// take. An item with several branches is a joint item (联办事项、一件事). A version never changes; a case stays on the one it was
/// received under. All days are working days.
/// </summary>
public sealed record ServiceItem
{
    /// <summary>Local code that the centre uses, e.g. <c>610104-YJS-001</c>.</summary>
    public required string ItemCode { get; init; }

    /// <summary>1, 2, 3 …; each publication makes the next.</summary>
    public required int Version { get; init; }

    /// <summary>First day (Asia/Shanghai) on which cases are received under this version.</summary>
    public required DateOnly EffectiveFrom { get; init; }

    public required string Name { get; init; }

    public required string NameEn { get; init; }

    /// <summary>基本编码: 12 characters, <c>^\d{11}[\dY]$</c> (GB/T 39554.1-2020).</summary>
    public required string BasicCode { get; init; }

    /// <summary>业务办理项编码: the basic code and two digits.</summary>
    public required string BusinessCode { get; init; }

    public required ItemKind Kind { get; init; }

    /// <summary>The tier at which it is received.</summary>
    public required Tier Tier { get; init; }

    /// <summary>主题, e.g. 开餐馆; empty when it belongs to none.</summary>
    public string Theme { get; init; } = "";

    public string ThemeEn { get; init; } = "";

    /// <summary>俗称: what people call it beside its name, e.g. 饭馆; beside the words that the house knows for every item.</summary>
    public IReadOnlyList<string> CommonNames { get; init; } = [];

    /// <summary>历史模式: kept as it once was; whoever searches finds it after the items of today.</summary>
    public bool IsHistorical { get; init; }

    /// <summary>牵头部门: code of the department that answers for the whole.</summary>
    public required string LeadDepartmentCode { get; init; }

    /// <summary>收件部门: code of the body whose window takes it in.</summary>
    public required string IntakeDepartmentCode { get; init; }

    /// <summary>服务对象, e.g. 企业、个体工商户.</summary>
    public required string Target { get; init; }

    /// <summary>承诺时限 of the whole case; 0 means on the day of acceptance.</summary>
    public required int PromisedDays { get; init; }

    /// <summary>法定时限 of the whole case; 45 for joint handling (行政许可法 art. 42).</summary>
    public required int LegalDays { get; init; }

    public JointForm JointForm { get; init; } = JointForm.Concurrent;

    public OnBranchRefusal OnBranchRefusal { get; init; } = OnBranchRefusal.AskApplicant;

    /// <summary>
    /// Within how many days after receipt the correction notice (补正告知) must be out: 5 (行政许可法 art. 32), 0 where a special law says on the
    /// spot.
    /// </summary>
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

    /// <summary>一人即办: an item decided on the spot may be received and decided by one and the same authorised officer.</summary>
    public bool IsDecidedByOne { get; init; }

    /// <summary>What it means that a department which was called to a joint site visit did not come.</summary>
    public OnVisitAbsence OnVisitAbsence { get; init; }

    /// <summary>保管期限: for how long the file of a case is kept that was decided; counted from the year after its end.</summary>
    public RetentionPeriod Retention { get; init; } = RetentionPeriod.ThirtyYears;

    /// <summary>
    /// 未形成决定的办件保管年数: calendar years for which a case is kept that was declined, withdrawn or whose acceptance was revoked, with the
    /// scans and personal data in it; it is no part of the archive.
    /// </summary>
    public int UndecidedRetentionYears { get; init; } = RetentionPeriods.UsualYears;

    /// <summary>When its promised clocks turn blue and yellow; null for the rules of the house.</summary>
    public Warnings? Warnings { get; init; }

    /// <summary>The workflow definition that runs its cases.</summary>
    public required string WorkflowDefinitionId { get; init; }

    /// <summary>演练: an item for drills and measurements, not offered to the public.</summary>
    public bool IsDrill { get; init; }

    public required PublicGuide Guide { get; init; }

    /// <summary>The branches in the order of their numbers.</summary>
    public required IReadOnlyList<BranchDefinition> Branches { get; init; }

    public required IReadOnlyList<MaterialRequirement> Materials { get; init; }

    /// <summary>What the form of an application asks for, in the order of the form.</summary>
    public IReadOnlyList<FormField> Form { get; init; } = [];

    /// <summary>In <see cref="ObjectField"/>: the application is about the applicant himself.</summary>
    public const string ObjectIsApplicant = "applicant";

    /// <summary>
    /// All fields a form may hold: those of <see cref="Form"/>, and those that the item cannot do without though it does not name them.
    /// </summary>
    [JsonIgnore]
    public IEnumerable<FormField> FormFields =>
        Form.Concat(Implied().Where(implied => Form.All(named => named.Key != implied.Key)).DistinctBy(implied => implied.Key));

    private IEnumerable<FormField> Implied()
    {
        if (ObjectField is { } about and not ObjectIsApplicant)
            yield return FormField.Implied(about, FormFieldKind.Line);
        if (ExpiryField is { } expiry)
            yield return FormField.Implied(expiry, FormFieldKind.Day) with
            {
                IsRequired = true,
            };
        foreach (var branch in Branches)
            if (branch.ChosenBy is { } chooses)
                yield return FormField.Implied(chooses, FormFieldKind.Flag);
    }

    /// <summary>The branch that grants what there is a limited number of: the certificate of the lead department; null when it grants none.</summary>
    [JsonIgnore]
    public int? QuotaBranch =>
        Branches.FirstOrDefault(branch => branch.Kind is BranchKind.Certificate && branch.DepartmentCode == LeadDepartmentCode)?.Number;

    [JsonIgnore]
    public bool IsJoint => Branches.Count > 1;

    /// <summary>How many papers the applicant hands in at one window: each once, none that is made inside.</summary>
    [JsonIgnore]
    public int MaterialsOnce => Materials.Count(material => material.IsAsked);

    /// <summary>How many papers he would carry if he went to each department by itself.</summary>
    [JsonIgnore]
    public int MaterialsIfSerial => Materials.Sum(material => material.UsedBy.Count);

    /// <summary>Days when one department starts after the other has ended.</summary>
    [JsonIgnore]
    public int SerialDays => Branches.Sum(branch => branch.SerialDays);

    /// <summary>Days when all work at the same time: the promised day of the last branch.</summary>
    [JsonIgnore]
    public int ParallelDays => Branches.Max(branch => branch.PromisedDay);

    [JsonIgnore]
    public decimal Fee => Branches.Sum(branch => branch.Fee);

    public BranchDefinition Branch(int number) => Branches.First(branch => branch.Number == number);

    /// <summary>
    /// Working days from acceptance to the promised day of that branch; those of the whole item for a branch that only a flow has drawn.
    /// </summary>
    public int PromisedDayOf(int branch) => Branches.FirstOrDefault(part => part.Number == branch)?.PromisedDay ?? PromisedDays;

    /// <summary>The papers that a branch reads, whoever brings them.</summary>
    public IEnumerable<MaterialRequirement> MaterialsOf(int branch) => Materials.Where(material => material.UsedBy.Contains(branch));

    /// <summary>The branches of whoever fills the form like that: all that are not optional, and those that a field brings in.</summary>
    public IEnumerable<int> BranchesFor(JsonObject? form) =>
        Branches
            .Where(branch =>
                !branch.IsOptional
                || (branch.ChosenBy is { } field && form?[field] is JsonValue value && value.TryGetValue(out bool isChosen) && isChosen)
            )
            .Select(branch => branch.Number);

    /// <summary>The papers asked of the applicant when these branches take part.</summary>
    public IEnumerable<MaterialRequirement> AskedFor(IReadOnlyCollection<int> branches) =>
        Materials.Where(material => material.IsAsked && material.UsedBy.Any(branches.Contains));
}
