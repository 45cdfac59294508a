using System.Globalization;
using ErrorOr;
using ParallelApproval.Catalogue;
using ParallelApproval.Web.Problems;

namespace ParallelApproval.Web.Catalogue;

/// <summary>An item as it stands in the fields of its page (填写中的事项): what the public reads of it, and what its branches wait for.</summary>
internal sealed class TypedItem
{
    private readonly ItemDraft _draft;

    public TypedItem(ServiceItem item, DateOnly from)
    {
        _draft = ItemDraft.Of(item, from);
        (Name, NameEn, Target, EffectiveFrom) = (item.Name, item.NameEn, item.Target, from);
        CommonNames = CommonNameList.Written(item.CommonNames);
        (PromisedDays, LegalDays, Flow) = (item.PromisedDays, item.LegalDays, item.WorkflowDefinitionId);
        (Retention, UndecidedRetentionYears) = (item.Retention.ToString(), item.UndecidedRetentionYears);
        (Content, Conditions, Procedure, Complaints) = (
            item.Guide.Content,
            item.Guide.Conditions,
            item.Guide.Procedure,
            item.Guide.Complaints
        );
        Branches = [.. item.Branches.Select(branch => new TypedBranch(branch))];
    }

    public string? Name { get; set; }

    public string? NameEn { get; set; }

    public string? Target { get; set; }

    /// <summary>What people call it, one after the other.</summary>
    public string? CommonNames { get; set; }

    public DateOnly? EffectiveFrom { get; set; }

    public int PromisedDays { get; set; }

    public int LegalDays { get; set; }

    /// <summary>Name of a <see cref="RetentionPeriod"/>.</summary>
    public string? Retention { get; set; }

    public int UndecidedRetentionYears { get; set; }

    /// <summary>The definition on which its cases run.</summary>
    public string? Flow { get; set; }

    public string? Content { get; set; }

    public string? Conditions { get; set; }

    public string? Procedure { get; set; }

    public string? Complaints { get; set; }

    public IReadOnlyList<TypedBranch> Branches { get; }

    /// <summary>The draft that it is, or the fields that cannot be read.</summary>
    public ErrorOr<ItemDraft> Draft()
    {
        var faults = new List<Error>();
        if (EffectiveFrom is null)
            faults.Add(FrontRefusals.MissingField("effectiveFrom"));
        foreach (var (at, branch) in Branches.Index())
        {
            if (branch.Dependencies() is null)
                faults.Add(FrontRefusals.NumbersMalformed($"branches[{at}].dependsOn"));
            if (branch.Yuan() is null)
                faults.Add(FrontRefusals.WrongType($"branches[{at}].fee"));
        }

        return faults.Count > 0
            ? faults
            : _draft with
            {
                Name = Name ?? "",
                NameEn = NameEn ?? "",
                Target = Target ?? "",
                CommonNames = CommonNameList.Read(CommonNames),
                EffectiveFrom = EffectiveFrom!.Value,
                PromisedDays = PromisedDays,
                LegalDays = LegalDays,
                Retention = Enum.TryParse<RetentionPeriod>(Retention, out var period) ? period : _draft.Retention,
                UndecidedRetentionYears = UndecidedRetentionYears,
                WorkflowDefinitionId = Flow ?? "",
                Guide = new(Content ?? "", Conditions ?? "", Procedure ?? "", Complaints ?? ""),
                Branches = [.. Branches.Select(branch => branch.Definition())],
            };
    }
}

/// <summary>One branch of it.</summary>
internal sealed class TypedBranch(BranchDefinition branch)
{
    private const char SoftMark = '~';

    public BranchDefinition Held => branch;

    public string? LegalBasis { get; set; } = branch.LegalBasis;

    public string? ResultDocument { get; set; } = branch.ResultDocument;

    public string? Fee { get; set; } = branch.Fee.ToString("0.##", CultureInfo.InvariantCulture);

    public string? FeeBasis { get; set; } = branch.FeeBasis;

    public int PromisedDay { get; set; } = branch.PromisedDay;

    /// <summary>Numbers of the branches that come first, with <c>~</c> before one that it may sign without.</summary>
    public string? DependsOn { get; set; } =
        string.Join(
            ", ",
            branch.DependsOn.Select(first =>
                (first.Kind is DependencyKind.Soft ? "~" : "") + first.Branch.ToString(CultureInfo.InvariantCulture)
            )
        );

    /// <summary>Null when it is no list of numbers.</summary>
    public List<BranchDependency>? Dependencies()
    {
        var found = new List<BranchDependency>();
        foreach (
            var part in (DependsOn ?? "").Split(
                [',', '，', '、', ' '],
                StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
            )
        )
        {
            if (!int.TryParse(part.TrimStart(SoftMark), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return null;
            found.Add(new(number, part[0] == SoftMark ? DependencyKind.Soft : DependencyKind.Hard));
        }

        return found;
    }

    /// <summary>Null when it is no amount.</summary>
    public decimal? Yuan() =>
        decimal.TryParse(
            (Fee ?? "").Trim(),
            NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture,
            out var yuan
        )
            ? yuan
            : null;

    public BranchDefinition Definition() =>
        branch with
        {
            LegalBasis = LegalBasis ?? "",
            ResultDocument = ResultDocument ?? "",
            Fee = Yuan()!.Value,
            FeeBasis = FeeBasis ?? "",
            PromisedDay = PromisedDay,
            DependsOn = Dependencies()!,
        };
}
