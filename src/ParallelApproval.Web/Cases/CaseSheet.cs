using System.Text.Json;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Identities;

namespace ParallelApproval.Web.Cases;

/// <summary>Everything that staff see of one case (办件详情).</summary>
/// <param name="Result">How it ended; null while it is open.</param>
/// <param name="Station">Code of the body where the citizen stands.</param>
/// <param name="DeferredPapers">Codes of the papers deferred and not yet there.</param>
/// <param name="DeferredUntil">The last day for the deferred papers; null when none is deferred.</param>
/// <param name="FollowUpBy">Until when it is checked whether the promise is kept; null when no check is due.</param>
/// <param name="MayCorrectAgain">A supervisor has let one more notice name old faults.</param>
/// <param name="SiteVisits">The joint site visits, the re-visit last.</param>
/// <param name="Window">Number of the window that received it; null when none was recorded.</param>
/// <param name="Hearings">The hearings, in the order of branches and rounds.</param>
/// <param name="InterestedParties">Those on whose interests the decision bears, in the order in which they were noted.</param>
/// <param name="Renewal">Of a renewal: when the licence runs out, and whether it was applied for in time.</param>
/// <param name="Quota">Its place among a limited number; null when there is none.</param>
/// <param name="DisposedAt">When its file was destroyed after its term (已销毁): nobody is named in it any more; null while it is
/// kept.</param>
/// <param name="Workflow">The definition and version it runs on; it stays on them.</param>
/// <param name="Verbs">What officers do with the case, and whether the reader may.</param>
public sealed record CaseSheet(
    string CaseNumber,
    string ItemCode,
    int ItemVersion,
    string ItemName,
    CaseStatus Status,
    CaseStatus? Result,
    ApplicantLine Applicant,
    DeliveryWay Delivery,
    DateTimeOffset ReceivedAt,
    string ReceivedBy,
    DateTimeOffset? AcceptedAt,
    DateTimeOffset? DecidedAt,
    DateTimeOffset? ClosedAt,
    ClockPair Clocks,
    IReadOnlyList<BranchLine> Branches,
    IReadOnlyList<MaterialLine> Materials,
    IReadOnlyList<CertificateLine> Certificates,
    IReadOnlyList<TimelineEntry> Timeline,
    WorkflowName Workflow,
    IReadOnlyList<VerbLine<CaseVerb>> Verbs,
    string Station = "",
    string[]? DeferredPapers = null,
    bool IsByCommitment = false,
    DateOnly? DeferredUntil = null,
    DateOnly? FollowUpBy = null,
    bool MayCorrectAgain = false,
    IReadOnlyList<SiteVisit>? SiteVisits = null,
    string? Window = null,
    IReadOnlyList<Hearing>? Hearings = null,
    IReadOnlyList<InterestedParty>? InterestedParties = null,
    RenewalStanding? Renewal = null,
    QuotaPlace? Quota = null,
    DateTimeOffset? DisposedAt = null
)
{
    /// <summary>Whether the reader may do that with the case now.</summary>
    internal bool Allows(CaseVerb verb) => Verbs.Any(line => line.Verb == verb && line.Allowed);

    /// <summary>Whether he may with one of its branches.</summary>
    internal bool AllowsOfABranch(BranchVerb verb) => Branches.Any(branch => branch.Allows(verb));

    /// <summary>The course of a case whose file was destroyed: what its events say of persons is not shown any more.</summary>
    internal CaseSheet WithoutFacts() =>
        this with
        {
            Timeline = [.. Timeline.Select(line => line with { Data = JsonElement.Parse("{}") })],
        };

    /// <summary>
    /// The course of the case for those who look after flows and have no part in it: no applicant, and nothing that somebody wrote about
    /// one.
    /// </summary>
    internal CaseSheet WithoutPersons() =>
        this with
        {
            Applicant = new(Applicant.Kind, Masks.Hidden, Masks.Hidden, null, null),
            Branches = [.. Branches.Select(branch => branch with { Decision = null })],
            SiteVisits = [],
            Hearings = [],
            InterestedParties = [],
            Materials = [.. Materials.Select(paper => paper with { Fault = null })],
            Timeline = [.. Timeline.Select(line => line with { Data = JsonElement.Parse("{}") })],
        };
}

