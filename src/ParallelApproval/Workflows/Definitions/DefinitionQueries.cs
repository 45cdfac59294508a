using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Engine;

namespace ParallelApproval.Workflows;

/// <summary>
/// Which versions are meant; the words are those of the designer's tool. A number stands for itself; anything unknown for all.
/// </summary>
public readonly record struct VersionChoice(string? Word)
{
    internal IQueryable<DefinitionRow> Among(IQueryable<DefinitionRow> rows) =>
        Word switch
        {
            "Latest" => rows.Where(row => row.IsLatest),
            "Published" => rows.Where(row => row.IsPublished),
            "Draft" => rows.Where(row => row.IsLatest && !row.IsPublished),
            "LatestOrPublished" or "LatestAndPublished" => rows.Where(row => row.IsLatest || row.IsPublished),
            { } number when int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var version) => rows.Where(row =>
                row.Version == version
            ),
            _ => rows,
        };
}

/// <summary>What to look for; nulls and empty lists leave a question open.</summary>
public sealed record DefinitionSearch(
    VersionChoice Versions,
    string[]? DefinitionIds = null,
    string[]? Ids = null,
    string? Text = null,
    string? OrderBy = null,
    bool Descending = false,
    int Skip = 0,
    int? Take = null
);

/// <summary>Reading definitions from the table (流程查询).</summary>
public sealed class DefinitionQueries(IDbContextFactory<ApprovalDbContext> contexts)
{
    /// <summary>A version by its own id, also one that has left the lists; null when there is none.</summary>
    public async Task<DefinitionRow?> FindAsync(string versionId, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Set<DefinitionRow>().AsNoTracking().FirstOrDefaultAsync(row => row.Id == versionId, cancellation);
    }

    /// <summary>The newest of the versions meant; null when there is none.</summary>
    public async Task<DefinitionRow?> FindAsync(string definitionId, VersionChoice versions, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await versions
            .Among(Listed(db))
            .Where(row => row.DefinitionId == definitionId)
            .OrderByDescending(row => row.IsLatest)
            .ThenByDescending(row => row.Version)
            .FirstOrDefaultAsync(cancellation);
    }

    /// <summary>
    /// The versions of the search without their content, and how many there are in all. Asked for by their own ids, those that have left
    /// the lists are among them.
    /// </summary>
    public async Task<(IReadOnlyList<DefinitionRow> Page, int Count)> SearchAsync(DefinitionSearch search, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var rows = search.Ids is { Length: > 0 }
            ? db.Set<DefinitionRow>().AsNoTracking().Where(row => search.Ids.Contains(row.Id))
            : Listed(db);
        rows = search.Versions.Among(rows);
        if (search.DefinitionIds is { Length: > 0 })
            rows = rows.Where(row => search.DefinitionIds.Contains(row.DefinitionId));
        if (search.Text is { Length: > 0 } text)
            rows = rows.Where(row =>
                row.Name!.ToLower().Contains(text.ToLower())
                || row.Description!.ToLower().Contains(text.ToLower())
                || row.DefinitionId.ToLower().Contains(text.ToLower())
                || row.Id == text
            );
        var count = await rows.CountAsync(cancellation);
        var page = Ordered(rows, search).Skip(search.Skip);
        if (search.Take is { } take)
            page = page.Take(take);
        return (await page.ToListAsync(cancellation), count);
    }

    /// <summary>Whether no other definition has that name.</summary>
    public async Task<bool> IsNameFreeAsync(string name, string? definitionId, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return !await Listed(db).AnyAsync(row => row.IsLatest && row.Name == name && row.DefinitionId != definitionId, cancellation);
    }

    /// <summary>Ids of the definitions whose latest version holds that one, as an activity of its type or by its id; in order.</summary>
    public async Task<IReadOnlyList<string>> UsersOfAsync(DefinitionRow used, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var others = await Listed(db)
            .Where(row => row.IsLatest && row.DefinitionId != used.DefinitionId)
            .OrderBy(row => row.DefinitionId)
            .ToListAsync(cancellation);
        var type = WorkflowDefinition.Parse(used.Content).TypeName;
        return [.. others.Where(other => Holds(other, type, used.DefinitionId)).Select(other => other.DefinitionId)];
    }

    private static bool Holds(DefinitionRow holder, string type, string definitionId) =>
        WorkflowDefinition
            .Parse(holder.Content)
            .Activities()
            .Any(activity => activity.Type == type || activity.Input("WorkflowDefinitionId")?.Expression?.Text == definitionId);

    private static IQueryable<DefinitionRow> Listed(ApprovalDbContext db) =>
        db.Set<DefinitionRow>().AsNoTracking().Where(row => row.RemovedAt == null);

    private static IQueryable<DefinitionRow> Ordered(IQueryable<DefinitionRow> rows, DefinitionSearch search) =>
        (search.OrderBy, search.Descending) switch
        {
            ("Version", true) => rows.OrderByDescending(row => row.Version).ThenBy(row => row.DefinitionId),
            ("Version", false) => rows.OrderBy(row => row.Version).ThenBy(row => row.DefinitionId),
            ("Created" or "CreatedAt", true) => rows.OrderByDescending(row => row.CreatedAt).ThenBy(row => row.DefinitionId),
            ("Created" or "CreatedAt", false) => rows.OrderBy(row => row.CreatedAt).ThenBy(row => row.DefinitionId),
            (_, true) => rows.OrderByDescending(row => row.Name)
                .ThenByDescending(row => row.DefinitionId)
                .ThenByDescending(row => row.Version),
            _ => rows.OrderBy(row => row.Name).ThenBy(row => row.DefinitionId).ThenByDescending(row => row.Version),
        };
}
