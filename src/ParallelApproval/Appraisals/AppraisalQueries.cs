using System.Text.Json;
using ErrorOr;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Calendars;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Evaluations;
using ParallelApproval.Events;

namespace ParallelApproval.Appraisals;

/// <summary>
/// The tables of a month (绩效考核查询). A closed month is read as it was when it was closed; one that is not is refused, unless provisional
/// figures are asked for, which say that they are.
/// </summary>
public sealed class AppraisalQueries
{
    private readonly AppraisalFacts _facts;
    private readonly IDbContextFactory<ApprovalDbContext> _contexts;
    private readonly HouseStore _house;
    private readonly CatalogueRegister _catalogue;
    private readonly EvaluationRules _evaluation;
    private readonly AppraisalSettings _settings;

    internal AppraisalQueries(
        AppraisalFacts facts,
        IDbContextFactory<ApprovalDbContext> contexts,
        HouseStore house,
        CatalogueRegister catalogue,
        EvaluationRules evaluation,
        AppraisalSettings settings
    ) => (_facts, _contexts, _house, _catalogue, _evaluation, _settings) = (facts, contexts, house, catalogue, evaluation, settings);

    public async Task<ErrorOr<Appraisal>> TableAsync(
        AppraisalPeriod period,
        AppraisalBy by,
        bool provisional,
        DateOnly today,
        CancellationToken cancellation
    )
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellation);
        if (await db.Set<ClosedPeriodRow>().AsNoTracking().FirstOrDefaultAsync(row => row.Period == period.Key, cancellation) is { } closed)
        {
            var table = JsonSerializer.Deserialize<Appraisal[]>(closed.Report, HouseJson.Options)!.First(table => table.By == by);
            return table with
            {
                IsProvisional = false,
                ClosedAt = closed.ClosedAt.InShanghai(),
                ClosedBy = closed.ClosedBy,
                HasRankings = table.HasRankings && _settings.Rankings,
                Lines = Shown(table.Lines),
            };
        }

        if (period.FirstDay > today)
            return AppraisalRefusals.NotBegun(period);
        if (provisional)
            await PointLedger.EnterComplaintsAsync(_house, period, cancellation);
        return provisional
            ? (await MonthAsync(period, today, cancellation)).Table(by, _settings.Rankings)
            : AppraisalRefusals.NotClosed(period);
    }

    /// <summary>
    /// The cases behind a figure, at most so many; of a month that is not closed only with <paramref name="provisional"/>.
    /// </summary>
    /// <param name="key">The key of a line; empty for the total.</param>
    public async Task<ErrorOr<IReadOnlyList<AppraisalCase>>> CasesAsync(
        AppraisalPeriod period,
        AppraisalBy by,
        string key,
        AppraisalFigure figure,
        bool provisional,
        DateOnly today,
        CancellationToken cancellation
    )
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellation);
        if (period.FirstDay > today)
            return AppraisalRefusals.NotBegun(period);
        if (!provisional && !await db.Set<ClosedPeriodRow>().AnyAsync(row => row.Period == period.Key, cancellation))
            return AppraisalRefusals.NotClosed(period);
        if (provisional)
            await PointLedger.EnterComplaintsAsync(_house, period, cancellation);
        return (await MonthAsync(period, today, cancellation)).Behind(by, key, figure).ToArray();
    }

    /// <summary>The reopening of a closed month that waits for a second person; null when none does.</summary>
    public async Task<Reopening?> ReopeningAsync(AppraisalPeriod period, CancellationToken cancellation)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellation);
        return await ReopenPeriodHandler.WaitingAsync(db, period, cancellation);
    }

    /// <summary>Which of these months are closed.</summary>
    internal async Task<IReadOnlyCollection<AppraisalPeriod>> ClosedAsync(
        IEnumerable<AppraisalPeriod> months,
        CancellationToken cancellation
    )
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellation);
        var keys = months.Select(month => month.Key).ToArray();
        var closed = await db.Set<ClosedPeriodRow>()
            .Where(row => keys.Contains(row.Period))
            .Select(row => row.Period)
            .ToListAsync(cancellation);
        return closed.ConvertAll(AppraisalPeriod.Of);
    }

    /// <summary>All facts of the month as they are now.</summary>
    internal async Task<AppraisalMonth> MonthAsync(AppraisalPeriod period, DateOnly today, CancellationToken cancellation)
    {
        var work = await _facts.WorkAsync(period, cancellation);
        var received = await _facts.ReceivedAsync(period, cancellation);
        await using var db = await _contexts.CreateDbContextAsync(cancellation);
        var entries = await db.Set<PointEntry>()
            .AsNoTracking()
            .Where(entry => entry.Period == period.Key)
            .OrderBy(entry => entry.At)
            .ToListAsync(cancellation);
        entries.AddRange(await _facts.FoundAsync(period, cancellation));
        var keys = entries.Select(entry => entry.CaseKey).OfType<long>().Distinct().ToArray();
        var items = await db.Set<Cases.CaseRow>()
            .Where(row => keys.Contains(row.CaseKey))
            .Select(row => new { row.CaseKey, row.ItemCode })
            .ToDictionaryAsync(row => row.CaseKey, row => row.ItemCode, cancellation);
        var busy = work.Select(unit => unit.ItemCode).Concat(received.Keys).ToHashSet(StringComparer.Ordinal);
        var idle = _catalogue
            .Current.AllInForce(period.LastDay < today ? period.LastDay : today)
            .Where(item => !item.IsDrill && !busy.Contains(item.ItemCode))
            .Select(item => item.ItemCode)
            .ToList();
        return new(
            period,
            work,
            await _facts.RatingsAsync(period, _evaluation.Unrated, cancellation),
            await _facts.FindingsAsync(period, cancellation),
            entries,
            idle,
            items
        );
    }

    private List<AppraisalLine> Shown(IReadOnlyList<AppraisalLine> lines) =>
        [.. lines.Select(line => _settings.Rankings ? line : line with { Rank = null })];
}
