using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Catalogue;

/// <summary>What kind of power of an authority an item is (权力类型、事项类型), as the national list names it.</summary>
public enum PowerKind
{
    /// <summary>行政许可.</summary>
    Permit,

    /// <summary>行政确认.</summary>
    Confirmation,

    /// <summary>行政给付.</summary>
    Benefit,

    /// <summary>行政奖励.</summary>
    Award,

    /// <summary>行政裁决.</summary>
    Ruling,

    /// <summary>行政征收.</summary>
    Levy,

    /// <summary>行政检查.</summary>
    Inspection,

    /// <summary>行政强制.</summary>
    Coercion,

    /// <summary>行政处罚.</summary>
    Penalty,

    /// <summary>其他行政权力.</summary>
    Other,

    /// <summary>公共服务.</summary>
    PublicService,
}

/// <summary>
/// An item of the national list (实施清单事项) as it was published there: a draft, under which nothing is received. It goes live as an item of
/// the catalogue with the same code, once it has what it lacks.
/// </summary>
public sealed record ListedItem
{
    /// <summary>实施编码 or 业务办理项编码, 3 to 55 characters.</summary>
    public required string ItemCode { get; init; }

    public required string Name { get; init; }

    public required PowerKind Power { get; init; }

    /// <summary>基本编码, if the list has it.</summary>
    public string? BasicCode { get; init; }

    /// <summary>实施主体: code of the body; null while the house does not know it.</summary>
    public string? DepartmentCode { get; init; }

    /// <summary>业务办理项: what it is divided into; null where it is not.</summary>
    public string? Task { get; init; }

    /// <summary>法定办结时限, working days.</summary>
    public int? LegalDays { get; init; }

    /// <summary>承诺办结时限, working days.</summary>
    public int? PromisedDays { get; init; }

    /// <summary>设定依据.</summary>
    public string? LegalBasis { get; init; }

    /// <summary>受理条件.</summary>
    public string? Conditions { get; init; }

    /// <summary>办理流程.</summary>
    public string? Procedure { get; init; }

    /// <summary>监督投诉方式.</summary>
    public string? Complaints { get; init; }

    /// <summary>行使层级; null where the list does not say it.</summary>
    public Tier? Tier { get; init; }

    /// <summary>实施主体 as the list names it; null where it names none.</summary>
    public string? BodyName { get; init; }

    /// <summary>办件类型; null where the list does not say it.</summary>
    public ItemKind? Kind { get; init; }

    /// <summary>服务对象.</summary>
    public string? Target { get; init; }

    /// <summary>申请材料, as the list writes them: a line for each, or numbered.</summary>
    public string? Papers { get; init; }

    /// <summary>收费: 不收费, or what is charged and by which rule.</summary>
    public string? Fees { get; init; }

    /// <summary>审批结果名称: what the applicant gets.</summary>
    public string? Result { get; init; }

    /// <summary>Counts its changes from 1.</summary>
    public int Revision { get; init; } = 1;

    /// <summary>What it lacks for going live, whatever somebody wrote: the work that is left (待完善).</summary>
    public IReadOnlyList<ListedGap> Gaps() =>
        [
            .. new (ListedGap Gap, bool IsOpen)[]
            {
                (ListedGap.Department, DepartmentCode is null),
                (ListedGap.BasicCode, BasicCode is null),
                (ListedGap.LegalDays, LegalDays is null),
                (ListedGap.PromisedDays, PromisedDays is null),
                (ListedGap.LegalBasis, string.IsNullOrWhiteSpace(LegalBasis)),
                (ListedGap.Conditions, string.IsNullOrWhiteSpace(Conditions)),
                (ListedGap.Procedure, string.IsNullOrWhiteSpace(Procedure)),
                (ListedGap.Complaints, string.IsNullOrWhiteSpace(Complaints)),
                (ListedGap.Fees, string.IsNullOrWhiteSpace(Fees)),
                (ListedGap.Results, string.IsNullOrWhiteSpace(Result)),
                // The list knows neither who takes part, nor which papers of the library are read, nor by which flow it is done.
                (ListedGap.Branches, true),
                (ListedGap.Papers, true),
                (ListedGap.Flow, true),
            }
                .Where(gap => gap.IsOpen)
                .Select(gap => gap.Gap),
        ];
}

/// <summary>What a draft lacks for going live (缺项).</summary>
public enum ListedGap
{
    Department,
    BasicCode,
    LegalDays,
    PromisedDays,
    LegalBasis,
    Conditions,
    Procedure,
    Complaints,
    Branches,
    Papers,
    Flow,
    Fees,
    Results,
}

internal sealed class ListedItemTable : IEntityTypeConfiguration<ListedItem>
{
    public void Configure(EntityTypeBuilder<ListedItem> table)
    {
        table.ToTable("listed_items");
        table.HasKey(item => item.ItemCode);
        table.Property(item => item.ItemCode).HasMaxLength(TextLengths.Code);
        table.Property(item => item.Power).HasConversion<string>().HasMaxLength(32);
        table.Property(item => item.Tier).HasConversion<string>().HasMaxLength(32);
        table.Property(item => item.Kind).HasConversion<string>().HasMaxLength(32);
        table.Property(item => item.DepartmentCode).HasMaxLength(16);
        table.Property(item => item.Revision).HasDefaultValue(1).IsConcurrencyToken();
        table.HasOne<Organisation.Department>().WithMany().HasForeignKey(item => item.DepartmentCode).OnDelete(DeleteBehavior.Restrict);
    }
}
