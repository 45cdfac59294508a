using ErrorOr;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Identities;
using ParallelApproval.Organisation;
using ParallelApproval.Trials;
using ParallelApproval.Web.Languages;
using ParallelApproval.Web.OpenApi;
using ParallelApproval.Web.Problems;
using ParallelApproval.Workflows;

namespace ParallelApproval.Web.Workflows;

/// <summary>A drawing is to be tried.</summary>
/// <param name="Version">Null for the latest, which may be a draft.</param>
/// <param name="ReceivedOn">Null for today.</param>
/// <param name="Branches">Null for all.</param>
/// <param name="Refuse">Branches whose department refuses in the first round.</param>
/// <param name="Late">Branches whose department signs on the working day after its last promised day.</param>
/// <param name="Form">What the form of the sample case says.</param>
/// <param name="Correct">Branches whose department asks for a paper, which comes in two working days later.</param>
/// <param name="Stop">Branches whose clock is stopped for five working days.</param>
internal sealed record TrialBody(
    string ItemCode,
    int? Version = null,
    DateOnly? ReceivedOn = null,
    int[]? Branches = null,
    int[]? Refuse = null,
    int[]? Late = null,
    System.Text.Json.Nodes.JsonObject? Form = null,
    int[]? Correct = null,
    int[]? Stop = null
);

/// <summary>A trial is to be kept with the latest version, to be played at every publication.</summary>
/// <param name="Name">By which the designer knows it; one that is there already is kept anew.</param>
/// <param name="Branches">Null for all.</param>
internal sealed record KeptTrialBody(
    string Name,
    string ItemCode,
    int[]? Branches = null,
    int[]? Refuse = null,
    int[]? Late = null,
    System.Text.Json.Nodes.JsonObject? Form = null,
    int[]? Correct = null,
    int[]? Stop = null
);

/// <summary>A trial that is kept, and to what end it came.</summary>
/// <param name="Told">Steps that raised a card or told the leaders.</param>
/// <param name="Stopped">Code of what stood in the way; null when nothing did.</param>
internal sealed record KeptTrialSheet(
    string Name,
    string ItemCode,
    CaseStatus Status,
    IReadOnlyDictionary<int, BranchStatus> Branches,
    IReadOnlyList<string> Told,
    string? Stopped
)
{
    public static KeptTrialSheet Of(KeptTrial kept) =>
        new(kept.Name, kept.ItemCode, kept.End.Status, kept.End.Branches, kept.End.Told, kept.End.Stopped);
}

/// <summary>A flow is to be copied.</summary>
internal sealed record CopyBody(string CopyName);

/// <summary>The copy of a flow.</summary>
internal sealed record CopySheet(string DefinitionId, int Version);

/// <summary>Whom a block asks, and who waits for whom.</summary>
/// <param name="Stamp">Of the content that was read, <c>customProperties.parallelApprovalStamp</c>.</param>
/// <param name="Lanes">Codes of departments or numbers of branches; none for all branches of the item.</param>
internal sealed record LanesBody(string Stamp, string[] Lanes, LaneWait[]? Waits = null);

/// <summary>The content that was read, by its stamp.</summary>
internal sealed record StampBody(string Stamp);

/// <summary>The fork behind which a block is to be made.</summary>
internal sealed record GatherBody(string Fork, string Stamp);

/// <summary>For which items a flow is meant; what is null or empty is open.</summary>
internal sealed record MeantForBody(
    ItemKind[]? Kinds = null,
    Tier[]? Tiers = null,
    int? LeastBranches = null,
    int? MostBranches = null,
    int[]? LeftOut = null
);

/// <summary>A case that does not go on by itself.</summary>
/// <param name="Since">When its flow moved last.</param>
internal sealed record StuckSheet(
    string CaseNumber,
    string ItemName,
    CaseStatus Status,
    string DefinitionId,
    int Version,
    StuckBecause Because,
    DateTimeOffset Since
)
{
    public static StuckSheet Of(StuckCase stuck) =>
        new(stuck.Case.ToString(), stuck.ItemName, stuck.Status, stuck.DefinitionId, stuck.Version, stuck.Because, stuck.Since);
}

