using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ParallelApproval.Cases;
using ParallelApproval.Certificates;
using ParallelApproval.Database;
using ParallelApproval.Inputs;

namespace ParallelApproval.Webhooks;

/// <summary>
/// Where a system of somebody else wants to hear what happens in cases (事件推送订阅). It is told number, event, time and address, and fetches
/// the rest by its key; nothing of a person is sent. Signed as Standard Webhooks 1.0.0 has it.
/// </summary>
public sealed class Webhook
{
    public required Guid Id { get; init; }

    /// <summary>The system, as its operators call it.</summary>
    public required string Client { get; init; }

    /// <summary>http or https, on a host of <c>ParallelApproval:Outbound</c>.</summary>
    public required string Address { get; init; }

    /// <summary>Of <see cref="WebhookKinds.All"/>.</summary>
    public required List<string> Kinds { get; init; }

    /// <summary>Only cases in which this body has a part; null for all.</summary>
    public string? Body { get; init; }

    /// <summary>Name of the key of the trail from which its secrets are derived: they stand nowhere.</summary>
    public required string SecretOf { get; init; }

    /// <summary>Which of its secrets signs now, from 1.</summary>
    public int SecretNumber { get; set; } = 1;

    /// <summary>Until when the secret before that signs beside it; null where there is none.</summary>
    public DateTimeOffset? FormerUntil { get; set; }

    public required DateTimeOffset MadeAt { get; init; }

    public required string MadeBy { get; init; }

    /// <summary>When it was ended; nothing is sent there any more.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    public string? EndedBy { get; set; }
}

/// <summary>Of what systems may hear (可订阅事件): the steps of a case, by the names of the trail.</summary>
public static class WebhookKinds
{
    /// <summary>What a try by hand is called.</summary>
    public const string Test = "WebhookTested";

    internal static readonly Type[] Types =
    [
        typeof(CaseReceived),
        typeof(CorrectionNotified),
        typeof(CaseAccepted),
        typeof(CaseDeclined),
        typeof(BranchesOpened),
        typeof(BranchReadyToSign),
        typeof(BranchStopped),
        typeof(BranchResumed),
        typeof(BranchExtended),
        typeof(BranchDecided),
        typeof(DecisionWithdrawn),
        typeof(GrantRevoked),
        typeof(CertificatesIssued),
        typeof(CaseDecided),
        typeof(CaseDelivered),
        typeof(CaseFinished),
        typeof(CaseWithdrawn),
    ];

    public static IReadOnlyList<string> All { get; } = [.. Types.Select(type => type.Name)];
}

/// <summary>How the telling of one event to one system stands (推送状态).</summary>
public enum DeliveryStatus
{
    /// <summary>It has not been taken yet.</summary>
    Waiting,

    /// <summary>The receiver has answered 2xx.</summary>
    Delivered,

    /// <summary>Nobody tries any more, unless it is sent again by hand.</summary>
    Dead,
}

/// <summary>One event for one system (推送记录): a row of the outbox.</summary>
public sealed class WebhookDelivery
{
    public required Guid Id { get; init; }

    public required Guid WebhookId { get; init; }

    /// <summary>Place of the event in the trail of all cases, by which it is told once.</summary>
    public required long Position { get; init; }

    public required string Kind { get; init; }

    public required string CaseNumber { get; init; }

    public int? Branch { get; init; }

    public required DateTimeOffset HappenedAt { get; init; }

    public DeliveryStatus Status { get; set; }

    public int Tries { get; init; }

    /// <summary>When it is tried next, by the clock of the house; null when it is not.</summary>
    public DateTimeOffset? NextAt { get; set; }

    /// <summary>When it was last tried.</summary>
    public DateTimeOffset? TriedAt { get; init; }

    /// <summary>What came of the last try: a status, or why there was none; nothing of the receiver's answer.</summary>
    public string? Said { get; init; }

    /// <summary>The same at every try, and for no other: <c>webhook-id</c>.</summary>
    public string Message => WebhookSecrets.MessageOf(Id);
}

/// <summary>The secrets by which messages are signed (签名密钥): derived from the keys of the trail, kept nowhere.</summary>
public sealed class WebhookSecrets(TrailKeys keys)
{
    private const string Prefix = "whsec_";

    internal string CurrentKey => keys.Current;

    internal static string MessageOf(Guid delivery) => "msg_" + delivery.ToString("N");

    /// <summary>The secret that signs now, as the receiver writes it into its settings.</summary>
    internal string Tell(Webhook webhook) => Prefix + Convert.ToBase64String(SecretOf(webhook, webhook.SecretNumber));

    /// <summary>The header <c>webhook-signature</c>: HMAC-SHA256 over id, time stamp and body, by every secret that is good.</summary>
    /// <param name="at">Unix seconds.</param>
    internal string Sign(Webhook webhook, string message, long at, string body, DateTimeOffset now)
    {
        var words = Encoding.UTF8.GetBytes(FormattableString.Invariant($"{message}.{at}.{body}"));
        var signed = SignedBy(webhook, webhook.SecretNumber, words);
        return webhook.FormerUntil > now ? $"{signed} {SignedBy(webhook, webhook.SecretNumber - 1, words)}" : signed;
    }

    private string SignedBy(Webhook webhook, int number, byte[] words) =>
        "v1," + Convert.ToBase64String(HMACSHA256.HashData(SecretOf(webhook, number), words));

    private byte[] SecretOf(Webhook webhook, int number) =>
        keys.Derive(webhook.SecretOf, FormattableString.Invariant($"webhook {webhook.Id:N} {number}"));
}

internal sealed class WebhookTable : IEntityTypeConfiguration<Webhook>
{
    public void Configure(EntityTypeBuilder<Webhook> table)
    {
        table.ToTable("webhooks");
        table.Property(webhook => webhook.Client).HasMaxLength(TextLengths.Name);
        table.Property(webhook => webhook.Address).HasMaxLength(MakeWebhook.LongestAddress);
        table.Property(webhook => webhook.Body).HasMaxLength(16);
        table.Property(webhook => webhook.SecretOf).HasMaxLength(32);
        table.Property(webhook => webhook.SecretNumber).IsConcurrencyToken();
        table.Property(webhook => webhook.MadeBy).HasMaxLength(64);
        table.Property(webhook => webhook.EndedBy).HasMaxLength(64);
    }
}

internal sealed class WebhookDeliveryTable : IEntityTypeConfiguration<WebhookDelivery>
{
    public void Configure(EntityTypeBuilder<WebhookDelivery> table)
    {
        table.ToTable("webhook_deliveries");
        table.Ignore(delivery => delivery.Message);
        table.Property(delivery => delivery.Kind).HasMaxLength(64);
        table.Property(delivery => delivery.CaseNumber).HasMaxLength(32);
        table.Property(delivery => delivery.Status).HasConversion<string>().HasMaxLength(16);
        table.Property(delivery => delivery.Said).HasMaxLength(DeliverWebhooks.LongestSaid);
        table.HasIndex(delivery => new { delivery.WebhookId, delivery.Position }).IsUnique();
        table.HasIndex(delivery => delivery.NextAt).HasFilter("next_at IS NOT NULL");
        table.HasOne<Webhook>().WithMany().HasForeignKey(delivery => delivery.WebhookId).OnDelete(DeleteBehavior.Restrict);
    }
}
