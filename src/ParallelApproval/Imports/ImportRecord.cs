using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ParallelApproval.Imports;

/// <summary>What is taken in by sheets (导入种类).</summary>
public enum ImportKind
{
    /// <summary>部门.</summary>
    Departments,

    /// <summary>人员.</summary>
    Officers,

    /// <summary>窗口.</summary>
    Windows,

    /// <summary>授权书.</summary>
    Letters,

    /// <summary>利益关联信息; never given out again.</summary>
    Interests,

    /// <summary>限制申请名单; never given out again.</summary>
    Blocks,

    /// <summary>材料库.</summary>
    Materials,

    /// <summary>事项, with branches and papers.</summary>
    Items,

    /// <summary>实施清单: items of the national list, as drafts.</summary>
    ListedItems,
}

/// <summary>What a line of a file does to the house.</summary>
public enum LineChange
{
    Unchanged,
    New,
    Changed,
}

/// <summary>What a line of a file does, or did (导入行).</summary>
/// <param name="Row">As the spreadsheet counts.</param>
/// <param name="Key">By which the thing is known: code, account, number.</param>
/// <param name="Fields">Headers of the columns that say something else than the house, in Chinese.</param>
public sealed record ImportLine(string Sheet, int Row, string Key, string Name, LineChange Change, IReadOnlyList<string> Fields);

/// <summary>A line as it is kept with its import, so that it can be taken back.</summary>
/// <param name="Revision">State in which the import left the thing; 0 where it has none.</param>
/// <param name="Before">What its cells said before; null where it was new, and where that is kept nowhere else.</param>
/// <param name="Id">Identity of what was made, where its key is none.</param>
internal sealed record KeptLine(
    string Key,
    LineChange Change,
    int Revision = 0,
    IReadOnlyDictionary<string, string>? Before = null,
    Guid? Id = null
);

/// <summary>An import that was carried out (导入记录).</summary>
internal sealed class ImportRecord
{
    public required Guid Id { get; init; }

    public required ImportKind Kind { get; init; }

    public required string FileName { get; init; }

    public required string EnteredBy { get; init; }

    public required DateTimeOffset EnteredAt { get; init; }

    public required int New { get; init; }

    public required int Changed { get; init; }

    /// <summary><see cref="KeptLine"/>s, in the order in which they were carried out.</summary>
    public required string Lines { get; init; }

    public DateTimeOffset? UndoneAt { get; set; }

    public string? UndoneBy { get; set; }
}

internal sealed class ImportRecordTable : IEntityTypeConfiguration<ImportRecord>
{
    public void Configure(EntityTypeBuilder<ImportRecord> table)
    {
        table.ToTable("imports");
        table.Property(record => record.Kind).HasConversion<string>().HasMaxLength(32);
        table.Property(record => record.Lines).HasColumnType("json");
        table.HasIndex(record => record.EnteredAt);
    }
}
