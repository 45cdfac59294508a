using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ParallelApproval.Database;

namespace ParallelApproval.Notices;

/// <summary>
/// A notice (通知): one message to one applicant or officer about one thing that happened. However often the thing is told, the notice is
/// made once: its event, kind, branch and recipient are its key.
/// </summary>
public sealed class Notice
{
    public long Id { get; init; }

    public long CaseKey { get; init; }

    /// <summary>Number of the event within the case.</summary>
    public int Sequence { get; init; }

    public NoticeKind Kind { get; init; }

    /// <summary>0 when it concerns the whole case.</summary>
    public int Branch { get; init; }

    /// <summary>Account of the officer; empty for the applicant.</summary>
    public required string Recipient { get; init; }

    /// <summary>Where the applicant is reached; null for officers, and for applicants who gave none.</summary>
    public string? Phone { get; init; }

    /// <summary>The message in Chinese, as it is sent.</summary>
    public required string Text { get; init; }

    public required string TextEn { get; init; }

    public DateTimeOffset MadeAt { get; init; }

    /// <summary>When the officer marked it as read.</summary>
    public DateTimeOffset? ReadAt { get; init; }

    /// <summary>When it was handed to the gateway.</summary>
    public DateTimeOffset? SentAt { get; init; }
}

/// <summary>What a notice is about.</summary>
public enum NoticeKind
{
    /// <summary>已收件.</summary>
    Received,

    /// <summary>已受理.</summary>
    Accepted,

    /// <summary>需补正.</summary>
    CorrectionWanted,

    /// <summary>承诺日期变动: a branch that others wait for stands still, or runs again earlier than planned.</summary>
    PromiseMoved,

    /// <summary>不予受理.</summary>
    Declined,

    /// <summary>已决定.</summary>
    Decided,

    /// <summary>可领取.</summary>
    ReadyToCollect,

    /// <summary>领取提醒, ten working days after it was ready.</summary>
    UncollectedTenDays,

    /// <summary>领取提醒, thirty working days after.</summary>
    UncollectedThirtyDays,

    /// <summary>领取提醒, sixty working days after.</summary>
    UncollectedSixtyDays,

    /// <summary>新任务, to the officers of the department.</summary>
    TaskOpened,

    /// <summary>即将到期, to the holder of the task, or to the department while nobody holds it.</summary>
    TaskDueSoon,

    /// <summary>催办, to the officer who is asked, or to those of the department who may sign.</summary>
    Reminded,

    /// <summary>已转办, to the old holder and the new one.</summary>
    TaskReassigned,

    /// <summary>已退回待办池, to the officer from whom it was taken and to the department.</summary>
    TaskFreed,

    /// <summary>已接办, to the officers of the body that took the task over.</summary>
    TaskTakenOver,

    /// <summary>材料变更，请确认决定, to the officer who holds the decided task, or to the department.</summary>
    ConfirmationAsked,

    /// <summary>回避待决定, to the heads.</summary>
    RecusalAsked,

    /// <summary>授权中断, to the heads: days ahead on which nobody of a department may sign in an item.</summary>
    PowerGap,

    /// <summary>踏勘问题: what was found on the spot and is to be put right.</summary>
    DefectsFound,

    /// <summary>流程报告, to the heads: what a designer has drawn to be told to them.</summary>
    LeadersTold,

    /// <summary>补交提醒: three working days are left to bring papers that were asked for or promised.</summary>
    PapersDueSoon,

    /// <summary>逾期未补: papers did not come, and what the item's rule makes of it.</summary>
    PapersMissed,

    /// <summary>特别程序: a department's clock stands still, why and for how many days.</summary>
    ClockStopped,

    /// <summary>延长期限.</summary>
    LimitExtended,

    /// <summary>现场踏勘: when and where somebody comes to look.</summary>
    VisitCalled,

    /// <summary>超过承诺日期: not decided by the day that was promised.</summary>
    PromiseMissed,

    /// <summary>撤销决定: what was granted holds no more.</summary>
    GrantRevoked,

