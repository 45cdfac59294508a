using System.Text.Json.Serialization;

namespace ParallelApproval.Bulletins;

/// <summary>
/// A report that supervisors expect (通报): daily, weekly or quarterly. Once it is issued it is read as it was then, for ever; before that it
/// is counted anew from what is known of its period now.
/// </summary>
public abstract record Bulletin([property: JsonPropertyOrder(-1)] BulletinCover Cover);

/// <summary>What stands above a bulletin (通报封面).</summary>
/// <param name="Period">The day, week or quarter, as <see cref="BulletinPeriod"/> writes it.</param>
/// <param name="From">Its first day.</param>
/// <param name="To">Its last day.</param>
/// <param name="AsOf">The instant whose state is shown: the end of the period, or now while it is not over.</param>
/// <param name="IsProvisional">暂定: the period is not over, or a month of it not closed.</param>
/// <param name="IssuedAt">Null until it is issued.</param>
/// <param name="IssuedBy">The account; <c>system</c> when it came out by itself.</param>
public sealed record BulletinCover(
    BulletinKind Kind,
    string Period,
    DateOnly From,
    DateOnly To,
    DateTimeOffset AsOf,
    bool IsProvisional,
    DateTimeOffset? IssuedAt = null,
    string? IssuedBy = null
);

/// <summary>A bulletin that was issued, as lists show it.</summary>
public sealed record IssuedBulletin(BulletinKind Kind, string Period, DateTimeOffset IssuedAt, string IssuedBy);
