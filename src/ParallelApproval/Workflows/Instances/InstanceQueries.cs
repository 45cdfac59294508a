using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Engine;
using ParallelApproval.Identities;

namespace ParallelApproval.Workflows;

/// <summary>What to look for among running and finished flows; nulls leave a question open.</summary>
public sealed record InstanceSearch(
    string[]? DefinitionIds = null,
    int? Version = null,
    string[]? Statuses = null,
    string[]? SubStatuses = null,
    bool? HasIncidents = null,
    string? Text = null,
    string? OrderBy = null,
    bool Descending = true,
    int Skip = 0,
    int Take = 100
);

/// <summary>Reading where cases stand in their flows, and how they came there (流程实例查询).</summary>
public sealed class InstanceQueries(
    IDbContextFactory<ApprovalDbContext> contexts,
    DefinitionRegister register,
    RegisterCache registers,
    FlowEngines engines
)
{
    public async Task<(IReadOnlyList<InstanceRow> Page, int Count)> SearchAsync(InstanceSearch search, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var rows = db.Set<InstanceRow>().AsNoTracking();
        if (search.DefinitionIds is { Length: > 0 } ids)
            rows = rows.Where(row => ids.Contains(row.DefinitionId));
        if (search.Version is { } version)
            rows = rows.Where(row => row.Version == version);
        if (search.Statuses is { Length: > 0 } statuses)
            rows = rows.Where(row => statuses.Contains(row.Status));
        if (search.SubStatuses is { Length: > 0 } subStatuses)
            rows = rows.Where(row => subStatuses.Contains(row.SubStatus));
        if (search.HasIncidents is { } has)
            rows = rows.Where(row => row.Incidents > 0 == has);
        if (search.Text is { Length: > 0 } text)
            rows = CaseNumber.TryParse(text.Trim(), out var number)
                ? rows.Where(row => row.CaseKey == number.Key)
                : rows.Where(row => row.DefinitionId == text);
        var ordered = (search.OrderBy, search.Descending) switch
        {
            ("UpdatedAt" or "LastExecuted", true) => rows.OrderByDescending(row => row.UpdatedAt),
            ("UpdatedAt" or "LastExecuted", false) => rows.OrderBy(row => row.UpdatedAt),
            (_, true) => rows.OrderByDescending(row => row.CreatedAt),
            _ => rows.OrderBy(row => row.CreatedAt),
        };
        var page = await ordered.ThenBy(row => row.CaseKey).Skip(search.Skip).Take(search.Take).ToListAsync(cancellation);
        if (page.Exists(row => !register.Holds(row.DefinitionId, row.Version)))
            await registers.RefreshAsync(cancellation);
        return (page, await rows.CountAsync(cancellation));
    }

    /// <summary>Where a case stands; null when there is no such case.</summary>
    public async Task<InstanceRow?> FindAsync(CaseNumber number, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Set<InstanceRow>().AsNoTracking().FirstOrDefaultAsync(row => row.CaseKey == number.Key, cancellation);
    }

    /// <summary>Everything the flow of a case did, read off its journal; null when there is no such case.</summary>
    public async Task<FlowHistory?> HistoryAsync(CaseNumber number, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (
            await db.Set<InstanceRow>().AsNoTracking().FirstOrDefaultAsync(row => row.CaseKey == number.Key, cancellation)
            is not { } instance
        )
            return null;
        var journal = await db.Set<JournalRow>()
            .AsNoTracking()
            .Where(row => row.CaseKey == number.Key)
            .OrderBy(row => row.FirstSequence)
            .Select(row => row.Events)
            .ToListAsync(cancellation);
        if (!register.Holds(instance.DefinitionId, instance.Version))
            await registers.RefreshAsync(cancellation);
        var definition = register.Version(instance.DefinitionId, instance.Version).Definition;
        return new(instance, engines.Named(instance.Engine).Parse(instance.State), definition, journal.SelectMany(Events));
    }

    /// <summary>The number of the last journal entry of each case; a case that is missing has none.</summary>
    public async Task<IReadOnlyDictionary<long, int>> LastEntriesAsync(IReadOnlyCollection<long> cases, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Set<JournalRow>()
            .AsNoTracking()
            .Where(row => cases.Contains(row.CaseKey))
            .GroupBy(row => row.CaseKey)
            .ToDictionaryAsync(rows => rows.Key, rows => rows.Max(row => row.FirstSequence), cancellation);
    }

    private static IEnumerable<WorkflowEvent> Events(string rows)
    {
        using var document = JsonDocument.Parse(rows, new() { MaxDepth = 256 });
        return [.. document.RootElement.EnumerateArray().Select(one => WorkflowEvent.Parse(one.GetRawText()))];
    }
}
