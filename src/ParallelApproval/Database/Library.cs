using Npgsql;

namespace ParallelApproval.Database;

/// <summary>The books of this node (台账架), and whether they are of the newest edition.</summary>
public sealed class Library(IEnumerable<IBook> books)
{
    /// <summary>Every command sends this along with its own statements.</summary>
    internal const string Editions = "SELECT title, edition FROM books";

    /// <summary>Raises <see cref="StaleCode"/> when any edition differs; for commands that write before they read.</summary>
    internal const string Guard = "SELECT expect_editions($1, $2)";

    /// <summary>SQLSTATE of <c>expect_editions</c>.</summary>
    internal const string StaleCode = "PA001";

    private readonly IBook[] _books = [.. books];
    private readonly SemaphoreSlim _gate = new(1, 1);

    internal (string[] Titles, long[] Editions) Held => ([.. _books.Select(book => book.Title)], [.. _books.Select(book => book.Edition)]);

    /// <summary>Whether a book of that title is held in that edition; a title that this node does not know is none of its business.</summary>
    internal bool IsCurrent(string title, long edition) => Array.Find(_books, book => book.Title == title) is not { } book || book.Edition == edition;

    /// <summary>Reads every book that has a newer edition.</summary>
    public async Task RefreshAsync(NpgsqlDataSource source, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancellation);
            foreach (var title in await StaleAsync(connection, cancellation))
                await Array.Find(_books, book => book.Title == title)!.ReadAsync(connection, cancellation);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Says that a book has changed: call within the transaction that changes it.</summary>
    public static async Task NewEditionAsync(NpgsqlConnection connection, string title, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("INSERT INTO books (title, edition) VALUES ($1, 1) ON CONFLICT (title) DO UPDATE SET edition = books.edition + 1", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = title });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private async Task<List<string>> StaleAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Editions, connection);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var stale = new List<string>();
        while (await rows.ReadAsync(cancellation))
            if (!IsCurrent(rows.GetString(0), rows.GetInt64(1))) stale.Add(rows.GetString(0));
        return stale;
    }
}
