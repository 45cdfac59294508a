using System.Text.Json.Serialization;

namespace ParallelApproval.Cases;

/// <summary>
/// A hearing (听证) on one branch, from the notice of the right to it to the signed record (行政许可法 art. 46–48). One hearing runs on a branch
/// at a time; nothing is decided on the branch before it is recorded, or before the days to ask for one have passed.
/// </summary>
public sealed record Hearing
{
    public required int Branch { get; init; }

    /// <summary>1, or one more when the branch is worked on anew and the earlier hearing was not held.</summary>
    public required int Round { get; init; }

    /// <summary>What is to be heard, as it was told.</summary>
    public required string Subject { get; init; }

    /// <summary>When applicant and interested parties had the notice of their right; null when the department heard of its own accord.</summary>
    public DateTimeOffset? ToldAt { get; init; }

    /// <summary>公告: it was told to the public, too (art. 46).</summary>
    public bool IsByPublicNotice { get; init; }

    /// <summary>The day on which the days to ask for a hearing had passed and nobody had asked; null else.</summary>
    public DateOnly? NotWantedOn { get; init; }

    public DateOnly? RequestedOn { get; init; }

    /// <summary>Name of who asked.</summary>
    public string? RequestedBy { get; init; }

    public DateTimeOffset? CalledAt { get; init; }

    /// <summary>When it is held, Asia/Shanghai.</summary>
    public DateTimeOffset? At { get; init; }

    public string? Place { get; init; }

    /// <summary>Account of the chair (主持人): not the reviewing officer (art. 48).</summary>
    public string? Chair { get; init; }

    /// <summary>Why it is not public; null when it is, as it must be (art. 48) unless there is a secret in it (art. 5).</summary>
    public Secrecy? Secrecy { get; init; }

    public DateTimeOffset? RecordedAt { get; init; }

    /// <summary>笔录: what was said. The decision follows from it (art. 48).</summary>
    public string? Minutes { get; init; }

    /// <summary>Names of those who signed the record.</summary>
    public string[] Signatures { get; init; } = [];

    /// <summary>Who had asked for the hearing did not come: he counts as having given it up.</summary>
    public bool IsGivenUp { get; init; }

    /// <summary>The branch was worked on anew before it was held.</summary>
    public DateTimeOffset? DroppedAt { get; init; }

    /// <summary>How far it has come.</summary>
    [JsonIgnore]
    public HearingStage Stage =>
        this switch
        {
            { DroppedAt: not null } => HearingStage.Dropped,
            { RecordedAt: not null } => HearingStage.Recorded,
            { CalledAt: not null } => HearingStage.Called,
            { RequestedOn: not null } => HearingStage.Requested,
            { NotWantedOn: not null } => HearingStage.NotWanted,
            _ => HearingStage.RightTold,
        };

    /// <summary>Whether a grant may rest on it where the item wants a hearing: it was held, or a public notice brought nobody.</summary>
    [JsonIgnore]
    public bool SatisfiesTheItem => Stage is HearingStage.Recorded || (Stage is HearingStage.NotWanted && IsByPublicNotice);
}

/// <summary>How far a hearing has come (听证进度).</summary>
public enum HearingStage
{
    /// <summary>已告知权利: the days to ask for it run.</summary>
    RightTold,

    /// <summary>逾期未申请: nobody asked for it in time.</summary>
    NotWanted,

    /// <summary>已申请: it must be held within twenty days.</summary>
    Requested,

    /// <summary>已通知: time, place and chair are told.</summary>
    Called,

    /// <summary>已制作笔录.</summary>
    Recorded,

    /// <summary>已终止: the branch was worked on anew.</summary>
    Dropped,
}

/// <summary>Why something is kept from the public (不公开事由; 行政许可法 art. 5).</summary>
public enum Secrecy
{
    /// <summary>国家秘密.</summary>
    StateSecret,

    /// <summary>商业秘密.</summary>
    TradeSecret,

    /// <summary>个人隐私.</summary>
    Privacy,
}
