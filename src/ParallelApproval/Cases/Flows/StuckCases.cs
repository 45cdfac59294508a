using Microsoft.EntityFrameworkCore;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Identities;
using ParallelApproval.Workflows;

namespace ParallelApproval.Cases;

/// <summary>Why a case does not go on by itself.</summary>
public enum StuckBecause
{
    /// <summary>步骤出错: a step of its flow has failed.</summary>
    StepFailed,

    /// <summary>
    /// 无人经办: it is in hand, and nobody is asked: no department, not the applicant, no clock and no timer; or a timer alone, and its promise
    /// has passed.
    /// </summary>
    NobodyAsked,

    /// <summary>
    /// 等待外部: it is decided, and before it hands over, or closes, its flow waits for an event, a task or another flow; or it was decided
    /// long
    /// ago, and its flow still waits for a time.
    /// </summary>
    WaitsForOthers,
}

/// <summary>A case that does not go on by itself (停滞办件).</summary>
/// <param name="Since">When its flow moved last.</param>
public sealed record StuckCase(
    CaseNumber Case,
    string ItemName,
    CaseStatus Status,
    string DefinitionId,
    int Version,
    StuckBecause Because,
    DateTimeOffset Since
);

/// <summary>
/// The watch over cases that stand still (停滞办件巡查): designer and administrator see them, and free them by trying the step again, by another
/// version, or by letting the case go on without its flow.
/// </summary>
public sealed class StuckCases(IDbContextFactory<ApprovalDbContext> contexts, TimeProvider time)
{
    /// <summary>As many as are shown; more of them are one fault, not many.</summary>
    public const int Most = 200;

    /// <summary>
    /// Calendar days after the decision for which the flow of a case that was handed over may wait for a time of its own before somebody
    /// is told.
    /// </summary>
    public const int DaysAfterDecision = 30;

    /// <summary>
    /// Calendar days after the decision for which a flow may wait for a time of its own before it hands over: about the ten working days of
    /// 行政许可法 art. 44.
    /// </summary>
    public const int DaysToHandOver = 14;

    private static readonly CaseStatus[] InHand = [CaseStatus.Accepted, CaseStatus.InApproval];

    private static readonly BranchStatus[] Asked =
    [
        BranchStatus.InReview,
        BranchStatus.ReadyToSign,
        BranchStatus.Stopped,
        BranchStatus.CorrectionRequested,
        BranchStatus.SentBack,
    ];

    /// <summary>Those that stand still now, the longest first.</summary>
    /// <param name="only">One case alone; null for all.</param>
    public async Task<IReadOnlyList<StuckCase>> FindAsync(CaseNumber? only, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var (key, now) = (only?.Key, time.GetUtcNow());
        var (longAgo, owed) = (now.AddDays(-DaysAfterDecision), now.AddDays(-DaysToHandOver));
        var found = await (
            from row in db.Set<CaseRow>().AsNoTracking()
            where row.ClosedAt == null && (key == null || row.CaseKey == key)
            join flow in db.Set<InstanceRow>() on row.CaseKey equals flow.CaseKey
            let failed = flow.Incidents > 0
            let waits = (row.Status == CaseStatus.Decided || row.Status == CaseStatus.Delivered)
                && flow.WaitsForOthers
                && flow.NextAt == null
                || row.Status == CaseStatus.Delivered && row.DecidedAt < longAgo
                || row.Status == CaseStatus.Decided && flow.NextAt != null && row.DecidedAt < owed
            where
                failed
                || waits
                || InHand.Contains(row.Status)
                    && (
                        flow.NextAt == null
                        || db.Set<ClockRow>()
                            .Any(clock =>
                                clock.CaseKey == row.CaseKey
                                && clock.Branch == Clock.OfCase
                                && clock.Kind == ClockKind.Promised
                                && clock.EndedOn == null
                                && clock.DueAt < now
                            )
                    )
                    && !db.Set<BranchRow>()
                        .Any(branch => branch.CaseKey == row.CaseKey && (Asked.Contains(branch.Status) || branch.AsksApplicant))
                    && !db.Set<ClockRow>()
                        .Any(clock => clock.CaseKey == row.CaseKey && clock.EndedOn == null && clock.Kind == ClockKind.Confirmation)
            orderby flow.UpdatedAt, row.CaseKey
            select new
            {
                row.CaseKey,
                row.ItemName,
                row.Status,
                flow.DefinitionId,
                flow.Version,
                failed,
                waits,
                flow.UpdatedAt,
            }
        )
            .Take(Most)
            .ToListAsync(cancellation);
        return
        [
            .. found.Select(one => new StuckCase(
                new(one.CaseKey),
                one.ItemName,
                one.Status,
                one.DefinitionId,
                one.Version,
                one.failed ? StuckBecause.StepFailed
                    : one.waits ? StuckBecause.WaitsForOthers
                    : StuckBecause.NobodyAsked,
                one.UpdatedAt
            )),
        ];
    }

    /// <summary>
    /// The same of a file in hand: whether it is in hand, and nobody is asked; or it is decided, and its flow waits for what may never come
    /// before it hands over, or for a time alone and for too long. What has been handed over may be closed whatever its flow still waits
    /// for.
    /// </summary>
    internal static bool StandsStill(CaseFile file) =>
        file.Case.Status is CaseStatus.Delivered || IsOwedTooLong(file) || (IsOpenAndWaits(file) && IsNobodyAsked(file));

    private static bool IsOwedTooLong(CaseFile file) =>
        file.Case is { Status: CaseStatus.Decided, DecidedAt: { } decided }
        && file.Section<InstanceSection>().WaitsForTime
        && decided < file.Act.At.AddDays(-DaysToHandOver);

    private static bool IsOpenAndWaits(CaseFile file) =>
        file.Case.Status is CaseStatus.Accepted or CaseStatus.InApproval
        || (file.Case.Status is CaseStatus.Decided && file.Section<InstanceSection>().WaitsForOthers);

    private static bool IsNobodyAsked(CaseFile file) =>
        (!file.Section<InstanceSection>().WaitsForTime || IsLate(file))
        && !file.Branches.Any(branch => Asked.Contains(branch.Status) || branch.AsksApplicant)
        && !file.Clocks.Any(clock => clock is { Kind: ClockKind.Confirmation, IsEnded: false });

    // What a flow waits for by itself may take its time, but not more of it than was promised.
    private static bool IsLate(CaseFile file) =>
        file.Case.Status is not CaseStatus.Decided
        && file.ClocksOf(Clock.OfCase).Any(clock => clock is { Kind: ClockKind.Promised, IsEnded: false } && clock.IsLateAt(file.Act.At));
}
