using Npgsql;
using ParallelApproval.Calendars;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Evaluations;
using ParallelApproval.Identities;
using ParallelApproval.Installations;
using ParallelApproval.Statistics;

namespace ParallelApproval.Appraisals;

/// <summary>The facts of one month (考核事实), as the tables of the month count them.</summary>
internal sealed class AppraisalFacts(
    NpgsqlDataSource source,
    CatalogueRegister catalogue,
    CalendarRegister calendars,
    InstallationRegister installation,
    DamagedRecords damaged
)
{
    public async Task<List<Work>> WorkAsync(AppraisalPeriod period, CancellationToken cancellation)
    {
        var days = new Dictionary<(DateOnly, DateOnly), int?>();
        var units = await source.ReadAsync(
            FinishedWork.Units(period.From, period.To, CaseNumber.Of(installation.Region, period.Next.FirstDay, 1)),
            cancellation,
            damaged
        );
        return units.ConvertAll(unit => WorkOf(unit, period, days));
    }

    public async Task<List<RatingGiven>> RatingsAsync(AppraisalPeriod period, UnratedPolicy unrated, CancellationToken cancellation)
    {
        var given = await source.ReadAsync(FinishedWork.Rated(period.From, period.To), cancellation, damaged);
        // Counted like ratings of three stars, seven days after the service, where the installation says so.
        if (unrated is UnratedPolicy.BasicallySatisfiedAfterSevenDays)
            given.AddRange(await source.ReadAsync(FinishedWork.Unrated(period.From, period.To), cancellation, damaged));
        return given.ConvertAll(Given);
    }

    public Task<List<CardOrOrder>> FindingsAsync(AppraisalPeriod period, CancellationToken cancellation) =>
        source.ReadAsync(FinishedWork.Findings(period.From, period.To), cancellation, damaged);

    /// <summary>What the facts of the month cost beside the ledger.</summary>
    public async Task<List<PointEntry>> FoundAsync(AppraisalPeriod period, CancellationToken cancellation)
    {
        var (cards, looked) = await source.ReadAsync(
            FinishedWork.Cards(period.From, period.To),
            FinishedWork.Checked(period.From, period.To),
            cancellation,
            damaged
        );
        return
        [
            .. FoundPoints.Of(period, cards),
            .. FoundPoints.Of(
                period,
                looked.ConvertAll(found => new CaseLookedThrough(
                    found.Case,
                    catalogue.Version(found.ItemCode, found.ItemVersion).LeadDepartmentCode,
                    found.Check,
                    found.IsComplete,
                    found.At
                ))
            ),
        ];
    }

    /// <summary>How many cases of each item were received in the month.</summary>
    public async Task<Dictionary<string, int>> ReceivedAsync(AppraisalPeriod period, CancellationToken cancellation)
    {
        var received = await source.ReadAsync(
            FinishedWork.Received(
                CaseNumber.Of(installation.Region, period.FirstDay, 1),
                CaseNumber.Of(installation.Region, period.Next.FirstDay, 1)
            ),
            cancellation
        );
        return received.ToDictionary(item => item.ItemCode, item => item.Cases, StringComparer.Ordinal);
    }

    private Work WorkOf(UnitClosed unit, AppraisalPeriod period, Dictionary<(DateOnly, DateOnly), int?> days)
    {
        var item = catalogue.Version(unit.ItemCode, unit.ItemVersion);
        var outcome = OutcomeOf(unit.CaseStatus, unit.BranchStatus);
        var last = period.Next.FirstDay.AddDays(-1);
        var hasEnded = unit.EndedOn >= period.FirstDay && unit.EndedOn <= last;
        var actual = hasEnded && unit is { StartedOn: { } from, EndedOn: { } to } ? Days(from, to, days) - unit.StoppedDays : null;
        var isTimed =
            (hasEnded || (unit.IsLate && unit.DueOn >= period.FirstDay && unit.DueOn <= last))
            && outcome is not (Outcome.Withdrawn or Outcome.Declined);
        return new(
            unit.Case,
            unit.Branch,
            item.ItemCode,
            item.Tier,
            unit.Department ?? item.LeadDepartmentCode,
            unit.Officer,
            unit.Window,
            outcome,
            isTimed ? unit.IsLate : null,
            hasEnded && unit.EndedOn < unit.DueOn,
            actual is { } count ? Math.Max(count, 0) : null,
            unit.LegalDays,
            unit.Supplements,
            unit.Stops,
            unit.IsClosed,
            unit.DaysHeld
        );
    }

    private static Outcome OutcomeOf(CaseStatus @case, BranchStatus? branch) =>
        branch switch
        {
            null => @case switch
            {
                CaseStatus.Declined or CaseStatus.AcceptanceRevoked => Outcome.Declined,
                CaseStatus.Withdrawn => Outcome.Withdrawn,
                CaseStatus.Refused => Outcome.Refused,
                CaseStatus.Received or CaseStatus.CorrectionRequested or CaseStatus.Accepted or CaseStatus.InApproval => Outcome.Open,
                _ => Outcome.Granted,
            },
            // An opinion against it refuses nothing: it was asked for, and given.
            BranchStatus.Approved or BranchStatus.TimedOut or BranchStatus.Disagreed => Outcome.Granted,
            BranchStatus.Refused => Outcome.Refused,
            { } open when !open.IsSettled() => Outcome.Open,
            // Blocked by another's refusal: the department refused nothing itself.
            _ => Outcome.Withdrawn,
        };

    private RatingGiven Given(ServiceRatedAs rated)
    {
        var item = catalogue.Version(rated.ItemCode, rated.ItemVersion);
        return new(
            rated.Case,
            item.ItemCode,
            item.Tier,
            rated.Department,
            rated.Officer,
            rated.Grade.IsBad(),
            rated.IsSuspect,
            !rated.IsAnnulled,
            rated.Window
        );
    }

    private int? Days(DateOnly from, DateOnly to, Dictionary<(DateOnly, DateOnly), int?> known)
    {
        if (known.TryGetValue((from, to), out var counted))
            return counted;
        var between = calendars.Current.WorkingDaysBetween(from, to);
        return known[(from, to)] = between.IsError ? null : between.Value;
    }
}
