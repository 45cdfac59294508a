using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ParallelApproval.Clocks;

namespace ParallelApproval.Evaluations;

/// <summary>A row of <c>services_given</c>: what can be rated, rated or not.</summary>
public sealed class ServiceRow
{
    public long CaseKey { get; init; }

    public int Service { get; init; }

    public ServiceKind Kind { get; init; }

    public DateTimeOffset At { get; init; }

    public required string Department { get; init; }

    public string? Officer { get; init; }
}

/// <summary>A row of <c>ratings</c>; written once, guarded by the database against change and removal.</summary>
public sealed class RatingRow
{
    public long CaseKey { get; init; }

    public int Service { get; init; }

    public Grade Grade { get; init; }

    public required string[] Reasons { get; init; }

    public string? Comment { get; init; }

    public required string Department { get; init; }

    public DateTimeOffset RatedAt { get; init; }

    public Suspicion? Suspicion { get; init; }
}

/// <summary>A row of <c>remedies</c> as lists and the sweep read it; commands go through <see cref="EvaluationSection"/>.</summary>
public sealed class RemedyRow
{
    public long CaseKey { get; init; }

    public int Service { get; init; }

    public required string Department { get; init; }

    public RemedyStep Step { get; init; }

    public int Round { get; init; }

    public int CallsInVain { get; init; }

    public DateOnly StartedOn { get; init; }

    public DateOnly? DueOn { get; init; }

    public DateOnly? YellowOn { get; init; }

    public bool IsExtended { get; init; }

    public ClockColour Announced { get; init; }

    public DateTimeOffset? NextAt { get; init; }

    public RemedyEnd? Ended { get; init; }
}

/// <summary>A row of <c>rating_appeals</c>.</summary>
public sealed class RatingAppealRow
{
    public long CaseKey { get; init; }

    public int Service { get; init; }

    public required string Grounds { get; init; }

    public required string LodgedBy { get; init; }

    public DateTimeOffset LodgedAt { get; init; }

    public bool? IsGranted { get; init; }

    public string? Reasons { get; init; }

    public string? DecidedBy { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }
}

/// <summary>Where officers have worked lately: an address, and who signed in there.</summary>
internal sealed class OfficeAddressRow
{
    public required string Address { get; init; }

    public required string UserName { get; init; }

    public required string Department { get; init; }

    public DateTimeOffset SeenAt { get; init; }
}

internal sealed class ServiceTable : IEntityTypeConfiguration<ServiceRow>
{
    /// <summary>Notes the end of a matter as a service: case, number of the event, instant, department.</summary>
    internal const string NoteMatter =
        "INSERT INTO services_given (case_key, service, kind, at, department, officer) VALUES ($1, $2, 'Matter', $3, $4, NULL)";

    public void Configure(EntityTypeBuilder<ServiceRow> table)
    {
        table.ToTable("services_given").HasKey(row => new { row.CaseKey, row.Service });
        table.HasIndex(row => row.At);
    }
}

internal sealed class RatingTable : IEntityTypeConfiguration<RatingRow>
{
    public void Configure(EntityTypeBuilder<RatingRow> table)
    {
        table.ToTable("ratings").HasKey(row => new { row.CaseKey, row.Service });
        table.HasIndex(row => new { row.RatedAt, row.CaseKey });
    }
}

internal sealed class RemedyTable : IEntityTypeConfiguration<RemedyRow>
{
    public void Configure(EntityTypeBuilder<RemedyRow> table)
    {
        table.ToTable("remedies").HasKey(row => new { row.CaseKey, row.Service });
        table.Property(row => row.Ended).HasColumnName("ended");
        table.HasIndex(row => row.NextAt, "ix_remedies_next").HasFilter("next_at IS NOT NULL");
        table.HasIndex(row => new { row.Department, row.DueOn }, "ix_remedies_open").HasFilter("due_on IS NOT NULL");
    }
}

internal sealed class RatingAppealTable : IEntityTypeConfiguration<RatingAppealRow>
{
    public void Configure(EntityTypeBuilder<RatingAppealRow> table)
    {
        table.ToTable("rating_appeals").HasKey(row => new { row.CaseKey, row.Service });
        table.HasIndex(row => row.LodgedAt, "ix_rating_appeals_open").HasFilter("is_granted IS NULL");
        table.HasIndex(row => row.DecidedAt);
    }
}

internal sealed class OfficeAddressTable : IEntityTypeConfiguration<OfficeAddressRow>
{
    public void Configure(EntityTypeBuilder<OfficeAddressRow> table)
    {
        table.ToTable("office_addresses").HasKey(row => new { row.Address, row.UserName });
        table.Property(row => row.Address).HasMaxLength(64);
        table.HasIndex(row => row.SeenAt);
    }
}
