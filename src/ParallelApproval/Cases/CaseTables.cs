using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Inputs;

namespace ParallelApproval.Cases;

/// <summary>A row of <c>cases</c> as lists and reports read it; commands go through <see cref="CaseSection"/>.</summary>
public sealed class CaseRow
{
    /// <summary>
    /// <see cref="Identities.CaseNumber.Key"/>; the first column of every table of a case, so that the tables can be spread by it.
    /// </summary>
    public long CaseKey { get; init; }

    public required string ItemCode { get; init; }

    public int ItemVersion { get; init; }

    public required string ItemName { get; init; }

    public required string ApplicantName { get; init; }

    public required int[] ChosenBranches { get; init; }

    public required string QueryCode { get; init; }

    public DeliveryWay Delivery { get; init; }

    public DateTimeOffset ReceivedAt { get; init; }

    public required string ReceivedBy { get; init; }

    public CaseStatus Status { get; init; }

    public DateTimeOffset? PapersCompleteAt { get; init; }

    public DateTimeOffset? AcceptedAt { get; init; }

    public bool IsDeemedAccepted { get; init; }

    public DateTimeOffset? SecondCorrectionAskedAt { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    public CaseStatus? Result { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Written by the erasure alone; beside the seal, so that nodes of before seal the same row alike.</summary>
    public DateTimeOffset? DisposedAt { get; init; }

    public required string Station { get; init; }

    public string? OpenKey { get; init; }

    public bool MayCorrectAgain { get; init; }

    public required string[] DeferredPapers { get; init; }

    public bool IsByCommitment { get; init; }

    public string? WindowNumber { get; init; }
}

/// <summary>The key of an open case; see <see cref="OpenApplications"/>.</summary>
internal sealed class OpenApplicationRow
{
    public required string OpenKey { get; init; }

    public long CaseKey { get; init; }
}

/// <summary>The application as handed in; written once.</summary>
internal sealed class ApplicationRow
{
    public long CaseKey { get; init; }

    public ApplicantKind Kind { get; init; }

    /// <summary>JSON of an <see cref="Cases.Applicant"/>.</summary>
    public required string Applicant { get; init; }

    /// <summary>See <see cref="ApplicantMarks"/>.</summary>
    public required long[] Marks { get; init; }

    public required string Form { get; init; }
}

/// <summary>A paper on the checklist.</summary>
internal sealed class MaterialRow
{
    public long CaseKey { get; init; }

    public int Position { get; init; }

    public required string Code { get; init; }

    public required string Name { get; init; }

    public MaterialState State { get; init; }

    public MaterialForm? Form { get; init; }

    public int Copies { get; init; }

    public int Version { get; init; }

    public string? Problem { get; init; }

    public string? Wanted { get; init; }
}

/// <summary>How many running numbers of a day have been given out in blocks.</summary>
internal sealed class NumberBlockRow
{
    public required string Region { get; init; }

    public DateOnly Day { get; init; }

    public int Taken { get; init; }
}

internal sealed class CaseTable : IEntityTypeConfiguration<CaseRow>
{
    /// <summary>
    /// Open cases whose results lie ready, for queries of other rooms: <c>case_key</c>, <c>applicant_name</c>, <c>applicant_kind</c>,
    /// <c>item_name</c>, <c>item_code</c>, <c>item_version</c>, <c>decided_at</c>.
    /// </summary>
    internal const string ResultsReady = """
        (SELECT case_key, applicant_name, item_name, item_code, item_version, decided_at,
            (SELECT a.kind FROM case_applications a WHERE a.case_key = c.case_key) AS applicant_kind
        FROM cases c WHERE closed_at IS NULL AND status = 'Decided' AND delivery = 'Window'
            AND result NOT IN ('Withdrawn', 'AcceptanceRevoked'))
        """;

    public void Configure(EntityTypeBuilder<CaseRow> table)
    {
        table.ToTable("cases").HasKey(row => row.CaseKey);
        table.Property(row => row.CaseKey).ValueGeneratedNever();
        // Lists show open cases first; what is closed grows without end and stays out of this index.
        table.HasIndex(row => row.CaseKey, "ix_cases_open").HasFilter("closed_at IS NULL");
        table.HasIndex(row => new { row.Station, row.CaseKey });
        table.Property(row => row.Station).HasMaxLength(16);
        table.Property(row => row.WindowNumber).HasMaxLength(16);
        // A month's reports read what was closed in it, however long the history is.
        table.HasIndex(row => row.ClosedAt, "ix_cases_closed").HasFilter("closed_at IS NOT NULL");
        table.HasStorageParameter("fillfactor", 80);
    }
}

internal sealed class ApplicationTable : IEntityTypeConfiguration<ApplicationRow>
{
    public void Configure(EntityTypeBuilder<ApplicationRow> table)
    {
        table.ToTable("case_applications").HasKey(row => row.CaseKey);
        table.Property(row => row.CaseKey).ValueGeneratedNever();
        table.Property(row => row.Applicant).HasColumnType("json").IsEncrypted([nameof(ApplicationRow.CaseKey)]);
        table.Property(row => row.Form).HasColumnType("json");
        table.HasIndex(row => row.Marks).HasMethod("gin");
    }
}

internal sealed class MaterialTable : IEntityTypeConfiguration<MaterialRow>
{
    public void Configure(EntityTypeBuilder<MaterialRow> table)
    {
        table.ToTable("case_materials").HasKey(row => new { row.CaseKey, row.Code });
    }
}

internal sealed class OpenApplicationTable : IEntityTypeConfiguration<OpenApplicationRow>
{
    public void Configure(EntityTypeBuilder<OpenApplicationRow> table)
    {
        table.ToTable(OpenApplications.Table).HasKey(row => row.OpenKey);
        table.Property(row => row.OpenKey).HasMaxLength(64);
        // Two of a case while the search key is changed; it is released by its number.
        table.HasIndex(row => row.CaseKey);
    }
}

internal sealed class BlockTable : IEntityTypeConfiguration<Block>
{
    public void Configure(EntityTypeBuilder<Block> table)
    {
        table.ToTable("blocks").HasKey(block => block.Id);
        table.Property(block => block.IdNumber).IsEncrypted([nameof(Block.Id)], BlockQueries.Mark);
        table.Property<long?>(BlockQueries.Mark);
        table.Property(block => block.ItemCode).HasMaxLength(TextLengths.Code);
        table.HasIndex(BlockQueries.Mark);
    }
}

internal sealed class NumberBlockTable : IEntityTypeConfiguration<NumberBlockRow>
{
    public void Configure(EntityTypeBuilder<NumberBlockRow> table) =>
        table.ToTable("case_number_blocks").HasKey(row => new { row.Region, row.Day });
}
