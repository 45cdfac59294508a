using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using ParallelApproval.Clocks;
using ParallelApproval.Identities;

namespace ParallelApproval.Evaluations;

/// <summary>
/// A complaint (投诉): somebody says that he was treated wrongly, about a case of his or without naming any. A supervisor answers it within
/// five working days, and tells the result. What was said is never changed.
/// </summary>
public sealed class Complaint
{
    public required ComplaintNumber Number { get; init; }

    /// <summary>The case it is about; null for an anonymous complaint.</summary>
    public CaseNumber? Case { get; init; }

    public required ComplaintSubject Subject { get; init; }

    public required string Words { get; init; }

    /// <summary>How the complainant wants to be told, if he wants to; encrypted, because no act on a complaint reads it.</summary>
    public string? Contact { get; init; }

    /// <summary>Eight digits that open the complaint to whoever lodged it.</summary>
    public required string Code { get; init; }

    public required DateTimeOffset LodgedAt { get; init; }

    public required DateOnly AnswerDue { get; init; }

    public required DateOnly YellowOn { get; init; }

    /// <summary>The department complained of; null while it is not known.</summary>
    public string? Against { get; internal set; }

    public ComplaintStatus Status { get; internal set; } = ComplaintStatus.Lodged;

    public bool? IsUpheld { get; internal set; }

    /// <summary>The answer, or why it was not accepted.</summary>
    public string? Answer { get; internal set; }

    public DateTimeOffset? AnsweredAt { get; internal set; }

    public DateTimeOffset? ToldAt { get; internal set; }

    public ClockColour Announced { get; internal set; }

    public DateTimeOffset? NextAt { get; internal set; }

    /// <summary>The key of the request that lodged it, so that it is lodged once; null with a case, which keeps the key itself.</summary>
    internal string? RequestKey { get; init; }

    /// <summary>The colour at that moment.</summary>
    public ClockColour ColourAt(DateTimeOffset now) => ColourAt(now, Status, AnswerDue, YellowOn);

    /// <summary>The same for a complaint that is not at hand; one that is answered is green.</summary>
    internal static ClockColour ColourAt(DateTimeOffset now, ComplaintStatus status, DateOnly answerDue, DateOnly yellowOn) =>
        ServiceLimit.ColourAt(now, status is ComplaintStatus.Lodged or ComplaintStatus.Accepted ? answerDue : null, yellowOn);
}

/// <summary>What a complaint is about.</summary>
public enum ComplaintSubject
{
    /// <summary>服务态度.</summary>
    Attitude,

    /// <summary>超期办理.</summary>
    Delay,

    /// <summary>应受理不受理.</summary>
    NotAccepted,

    /// <summary>清单外材料.</summary>
    ExtraPapers,

    /// <summary>违规收费.</summary>
    Fee,

    /// <summary>公开内容不实.</summary>
    Publication,

    /// <summary>违法决定.</summary>
    UnlawfulDecision,

    /// <summary>吃拿卡要等廉洁问题.</summary>
    Integrity,

    /// <summary>其他.</summary>
    Other,
}

/// <summary>Where a complaint stands.</summary>
public enum ComplaintStatus
{
    /// <summary>已提交.</summary>
    Lodged,

    /// <summary>已受理.</summary>
    Accepted,

    /// <summary>不予受理.</summary>
    Declined,

    /// <summary>已答复.</summary>
    Answered,

    /// <summary>已告知.</summary>
    Told,
}

/// <summary>The number of a complaint (投诉编号): TS and a running number of at least eight digits.</summary>
public readonly record struct ComplaintNumber(long Serial)
{
    private const string Prefix = "TS";

    public static bool TryParse([NotNullWhen(true)] string? text, out ComplaintNumber number)
    {
        number = default;
        if (text is null || !text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            return false;
        if (!long.TryParse(text.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var serial) || serial < 1)
            return false;
        number = new(serial);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Serial:00000000}");
}
