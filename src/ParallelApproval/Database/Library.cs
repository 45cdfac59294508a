using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;

namespace ParallelApproval.Database;

/// <summary>The books of this node (台账架), and whether they are of the newest edition.</summary>
public sealed class Library(IEnumerable<IBook> books, IDbContextFactory<ApprovalDbContext> contexts)
{
    /// <summary>Every command sends this along with its own statements.</summary>
    internal const string Editions = "SELECT title, edition FROM books";

    /// <summary>Raises <see cref="StaleCode"/> when any edition differs; for commands that write before they read.</summary>
    internal const string Guard = "SELECT expect_editions($1, $2)";

    /// <summary>SQLSTATE of <c>expect_editions</c>.</summary>
    internal const string StaleCode = "PA001";

    private readonly FrozenDictionary<string, IBook> _books = books.ToFrozenDictionary(book => book.Title, StringComparer.Ordinal);
    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile FrozenDictionary<string, long> _held = FrozenDictionary<string, long>.Empty;

    /// <summary>Titles and editions in memory.</summary>
    internal (string[] Titles, long[] Editions) Held
    {
        get
        {
            var held = _held;
            return ([.. held.Keys], [.. held.Values]);
        }
    }

    /// <summary>Whether a book of that title is held in that edition; a title that this node does not know is none of its business.</summary>
    internal bool IsCurrent(string title, long edition) => !_books.ContainsKey(title) || _held.GetValueOrDefault(title) == edition;

    /// <summary>Reads every book of which there is a newer edition; at start, all.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> RefreshAsync(CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellation);
            // The edition is read before the book: a change in between makes the next command read once more, never once too few.
            var newest = await db.Set<BookRow>().AsNoTracking().ToDictionaryAsync(row => row.Title, row => row.Edition, cancellation);
            var held = new Dictionary<string, long>(_held);
            var stale = _books.Values.Where(book => !held.TryGetValue(book.Title, out var edition) || edition != newest.GetValueOrDefault(book.Title)).ToList();
            foreach (var book in stale)
            {
                await book.LoadAsync(db, cancellation);
                held[book.Title] = newest.GetValueOrDefault(book.Title);
            }

            _held = held.ToFrozenDictionary(StringComparer.Ordinal);
            return stale.Count > 0;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Says that every book has changed, for what stands in several of them, such as the name of a department.</summary>
    public static Task NewEditionOfAllAsync(ApprovalDbContext db, CancellationToken cancellation) => db.Database.ExecuteSqlAsync($"UPDATE books SET edition = edition + 1", cancellation);

    /// <summary>Says that a book has changed: call it within the transaction that changes it.</summary>
    public static Task NewEditionAsync(ApprovalDbContext db, string title, CancellationToken cancellation) =>
        db.Database.ExecuteSqlAsync($"INSERT INTO books (title, edition) VALUES ({title}, 1) ON CONFLICT (title) DO UPDATE SET edition = books.edition + 1", cancellation);
}