    /// <summary>已撤回: the applicant has taken his application back.</summary>
    CaseWithdrawn,

    /// <summary>不予许可: one branch was refused; the others may go on.</summary>
    PartRefused,

    /// <summary>征询申请人: until when he says whether he takes the rest or applies again.</summary>
    AnswerWanted,

    /// <summary>征询提醒: three working days are left to say it.</summary>
    AnswerDueSoon,

    /// <summary>撤回决定: a decision that was made does not stand, and the matter is worked on anew.</summary>
    DecisionTakenBack,

    /// <summary>视为准予: nobody decided in time, and the law or a pilot rule counts it as granted.</summary>
    GrantDeemed,

    /// <summary>听证权利: until when a hearing may be asked for.</summary>
    HearingRight,

    /// <summary>听证通知: when and where.</summary>
    HearingCalled,

    /// <summary>责令整改: a promise is not kept, and until when it can be put right.</summary>
    FixWanted,

    /// <summary>文书更正: a paper of his was miswritten, and another took its place.</summary>
    PaperCorrected,

    /// <summary>已终止: every branch has ended, and none of them by a decision.</summary>
    EndedUndecided,
}

/// <summary>An applicant whose results lie ready, and when he is reminded next.</summary>
internal sealed class UncollectedRow
{
    public long CaseKey { get; init; }

    /// <summary>Number of the event by which they were ready.</summary>
    public int Sequence { get; init; }

    public DateOnly ReadyOn { get; init; }

    /// <summary>How many times he has been reminded.</summary>
    public int Reminded { get; init; }

    public DateTimeOffset? NextAt { get; init; }
}

internal sealed class NoticeTable : IEntityTypeConfiguration<Notice>
{
    private static readonly string[] BoundTo =
    [
        nameof(Notice.CaseKey),
        nameof(Notice.Sequence),
        nameof(Notice.Kind),
        nameof(Notice.Branch),
        nameof(Notice.Recipient),
    ];

    public const string Phone = "phone";
    public const string Text = "text";
    public const string TextEn = "text_en";

    /// <summary>Where a value of a notice stands, for what is written and read without a context.</summary>
    /// <param name="column"><see cref="Phone"/>, <see cref="Text"/> or <see cref="TextEn"/>.</param>
    internal static CipherPlace PlaceOf(string column, long caseKey, int sequence, NoticeKind kind, int branch, string recipient) =>
        new(
            "notices",
            column,
            caseKey.ToString(CultureInfo.InvariantCulture),
            sequence.ToString(CultureInfo.InvariantCulture),
            kind.ToString(),
            branch.ToString(CultureInfo.InvariantCulture),
            recipient
        );

    public void Configure(EntityTypeBuilder<Notice> table)
    {
        table.ToTable("notices").HasKey(row => row.Id);
        table.Property(row => row.Id).UseIdentityAlwaysColumn();
        table.Property(row => row.Phone).IsEncrypted(BoundTo);
        table.Property(row => row.Text).IsEncrypted(BoundTo);
        table.Property(row => row.TextEn).IsEncrypted(BoundTo);
        table
            .HasIndex(row => new
            {
                row.CaseKey,
                row.Sequence,
                row.Kind,
                row.Branch,
                row.Recipient,
            })
            .IsUnique();
        table.HasIndex(row => new { row.Recipient, row.Id }).HasFilter("recipient <> ''");
        table.HasIndex(row => row.Id, "ix_notices_unsent").HasFilter("sent_at IS NULL AND phone IS NOT NULL");
    }
}

internal sealed class UncollectedTable : IEntityTypeConfiguration<UncollectedRow>
{
    public void Configure(EntityTypeBuilder<UncollectedRow> table)
    {
        table.ToTable("uncollected").HasKey(row => row.CaseKey);
        table.Property(row => row.CaseKey).ValueGeneratedNever();
        table.HasIndex(row => row.NextAt).HasFilter("next_at IS NOT NULL");
    }
}
