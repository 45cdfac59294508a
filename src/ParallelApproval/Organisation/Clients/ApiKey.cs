using ErrorOr;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ParallelApproval.Refusals;

namespace ParallelApproval.Organisation;

/// <summary>
/// By what a system of somebody else shows for whom it acts (接口密钥). The system acts as an account, within what that account may do and
/// within the verbs and bodies of the key, and the trail says so at every act. Instants are those of the house without the distance of a
/// demonstration, as with sessions.
/// </summary>
public sealed class ApiKey
{
    /// <summary>The longest for which a key is made, calendar days.</summary>
    public const int MostDays = 366;

    public required Guid Id { get; init; }

    /// <summary>The system that has it, as its operators call it.</summary>
    public required string Client { get; init; }

    public required Guid OfficerId { get; init; }

    /// <summary>Codes of the bodies for which it may act: with an account that has been moved elsewhere it opens nothing.</summary>
    public required List<string> Bodies { get; init; }

    /// <summary>What it may do, by the names of <c>docs/authority.md</c>; never more than its account may.</summary>
    public required List<string> Verbs { get; init; }

    /// <summary>Keyed hash of the secret; the secret itself stands nowhere.</summary>
    public required byte[] Hash { get; set; }

    /// <summary>Name of the key of the trail from which that of the hash is derived.</summary>
    public required string HashedWith { get; set; }

    /// <summary>Hash of the secret before the last rotation; null when there was none.</summary>
    public byte[]? FormerHash { get; set; }

    public string? FormerHashedWith { get; set; }

    /// <summary>Until when the former secret goes on opening.</summary>
    public DateTimeOffset? FormerUntil { get; set; }

    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>Account of who made it, or proposed it where that takes two persons.</summary>
    public required string MadeBy { get; init; }

    /// <summary>From then on it opens nothing: the end of its last day, Asia/Shanghai.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? RevokedAt { get; set; }

    public string? RevokedBy { get; set; }

    /// <summary>Counts the rotations and the revocation, from 1.</summary>
    public int Revision { get; set; } = 1;

    /// <summary>When it opened last, to the minute: it is written once a minute, not by each request.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>How its secret begins, by which it is known again: <c>pak_1f0c22ab</c>.</summary>
    public string Hint => HintOf(Id);

    /// <summary>System and key as the trail says them.</summary>
    public string Label => $"{Client} ({Hint})";

    internal static string HintOf(Guid id) => ApiKeys.Prefix + id.ToString("N")[..8];

    /// <summary>Whether it opens, its secret being right; else why not.</summary>
    internal Error? StandingAt(DateTimeOffset now) =>
        RevokedAt is { } revoked ? Refusal.OfType((int)ErrorType.Unauthorized, RefusalCode.ApiKeyRevoked, ("key", Hint), ("at", revoked))
        : now >= ExpiresAt ? Refusal.OfType((int)ErrorType.Unauthorized, RefusalCode.ApiKeyExpired, ("key", Hint), ("at", ExpiresAt))
        : null;
}

internal sealed class ApiKeyTable : IEntityTypeConfiguration<ApiKey>
{
    public void Configure(EntityTypeBuilder<ApiKey> table)
    {
        table.ToTable("api_keys");
        table.Ignore(key => key.Hint);
        table.Ignore(key => key.Label);
        table.Property(key => key.Client).HasMaxLength(Inputs.TextLengths.Name);
        table.Property(key => key.HashedWith).HasMaxLength(32);
        table.Property(key => key.FormerHashedWith).HasMaxLength(32);
        table.Property(key => key.MadeBy).HasMaxLength(64);
        table.Property(key => key.RevokedBy).HasMaxLength(64);
        table.Property(key => key.Revision).HasDefaultValue(1).IsConcurrencyToken();
        table.HasOne<Officer>().WithMany().HasForeignKey(key => key.OfficerId).OnDelete(DeleteBehavior.Restrict);
    }
}