/// <summary>The applicant; numbers are masked, as GB/T 35273 wants them shown.</summary>
public sealed record ApplicantLine(ApplicantKind Kind, string Name, string IdNumber, string? Phone, string? AgentName);

/// <summary>One department's part.</summary>
/// <param name="Result">What it grants, e.g. 营业执照.</param>
/// <param name="BlockedBy">Numbers of the branches that must sign first and have not.</param>
/// <param name="DependsOn">Numbers of the branches whose signature is the legal condition of this one.</param>
/// <param name="Stops">When its promised clock stood still, oldest first.</param>
/// <param name="Since">When it came into the department's hands, or was settled.</param>
/// <param name="AwaitsResults">Branches whose result is to be added later.</param>
/// <param name="ConfirmBy">Until when the decision must be confirmed, because a paper was replaced; null when it need not.</param>
/// <param name="RecusalOf">Account of the officer who is asked to withdraw.</param>
/// <param name="SignsFor">代: account of the absent officer in whose place the reader would sign; null for his own name, or for not at all.
/// </param>
/// <param name="Inspectors">Names of the officers named for its inspection.</param>
/// <param name="ExtensionAsked">The longer limit that the head has to decide on; null when none is asked for.</param>
/// <param name="FeePaid">What is noted as paid for it, yuan.</param>
/// <param name="Task">Number of the task; the address under <c>/api/tasks</c>.</param>
/// <param name="Verbs">What officers do with the branch, and whether the reader may; none before the departments have their copy.</param>
public sealed record BranchLine(
    int Number,
    string Department,
    string DepartmentName,
    string Result,
    BranchStatus Status,
    IReadOnlyList<int> BlockedBy,
    DateTimeOffset? Since,
    string Task,
    string? Holder,
    bool AsksApplicant,
    DateTimeOffset? OpenedAt,
    DateTimeOffset? SettledAt,
    DecisionLine? Decision,
    ClockPair Clocks,
    IReadOnlyList<int> DependsOn,
    IReadOnlyList<StopLine> Stops,
    IReadOnlyList<VerbLine<BranchVerb>> Verbs,
    string? ReviewedBy = null,
    int[]? AwaitsResults = null,
    DateOnly? ConfirmBy = null,
    string? RecusalOf = null,
    BranchKind Kind = BranchKind.Certificate,
    string? SignsFor = null,
    string[]? Inspectors = null,
    ExtensionRequest? ExtensionAsked = null,
    decimal FeePaid = 0
)
{
    /// <summary>Whether the reader may do that with it now.</summary>
    internal bool Allows(BranchVerb verb) => Verbs.Any(line => line.Verb == verb && line.Allowed);
}

/// <summary>A stop of a branch's clock (不计时).</summary>
/// <param name="From">The working days after this one are not counted.</param>
/// <param name="To">The last day that is not counted; the planned one while the stop is open.</param>
/// <param name="IsOpen">It has not ended yet.</param>
public sealed record StopLine(string Ground, DateOnly From, DateOnly To, bool IsOpen);

/// <summary>The newest decision on a branch.</summary>
/// <param name="OnBehalfOf">代: the absent officer for whom his deputy signed.</param>
public sealed record DecisionLine(
    Verdict Verdict,
    string Opinion,
    string? Reasons,
    string? Remedies,
    string SignedBy,
    DateTimeOffset SignedAt,
    string? OnBehalfOf = null
);

/// <summary>The two clocks; null before they start.</summary>
public sealed record ClockPair(ClockReading? Promised, ClockReading? Legal)
{
    public static readonly ClockPair NotStarted = new(null, null);
}

/// <summary>A paper of the checklist.</summary>
public sealed record MaterialLine(
    string Code,
    string Name,
    MaterialState State,
    MaterialForm? Form,
    int Copies,
    int Version,
    MaterialFault? Fault
);

/// <summary>A certificate that was made.</summary>
public sealed record CertificateLine(string Number, int Branch, string Name, string Document, DateTimeOffset IssuedAt);

/// <summary>A line of the timeline.</summary>
/// <param name="Kind">Name of the event, e.g. BranchDecided.</param>
public sealed record TimelineEntry(
    int Sequence,
    DateTimeOffset At,
    string Kind,
    string Actor,
    string Department,
    int? Branch,
    JsonElement Data
);

/// <summary>A workflow definition and its version.</summary>
public sealed record WorkflowName(string DefinitionId, int Version);
