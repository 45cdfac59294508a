using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;

namespace ParallelApproval.Certificates;

/// <summary>The templates of the papers (文书模板): every version stays, the newest of a kind is in force.</summary>
public sealed class DocumentTemplates(IDbContextFactory<ApprovalDbContext> contexts)
{
    /// <summary>In place of a designer: the text came with the product.</summary>
    public const string Product = "product";

    /// <summary>Held by whoever publishes a version, so that each has its own number.</summary>
    internal const string OneAtATime = "document-templates";

    /// <summary>The text that comes with the product.</summary>
    public static string OfProduct(DocumentKind kind)
    {
        using var stream = typeof(DocumentTemplates).Assembly.GetManifestResourceStream(
            $"ParallelApproval.Certificates.Templates.{kind}.liquid"
        )!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>Brings the product's texts in, where the newest one is not a designer's own. From any number of nodes at once.</summary>
    public static Task SeedAsync(ApprovalDbContext db, DateTimeOffset now, CancellationToken cancellation) =>
        HouseStore.LoadAsync(
            db,
            OneAtATime,
            async () =>
            {
                var held = (await db.Set<TemplateRow>().AsNoTracking().ToListAsync(cancellation)).ToLookup(row => row.Kind);
                foreach (var kind in Enum.GetValues<DocumentKind>())
                {
                    var (newest, text) = (held[kind].MaxBy(row => row.Version), OfProduct(kind));
                    if (newest is null || (newest.PublishedBy == Product && newest.Text != text))
                        db.Add(
                            new TemplateRow
                            {
                                Kind = kind,
                                Version = (newest?.Version ?? 0) + 1,
                                Text = text,
                                PublishedBy = Product,
                                PublishedAt = now,
                            }
                        );
                }

                return [];
            },
            cancellation
        );

    /// <summary>The newest of each kind.</summary>
    public async Task<IReadOnlyDictionary<DocumentKind, TemplateRow>> InForceAsync(
        IEnumerable<DocumentKind> kinds,
        CancellationToken cancellation
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var all = db.Set<TemplateRow>().AsNoTracking();
        return await all.Where(row => kinds.Contains(row.Kind) && !all.Any(newer => newer.Kind == row.Kind && newer.Version > row.Version))
            .ToDictionaryAsync(row => row.Kind, cancellation);
    }

    /// <summary>All versions of a kind, the newest first.</summary>
    public async Task<IReadOnlyList<TemplateRow>> VersionsAsync(DocumentKind kind, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Set<TemplateRow>()
            .AsNoTracking()
            .Where(row => row.Kind == kind)
            .OrderByDescending(row => row.Version)
            .ToListAsync(cancellation);
    }
}
