using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Appraisals;

/// <summary>
/// 重新开放月度: a closed month is open again when two supervisors want it, the first with the reason; the report as it was stays on record. Only
/// the month that was closed last, since months close in order.
/// </summary>
/// <param name="Reason">Why, by the first of the two; the second confirms it as it stands.</param>
[Authority("Reopen a closed month: two persons, with a reason", Role.Supervisor, InDistrictOnly = true)]
public sealed record ReopenPeriod(AppraisalPeriod Period, string Reason);

/// <summary>Somebody wants a closed month reopened.</summary>
public sealed record PeriodReopeningProposed(string Period, string Reason) : HouseEvent;

/// <summary>A second person confirmed it: the month is open again.</summary>
public sealed record PeriodReopened(string Period, string Reason, string ProposedBy, DateTimeOffset HadBeenClosedAt) : HouseEvent;

/// <summary>What became of a month that somebody wants reopened.</summary>
/// <param name="IsOpen">False while a second person has yet to confirm it.</param>
/// <param name="ProposedBy">The first person.</param>
public sealed record Reopening(string Period, bool IsOpen, string ProposedBy, string Reason);

internal sealed class ReopenPeriodValidator : AbstractValidator<ReopenPeriod>
{
    public ReopenPeriodValidator() => RuleFor(command => command.Reason).Given(CaseRefusals.ReasonMissing).IsOpinion();
}

/// <summary>
/// The first person proposes, a second one who gives the same reason confirms; whoever gives another reason takes the place of the first.
/// Refuses a
/// month that is not closed (<c>period_not_closed</c>) and one behind a later closed month (<c>period_reopens_in_order</c>).
/// </summary>
public sealed class ReopenPeriodHandler(HouseStore house) : Handler<ReopenPeriod, Reopening>
{
    protected override Task<ErrorOr<Reopening>> CarryOutAsync(ReopenPeriod command, Act act, CancellationToken cancellation) =>
        house.ActAsync(act, db => ReopenAsync(db, command, act, cancellation), cancellation, PointLedger.OneAtATime);

    /// <summary>The reopening that waits for a second person; null when none does.</summary>
    internal static async Task<Reopening?> WaitingAsync(ApprovalDbContext db, AppraisalPeriod period, CancellationToken cancellation) =>
        await db.Set<ReopeningRow>()
            .AsNoTracking()
            .Where(row => row.Period == period.Key && row.ConfirmedBy == null)
            .Select(row => new Reopening(period.ToString(), false, row.ProposedBy, row.Reason))
            .FirstOrDefaultAsync(cancellation);

    private static async Task<ErrorOr<Entry<Reopening>>> ReopenAsync(
        ApprovalDbContext db,
        ReopenPeriod command,
        Act act,
        CancellationToken cancellation
    )
    {
        var (period, reason, now) = (command.Period, command.Reason.Trim(), act.At.ToUniversalTime());
        var newest = await db.Set<ClosedPeriodRow>().OrderByDescending(row => row.Period).FirstOrDefaultAsync(cancellation);
        if (newest is null || newest.Period < period.Key)
            return AppraisalRefusals.NotClosed(period);
        if (newest.Period > period.Key)
            return AppraisalRefusals.ReopensInOrder(period, AppraisalPeriod.Of(newest.Period));
        var waiting = await db.Set<ReopeningRow>()
            .FirstOrDefaultAsync(row => row.Period == period.Key && row.ConfirmedBy == null, cancellation);
        if (waiting is null || waiting.ProposedBy == act.UserName || waiting.Reason != reason)
        {
            waiting ??= db.Add(Of(newest, act, reason)).Entity;
            (waiting.Reason, waiting.ProposedBy, waiting.ProposedAt) = (reason, act.UserName, now);
            return new Entry<Reopening>(
                new(period.ToString(), IsOpen: false, act.UserName, reason),
                new PeriodReopeningProposed(period.ToString(), reason)
            );
        }

        (waiting.ConfirmedBy, waiting.ConfirmedAt) = (act.UserName, now);
        // The database lets the month go only when it finds both persons on record.
        await db.SaveChangesAsync(cancellation);
        db.Remove(newest);
        return new Entry<Reopening>(
            new(period.ToString(), IsOpen: true, waiting.ProposedBy, reason),
            new PeriodReopened(period.ToString(), reason, waiting.ProposedBy, newest.ClosedAt.InShanghai())
        );
    }

    private static ReopeningRow Of(ClosedPeriodRow closed, Act act, string reason) =>
        new()
        {
            Period = closed.Period,
            ClosedAt = closed.ClosedAt,
            ClosedBy = closed.ClosedBy,
            Report = closed.Report,
            Reason = reason,
            ProposedBy = act.UserName,
        };
}
