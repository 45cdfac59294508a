using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Npgsql;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Installations;
using ParallelApproval.Organisation;

namespace ParallelApproval.Notices;

/// <summary>A gap in who may sign that the heads were told of (授权中断提醒).</summary>
internal sealed class GapToldRow
{
    /// <summary>Stands in the notice where others have the number of their event.</summary>
    public int Id { get; init; }

    public required string Department { get; init; }

    public required string ItemCode { get; init; }

    /// <summary>The first day on which nobody may sign.</summary>
    public DateOnly FirstDay { get; init; }

    public DateTimeOffset ToldAt { get; init; }
}

internal sealed class GapToldTable : IEntityTypeConfiguration<GapToldRow>
{
    public void Configure(EntityTypeBuilder<GapToldRow> table)
    {
        table.ToTable("gaps_told").HasKey(row => row.Id);
        table.Property(row => row.Id).UseIdentityAlwaysColumn();
        table.Property(row => row.Department).HasMaxLength(16);
        table.Property(row => row.ItemCode).HasMaxLength(64);
        table
            .HasIndex(row => new
            {
                row.Department,
                row.ItemCode,
                row.FirstDay,
            })
            .IsUnique();
    }
}

/// <summary>
/// 授权中断提醒: tells the heads of the centre of each gap in who may sign, thirty days before it begins or as soon as it is known, once each.
/// Run twice, or on several nodes, it tells no more.
/// </summary>
public sealed class WarnOfGaps(
    HouseStore houseStore,
    PowersAhead powers,
    OfficerRegister officers,
    InstallationRegister installation,
    Vault vault,
    TimeProvider time
)
{
    private const string Note = """
        INSERT INTO gaps_told (department, item_code, first_day, told_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (department, item_code, first_day) DO NOTHING RETURNING id
        """;

    /// <returns>How many gaps are new.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellation)
    {
        var (today, heads) = (time.OfficialToday(), officers.Heads().Select(head => head.UserName).ToArray());
        if (heads.Length == 0 || installation.Current is not { } house)
            return 0;
        var told = 0;
        foreach (var gap in powers.GapsAhead(today))
            if (await TellAsync(gap, heads, house, today, cancellation))
                told++;
        return told;
    }

    private async Task<bool> TellAsync(PowerGap gap, string[] heads, Installation house, DateOnly today, CancellationToken cancellation)
    {
        var facts = new Told(gap.ItemCode, new(gap.ItemName, gap.ItemNameEn))
        {
            Day = NoticeTexts.Day(gap.From),
            Who = officers.Department(gap.Department) is { } body ? new(body.Name, body.NameEn) : new(gap.Department, gap.Department),
        };
        var isNew = false;
        await houseStore.NoteAsync(
            async db =>
            {
                isNew = false;
                var (connection, now) = ((NpgsqlConnection)db.Database.GetDbConnection(), Act.Instant(time));
                await using var note = new NpgsqlCommand(Note, connection);
                foreach (
                    var value in (NpgsqlParameter[])
                        [
                            Statements.Text(gap.Department),
                            Statements.Text(gap.ItemCode),
                            Statements.Value(gap.From),
                            Statements.Instant(now),
                        ]
                )
                    note.Parameters.Add(value);
                if (await note.ExecuteScalarAsync(cancellation) is not int id)
                    return;
                isNew = true;
                var notices = new NoticeRows(now, house.Centre, vault);
                foreach (var head in heads)
                    notices.ToOfficer(CaseNumber.OfCentre(house.Region, today), id, NoticeKind.PowerGap, 0, head, facts);
                await using var batch = new NpgsqlBatch(connection);
                notices.Store(new(batch));
                await batch.ExecuteNonQueryAsync(cancellation);
            },
            cancellation
        );
        return isNew;
    }
}
