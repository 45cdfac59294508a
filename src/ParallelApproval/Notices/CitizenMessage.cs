using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Npgsql;
using ParallelApproval.Database;
using ParallelApproval.Installations;

namespace ParallelApproval.Notices;

/// <summary>
/// A message to somebody who has no case (无办件短信): of what he sent beforehand, or of a time that he booked. It has no legal effect, and
/// is deleted once the gateway has it: nothing of what he deletes stays behind here.
/// </summary>
public sealed class CitizenMessage
{
    public long Id { get; init; }

    /// <summary>Number of what it is about.</summary>
    public required string Reference { get; init; }

    /// <summary>Digits only.</summary>
    public required string Phone { get; init; }

    /// <summary>As it is sent, in Chinese, headed by the centre's name.</summary>
    public required string Text { get; init; }

    public DateTimeOffset MadeAt { get; init; }

    /// <summary>Where an encrypted column of a message stands, for what is read without a context.</summary>
    internal static CipherPlace PlaceOf(string column, string reference) => new("citizen_messages", column, reference);
}

internal sealed class CitizenMessageTable : IEntityTypeConfiguration<CitizenMessage>
{
    public void Configure(EntityTypeBuilder<CitizenMessage> table)
    {
        table.ToTable("citizen_messages").HasKey(row => row.Id);
        table.Property(row => row.Id).UseIdentityAlwaysColumn();
        table.Property(row => row.Reference).HasMaxLength(32);
        table.Property(row => row.Phone).IsEncrypted([nameof(CitizenMessage.Reference)]);
        table.Property(row => row.Text).IsEncrypted([nameof(CitizenMessage.Reference)]);
    }
}

/// <summary>Where messages to citizens without a case wait for the gateway (短信待发箱).</summary>
public sealed class CitizenMessages(InstallationRegister installation)
{
    /// <summary>Where no gateway is set up, nobody fetches them: none is kept longer.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <summary>Puts a message in; it is stored with what it tells of.</summary>
    /// <param name="words">Without the centre's name.</param>
    internal void Tell(ApprovalDbContext db, string reference, string phone, string words, DateTimeOffset at) =>
        db.Add(
            new CitizenMessage
            {
                Reference = reference,
                Phone = phone,
                Text = $"【{installation.Current?.Centre}】{words}",
                MadeAt = at,
            }
        );

    /// <summary>Takes back what waits, because what it is about has been deleted.</summary>
    internal static void Forget(Statements statements, string reference) =>
        statements.Add("DELETE FROM citizen_messages WHERE reference = $1", Statements.Text(reference));
}