/// <summary>Cases are to move to a version.</summary>
internal sealed record MigrationBody(int Version, [property: NumberText(NumberTextAttribute.Case)] string[] Cases, string? Reason = null)
{
    /// <summary>The numbers; refused when one is not a number as printed.</summary>
    public ErrorOr<List<CaseNumber>> Numbers()
    {
        var numbers = new List<CaseNumber>(Cases.Length);
        foreach (var text in Cases)
            if (CaseNumber.TryParse(text, out var number))
                numbers.Add(number);
            else
                return FrontRefusals.MalformedNumber("cases");
        return numbers;
    }
}

/// <summary>A proposal is turned down.</summary>
internal sealed record RejectionBody(string Reason);

/// <summary>Why a case goes on without its flow.</summary>
internal sealed record ReleaseBody(string Reason);

/// <summary>A difference in the reader's language.</summary>
internal sealed record DifferenceLine(string Kind, string? ActivityId, string Text)
{
    public static DifferenceLine Of(VersionDifference difference) =>
        new(difference.Kind, difference.ActivityId, ReaderLanguage.IsEnglish ? difference.En : difference.Zh);
}

/// <summary>How a trial went.</summary>
/// <param name="StoppedBecause">Why it could not go on; null when it came to its rest.</param>
internal sealed record TrialSheet(
    string DefinitionId,
    int Version,
    string ItemCode,
    string ItemName,
    DateOnly AcceptedOn,
    DateOnly? DecidedOn,
    DateOnly PromisedDue,
    CaseStatus Status,
    IReadOnlyList<TrialBranch> Branches,
    IReadOnlyList<TrialAct> Acts,
    IReadOnlyList<TrialStep> Steps,
    string? StoppedBecause
)
{
    public static TrialSheet Of(TrialOutcome trial) =>
        new(
            trial.DefinitionId,
            trial.Version,
            trial.ItemCode,
            trial.ItemName,
            trial.AcceptedOn,
            trial.DecidedOn,
            trial.PromisedDue,
            trial.Status,
            trial.Branches,
            trial.Acts,
            trial.Steps,
            trial.StoppedBecause is { } why ? RefusalTexts.Sentence(why) : null
        );
}

/// <summary>What moving a case does, or why it cannot move.</summary>
internal sealed record MoveSheet(
    string CaseNumber,
    int? FromVersion,
    bool CanMove,
    IReadOnlyList<FlowPlace> Stands,
    IReadOnlyList<FlowPlace> Opens,
    IReadOnlyList<FlowPlace> PassedBy,
    string? Code,
    string? Why
)
{
    public static MoveSheet Of(CaseMove move) =>
        new(
            move.CaseNumber,
            move.FromVersion,
            move.CanMove,
            move.Stands,
            move.Opens,
            move.PassedBy,
            move.Refusal?.Code,
            move.Refusal is { } why ? RefusalTexts.Sentence(why) : null
        );
}

/// <summary>A proposal to move cases.</summary>
/// <param name="Moved">Cases that moved; null until it is carried out.</param>
internal sealed record MigrationSheet(
    string Id,
    string DefinitionId,
    int Version,
    string[] Cases,
    string Reason,
    string ProposedBy,
    DateTimeOffset ProposedAt,
    string? ApprovedBy,
    DateTimeOffset? ApprovedAt,
    string? RejectedBy,
    DateTimeOffset? RejectedAt,
    string? RejectedBecause,
    string[]? Moved,
    IReadOnlyList<MoveSheet>? Moves = null
)
{
    public static MigrationSheet Of(MigrationRow row, IReadOnlyList<CaseMove>? moves = null) =>
        new(
            row.Id,
            row.DefinitionId,
            row.Version,
            Numbers(row.CaseKeys)!,
            row.Reason,
            row.ProposedBy,
            row.ProposedAt,
            row.ApprovedBy,
            row.ApprovedAt,
            row.RejectedBy,
            row.RejectedAt,
            row.RejectedBecause,
            Numbers(row.Moved),
            moves is null ? null : [.. moves.Select(MoveSheet.Of)]
        );

    private static string[]? Numbers(long[]? keys) => keys is null ? null : [.. keys.Select(key => new CaseNumber(key).ToString())];
}

/// <summary>What is left to be looked at after a step was tried again.</summary>
internal sealed record RetrySheet(int OpenIncidents);
