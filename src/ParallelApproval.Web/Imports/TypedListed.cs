using System.Globalization;
using ErrorOr;
using ParallelApproval.Catalogue;
using ParallelApproval.Web.Problems;

namespace ParallelApproval.Web.Imports;

/// <summary>A listed item as it stands in the fields of its page, on its way to going live (上线填写).</summary>
internal sealed class TypedListed(ItemDraft draft)
{
    public string? Name { get; set; } = draft.Name;

    public string? NameEn { get; set; } = draft.NameEn;

    public string? BasicCode { get; set; } = draft.BasicCode;

    public string? BusinessCode { get; set; } = draft.BusinessCode;

    public string? Kind { get; set; } = draft.Kind.ToString();

    public string? Lead { get; set; } = draft.LeadDepartmentCode;

    public string? Intake { get; set; } = draft.IntakeDepartmentCode;

    public string? Target { get; set; } = draft.Target;

    public DateOnly? EffectiveFrom { get; set; } = draft.EffectiveFrom;

    public int PromisedDays { get; set; } = draft.PromisedDays;

    public int LegalDays { get; set; } = draft.LegalDays;

    public string? Flow { get; set; } = draft.WorkflowDefinitionId;

    public string? Content { get; set; } = draft.Guide.Content;

    public string? Conditions { get; set; } = draft.Guide.Conditions;

    public string? Procedure { get; set; } = draft.Guide.Procedure;

    public string? Complaints { get; set; } = draft.Guide.Complaints;

    public List<TypedListedBranch> Branches { get; } = [.. draft.Branches.Select(branch => new TypedListedBranch(branch))];

    public List<TypedPaper> Papers { get; } = [.. draft.Materials.Select(use => new TypedPaper(use.Code))];

    /// <summary>One more branch, as the last one was, for another body.</summary>
    public void AddBranch()
    {
        var last = Branches[^1].Definition(Branches.Count);
        Branches.Add(new(last with { DepartmentCode = "", Certificate = "", LegalBasis = "", FeeBasis = "", Fee = 0 }));
        Flow = DraftOfListed.FlowFor(KindOrDefault, Branches.Count);
    }

    public void TakeAway(TypedListedBranch branch)
    {
        Branches.Remove(branch);
        Flow = DraftOfListed.FlowFor(KindOrDefault, Branches.Count);
    }

    public void AddPaper(string code)
    {
        if (Papers.TrueForAll(paper => paper.Code != code))
            Papers.Add(new(code));
    }

    private ItemKind KindOrDefault => Enum.TryParse<ItemKind>(Kind, out var kind) ? kind : default;

    /// <summary>The draft that it is, or the fields that cannot be read.</summary>
    public ErrorOr<ItemDraft> Draft()
    {
        var faults = new List<Error>();
        if (EffectiveFrom is null)
            faults.Add(FrontRefusals.MissingField("effectiveFrom"));
        foreach (var (at, branch) in Branches.Index())
            if (branch.Yuan is null)
                faults.Add(FrontRefusals.WrongType($"branches[{at}].fee"));
        foreach (var (at, paper) in Papers.Index())
            if (paper.Numbers is null)
                faults.Add(FrontRefusals.NumbersMalformed($"materials[{at}].usedBy"));
        if (faults.Count > 0)
            return faults;
        int[] every = [.. Enumerable.Range(1, Branches.Count)];
        return draft with
        {
            Name = Name ?? "",
            NameEn = Given(NameEn) ?? Name ?? "",
            BasicCode = (BasicCode ?? "").Trim(),
            BusinessCode = (BusinessCode ?? "").Trim(),
            Kind = KindOrDefault,
            LeadDepartmentCode = Lead ?? "",
            IntakeDepartmentCode = Intake ?? "",
            Target = Target ?? "",
            EffectiveFrom = EffectiveFrom!.Value,
            PromisedDays = PromisedDays,
            LegalDays = LegalDays,
            WorkflowDefinitionId = Flow ?? "",
            Guide = new(Content ?? "", Conditions ?? "", Procedure ?? "", Complaints ?? ""),
            Branches = [.. Branches.Select((branch, at) => branch.Definition(at + 1))],
            Materials =
            [
                .. Papers.Select(paper => new MaterialUse(paper.Code, paper.Numbers is { Length: > 0 } numbers ? numbers : every)),
            ],
        };
    }

    internal static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

/// <summary>One branch of it.</summary>
internal sealed class TypedListedBranch(BranchDefinition branch)
{
    public string? Department { get; set; } = branch.DepartmentCode;

    public string? Certificate { get; set; } = branch.Certificate;

    public string? LegalBasis { get; set; } = branch.LegalBasis;

    public string? Fee { get; set; } = branch.Fee.ToString("0.##", CultureInfo.InvariantCulture);

    public string? FeeBasis { get; set; } = branch.FeeBasis;

    public int PromisedDay { get; set; } = branch.PromisedDay;

    public int LegalDays { get; set; } = branch.LegalDays;

    /// <summary>Null when it is no amount.</summary>
    public decimal? Yuan =>
        decimal.TryParse((Fee ?? "").Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var yuan) ? yuan : null;

    public BranchDefinition Definition(int number) =>
        branch with
        {
            Number = number,
            DepartmentCode = Department ?? "",
            Certificate = Certificate ?? "",
            CertificateEn = Certificate ?? "",
            ResultDocument = Certificate ?? "",
            ResultDocumentEn = Certificate ?? "",
            LegalBasis = LegalBasis ?? "",
            Fee = Yuan ?? 0,
            FeeBasis = FeeBasis ?? "",
            PromisedDay = PromisedDay,
            SerialDays = PromisedDay,
            LegalDays = LegalDays,
        };
}

/// <summary>One paper of it.</summary>
internal sealed class TypedPaper(string code)
{
    public string Code => code;

    /// <summary>Numbers of the branches that read it; empty for all.</summary>
    public string? UsedBy { get; set; }

    /// <summary>Null when it is no list of numbers.</summary>
    public int[]? Numbers
    {
        get
        {
            var parts = (UsedBy ?? "").Split(
                [',', '，', '、', ' '],
                StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
            );
            return Array.TrueForAll(parts, part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                ? [.. parts.Select(part => int.Parse(part, CultureInfo.InvariantCulture))]
                : null;
        }
    }
}
