using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using ErrorOr;
using ParallelApproval.Cases;

namespace ParallelApproval.Prechecks;

/// <summary>
/// An application sent beforehand (网上申报预审件): what a citizen without an account fills in and uploads, so that a window looks at it before
/// he comes. It is no application in the sense of the law and no case: no clock runs, nothing is counted. The case begins when the window
/// receives it (行政许可法 art. 32); the house is not set up as the designated system into which an electronic application is filed
/// (art. 29, 33), and says so on its pages.
/// </summary>
public sealed class Precheck
{
    public long Number { get; init; }

    /// <summary>Eight digits; number and code open it to whoever began it.</summary>
    public required string Code { get; init; }

    public required string ItemCode { get; init; }

    /// <summary>The body whose window takes the item in.</summary>
    public required string IntakeDepartment { get; init; }

    /// <summary>The mobile number to which messages go; digits only.</summary>
    public required string Phone { get; init; }

    /// <summary>The network address from which it was begun, so that one does not begin any number; forgotten with the row.</summary>
    public required string Address { get; init; }

    public PrecheckStatus Status { get; private set; }

    /// <summary>What was typed, as JSON: names of inputs and texts, half or wrong as they may be.</summary>
    public string Typed { get; internal set; } = "{}";

    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When it was sent last; null before.</summary>
    public DateTimeOffset? SentAt { get; internal set; }

    /// <summary>The last day on which it is kept (Asia/Shanghai); it is never moved earlier.</summary>
    public DateOnly KeptUntil { get; internal set; }

    /// <summary>When the window said last what it found; null before.</summary>
    public DateTimeOffset? CheckedAt { get; internal set; }

    /// <summary>Account of who said it.</summary>
    public string? CheckedBy { get; internal set; }

    /// <summary>What the window says of the whole.</summary>
    public string? Note { get; internal set; }

    /// <summary>What it has become; null while no window has received it.</summary>
    public long? CaseKey { get; init; }

    /// <summary>Counts its changes from 1: a clerk says which state he looked at.</summary>
    public int Revision { get; internal set; } = 1;

    public PrecheckNumber Id => new(Number);

    /// <summary>Number of the case that it has become; null before.</summary>
    public string? CaseNumber => CaseKey is { } key ? new Identities.CaseNumber(key).ToString() : null;

    /// <summary>Codes of the papers that are asked for of what was sent last; each is judged before it is found ready.</summary>
    public string[] Asked { get; internal set; } = [];

    /// <summary>What is found of its papers.</summary>
    public List<PrecheckPaper> Papers { get; init; } = [];

    /// <summary>Whether the move is lawful now; if it is not, why.</summary>
    internal Error? Refuses(PrecheckVerb verb) =>
        PrecheckMoves.Table.Allows(Status, verb) ? null : PrecheckRefusals.WrongStatus(this, PrecheckMoves.Table[verb].From);

    /// <summary>Moves as the table says, and keeps it as long as is told.</summary>
    internal void Move(PrecheckVerb verb, DateOnly keptUntil)
    {
        Status = PrecheckMoves.Table.After(Status, verb, null);
        Touch(keptUntil);
    }

    /// <summary>Somebody worked on it.</summary>
    internal void Touch(DateOnly keptUntil) => (Revision, KeptUntil) = (Revision + 1, keptUntil > KeptUntil ? keptUntil : KeptUntil);
}

/// <summary>What the window says of one paper (材料预审意见).</summary>
public sealed class PrecheckPaper
{
    public long Number { get; init; }

    /// <summary>Code of the paper on the item's list.</summary>
    public required string Paper { get; init; }

    public PaperVerdict Verdict { get; internal set; }

    /// <summary>Why it is faulty, or what is wanted; null when nothing needs to be said.</summary>
    public string? Reason { get; internal set; }
}

/// <summary>A file that was uploaded (预审电子件); deleted with its precheck, or filed with the case as a scan.</summary>
public sealed class PrecheckFile
{
    public long Number { get; init; }

    /// <summary>1, 2, 3 … within the precheck.</summary>
    public int File { get; init; }

    public required string Paper { get; init; }

    public required string Name { get; init; }

    public Scans.ScanFormat Format { get; init; }

    /// <summary>Bytes.</summary>
    public int Size { get; init; }

    public required string Sha256 { get; init; }

    public required byte[] Content { get; init; }

    public DateTimeOffset AddedAt { get; init; }
}

/// <summary>Where an application sent beforehand stands.</summary>
public enum PrecheckStatus
{
    /// <summary>填写中.</summary>
    Draft,

    /// <summary>待预审: with the window.</summary>
    Sent,

    /// <summary>已退回: the citizen has to mend something.</summary>
    Returned,

    /// <summary>预审通过: to be brought to the window.</summary>
    Ready,

    /// <summary>已收件: a case has begun.</summary>
    Received,
}

/// <summary>What is found of a paper.</summary>
public enum PaperVerdict
{
    /// <summary>符合要求.</summary>
    Good,

    /// <summary>有问题.</summary>
    Faulty,

    /// <summary>缺少.</summary>
    Missing,
}

/// <summary>The number of an application sent beforehand (预审编号): YS and a running number of at least eight digits.</summary>
public readonly record struct PrecheckNumber(long Serial)
{
    private const string Prefix = "YS";

    public static bool TryParse([NotNullWhen(true)] string? text, out PrecheckNumber number)
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
