using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ParallelApproval.Database;
using ParallelApproval.Identities;

namespace ParallelApproval.Supervision;

/// <summary>A row of <c>supervision_cards</c>: the card as a document, and the columns by which it is found.</summary>
public sealed class CardRow
{
    public long CaseKey { get; init; }

    public int Running { get; init; }

    public required string Point { get; init; }

    public int Branch { get; init; }

    public required string Occasion { get; init; }

    public CardColour Colour { get; init; }

    public CardStatus Status { get; init; }

    public required string Department { get; init; }

    public DateTimeOffset RaisedAt { get; init; }

    public DateTimeOffset? NextAt { get; init; }

    public required Card Document { get; init; }

    internal Card Card => Document with { Number = new(new CaseNumber(CaseKey), Running) };
}

/// <summary>A row of <c>supervision_orders</c>: the order as a document, and the columns by which it is found.</summary>
public sealed class OrderRow
{
    public long CaseKey { get; init; }

    public int Running { get; init; }

    public OrderKind Kind { get; init; }

    public OrderStatus Status { get; init; }

    public required string Department { get; init; }

    public DateTimeOffset DraftedAt { get; init; }

    public DateTimeOffset? NextAt { get; init; }

    public required SupervisionOrder Document { get; init; }

    internal SupervisionOrder Order => Document with { Number = new(new CaseNumber(CaseKey), Running) };
}

internal sealed class CardTable : IEntityTypeConfiguration<CardRow>
{
    /// <summary>What each card costs, for statements of other rooms: <c>case_key</c>, <c>running</c>, <c>deduction</c> in points.</summary>
    internal const string Deductions = "(SELECT case_key, running, (document->>'deduction')::int AS deduction FROM supervision_cards)";

    public void Configure(EntityTypeBuilder<CardRow> table)
    {
        table.ToTable("supervision_cards").HasKey(row => new { row.CaseKey, row.Running });
        // Whoever raises it, and however often: one card for each occasion.
        table
            .HasIndex(row => new
            {
                row.CaseKey,
                row.Point,
                row.Branch,
                row.Occasion,
            })
            .IsUnique();
        table.HasIndex(row => new
        {
            row.RaisedAt,
            row.CaseKey,
            row.Running,
        });
        table.HasIndex(row => new { row.Department, row.RaisedAt });
        table.HasIndex(row => new { row.Colour, row.RaisedAt }, "ix_supervision_cards_wall").HasFilter(OnTheWall);
        table.HasIndex(row => row.NextAt, "ix_supervision_cards_next").HasFilter("next_at IS NOT NULL");
        table.Property(row => row.Point).HasMaxLength(8);
        table.Property(row => row.Occasion).HasMaxLength(100);
        table
            .Property(row => row.Document)
            .HasColumnType("jsonb")
            .HasConversion(
                card => JsonSerializer.Serialize(card, HouseJson.Options),
                text => JsonSerializer.Deserialize<Card>(text, HouseJson.Options)!
            );
    }

    /// <summary>The statuses in which somebody still has to do something about a card.</summary>
    internal const string OnTheWall = "status IN ('Told', 'Open', 'Overdue', 'Appealed')";
}

internal sealed class OrderTable : IEntityTypeConfiguration<OrderRow>
{
    /// <summary>
    /// Whom each order is addressed to, for statements of other rooms: <c>case_key</c>, <c>running</c>, <c>department</c>.
    /// </summary>
    internal const string Departments = "(SELECT case_key, running, department FROM supervision_orders)";

    public void Configure(EntityTypeBuilder<OrderRow> table)
    {
        table.ToTable("supervision_orders").HasKey(row => new { row.CaseKey, row.Running });
        table.HasIndex(row => new
        {
            row.DraftedAt,
            row.CaseKey,
            row.Running,
        });
        table.HasIndex(row => new { row.Department, row.DraftedAt });
        table.HasIndex(row => row.Status, "ix_supervision_orders_open").HasFilter("status NOT IN ('Closed', 'Withdrawn')");
        table.HasIndex(row => row.NextAt, "ix_supervision_orders_next").HasFilter("next_at IS NOT NULL");
        table
            .Property(row => row.Document)
            .HasColumnType("jsonb")
            .HasConversion(
                order => JsonSerializer.Serialize(order, HouseJson.Options),
                text => JsonSerializer.Deserialize<SupervisionOrder>(text, HouseJson.Options)!
            );
    }
}

/// <summary>A row of <c>spot_checks</c>.</summary>
internal sealed class SpotCheckRow
{
    public long CaseKey { get; init; }

    public int Running { get; init; }

    public DateTimeOffset DrawnAt { get; init; }

    public required SpotCheck Document { get; init; }

    public SpotCheck Check => Document with { Number = new(new CaseNumber(CaseKey), Running) };
}

/// <summary>A row of <c>spot_check_results</c>; it lies in the file of the case that was looked through.</summary>
internal sealed class SpotCheckResultRow
{
    public long CaseKey { get; init; }

    public long CheckKey { get; init; }

    public int CheckRunning { get; init; }

    public required SpotCheckResult Document { get; init; }
}

internal sealed class SpotCheckTable : IEntityTypeConfiguration<SpotCheckRow>
{
    public void Configure(EntityTypeBuilder<SpotCheckRow> table)
    {
        table.ToTable("spot_checks").HasKey(row => new { row.CaseKey, row.Running });
        table.HasIndex(row => new
        {
            row.DrawnAt,
            row.CaseKey,
            row.Running,
        });
        table
            .Property(row => row.Document)
            .HasColumnType("jsonb")
            .HasConversion(
                check => JsonSerializer.Serialize(check, HouseJson.Options),
                text => JsonSerializer.Deserialize<SpotCheck>(text, HouseJson.Options)!
            );
    }
}

internal sealed class SpotCheckResultTable : IEntityTypeConfiguration<SpotCheckResultRow>
{
    public void Configure(EntityTypeBuilder<SpotCheckResultRow> table)
    {
        table
            .ToTable("spot_check_results")
            .HasKey(row => new
            {
                row.CaseKey,
                row.CheckKey,
                row.CheckRunning,
            });
        table.HasIndex(row => new { row.CheckKey, row.CheckRunning });
        table
            .Property(row => row.Document)
            .HasColumnType("jsonb")
            .HasConversion(
                result => JsonSerializer.Serialize(result, HouseJson.Options),
                text => JsonSerializer.Deserialize<SpotCheckResult>(text, HouseJson.Options)!
            );
    }
}
