using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Database;

namespace ParallelApproval.Imports;

/// <summary>What the room offers to the container.</summary>
public static class ImportsServiceCollectionExtensions
{
    public static IServiceCollection AddImports(this IServiceCollection services)
    {
        foreach (
            var book in typeof(ImportBook).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(ImportBook)) && !type.IsAbstract)
        )
            services.AddSingleton(typeof(ImportBook), book);
        return services
            .AddSingleton(provider => new ImportShelf([.. provider.GetServices<ImportBook>()]))
            .AddSingleton<ImportQueries>()
            .AddSingleton<ImportProgress>();
    }
}

/// <summary>The ways in which things are taken in by sheets, one for each kind (导入规程架).</summary>
public sealed class ImportShelf
{
    private readonly Dictionary<ImportKind, ImportBook> _books;

    internal ImportShelf(IReadOnlyList<ImportBook> books) => _books = books.ToDictionary(book => book.Kind);

    internal ImportBook Of(ImportKind kind) => _books[kind];

    /// <summary>The sheets of a kind, for templates.</summary>
    public IReadOnlyList<SheetDefinition> Sheets(ImportKind kind) => Of(kind).Sheets;

    /// <summary>Rows that one sheet of the kind may have.</summary>
    public int MostRows(ImportKind kind) => Of(kind).MostRows;

    /// <summary>Whether what the house has of the kind is given out as a file.</summary>
    public bool IsExported(ImportKind kind) => Of(kind).IsExported;
}

/// <summary>An import as it is listed.</summary>
public sealed record ImportEntry(
    Guid Id,
    ImportKind Kind,
    string FileName,
    string EnteredBy,
    DateTimeOffset EnteredAt,
    int New,
    int Changed,
    DateTimeOffset? UndoneAt,
    string? UndoneBy
)
{
    internal static ImportEntry Of(ImportRecord record) =>
        new(
            record.Id,
            record.Kind,
            record.FileName,
            record.EnteredBy,
            record.EnteredAt.InShanghai(),
            record.New,
            record.Changed,
            record.UndoneAt?.InShanghai(),
            record.UndoneBy
        );
}

/// <summary>Reading imports, and what the house has as sheets (导入查询).</summary>
public sealed class ImportQueries(IDbContextFactory<ApprovalDbContext> contexts, ImportShelf shelf)
{
    private const int Most = 100;

    /// <summary>The newest imports of these kinds, at most 100.</summary>
    public async Task<IReadOnlyList<ImportEntry>> NewestAsync(IReadOnlyCollection<ImportKind> kinds, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var records = await db.Set<ImportRecord>()
            .AsNoTracking()
            .Where(record => kinds.Contains(record.Kind))
            .OrderByDescending(record => record.EnteredAt)
            .Take(Most)
            .ToListAsync(cancellation);
        return [.. records.Select(ImportEntry.Of)];
    }

    /// <summary>
    /// What the house has of a kind, as the cells of its sheets; an import of the same changes nothing. Null for a kind that is not given
    /// out.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<IReadOnlyList<string>>>?> ExportAsync(
        ImportKind kind,
        DateOnly today,
        CancellationToken cancellation
    )
    {
        var book = shelf.Of(kind);
        if (!book.IsExported)
            return null;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var held = await book.HeldAsync(db, today, cancellation);
        return book.Sheets.ToDictionary(
            sheet => sheet.Key,
            sheet =>
                (IReadOnlyList<IReadOnlyList<string>>)
                    [
                        .. held[sheet.Key]
                            .Select(row =>
                                (IReadOnlyList<string>)
                                    [.. sheet.Columns.Select(column => column.Cell.Write(row.Values.GetValueOrDefault(column.Key)))]
                            ),
                    ]
        );
    }
}
