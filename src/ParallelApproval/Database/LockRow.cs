using Npgsql;

namespace ParallelApproval.Database;

/// <summary>
/// The lock row of a case (卷宗封面): whoever holds it works on the case alone. It bears the head of the case's trail and the sum of its rows,
/// with their seal.
/// </summary>
internal static class LockRow
{
    private const string Columns = "case_key, event_count, last_hash, row_sum, seal, sealed_with";

    /// <summary>The head of every chain with its seal, for queries of other rooms.</summary>
    public const string Heads = $"(SELECT {Columns} FROM case_files)";

    /// <summary>A row with the head of the chain of a case (<c>$1</c>, its key); nothing is locked.</summary>
    public const string Read = "SELECT event_count, last_hash, row_sum, seal, sealed_with, revision FROM case_files WHERE case_key = $1";

    /// <summary>The same, and the case is locked until the transaction ends.</summary>
    public const string Take = Read + " FOR UPDATE";

    /// <summary>The same, unless somebody else has it: then there is no row.</summary>
    public const string TakeIfFree = Take + " SKIP LOCKED";

    /// <summary>How many columns there are of the row itself.</summary>
    public const int Width = 6;

    /// <summary>
    /// One of these statements, with more asked beside the row: it is told when the row is locked, and not before that was waited for,
    /// since
    /// PostgreSQL does not take a query apart that locks.
    /// </summary>
    public static string Also(string lockRow, params ReadOnlySpan<string?> more)
    {
        var asked = 0;
        var text = "";
        foreach (var one in more)
            if (one is not null)
                (asked, text) = (asked + 1, $"{text}, {one}");
        return asked == 0 ? lockRow : $"SELECT f.*{text} FROM ({lockRow}) AS f";
    }

    private const string Insert = $"INSERT INTO case_files ({Columns}) VALUES ($1, $2, $3, $4, $5, $6)";
    private const string Update =
        "UPDATE case_files SET event_count = $2, last_hash = $3, row_sum = $4, seal = $5, sealed_with = $6, revision = revision + 1 "
        + "WHERE case_key = $1";

    /// <summary>Locks the case and says that what lies in its file is no longer what it was, though nothing is recorded.</summary>
    public const string Touch = "UPDATE case_files SET revision = revision + 1 WHERE case_key = $1";

    /// <summary>Stores the head of the chain as the file has it now; a new file gets its row by it.</summary>
    public static NpgsqlBatchCommand Of(CaseFile file) => With(file.IsNew ? Insert : Update, file);

    /// <summary>The row of a file that was played to its end and comes into the store for the first time.</summary>
    public static NpgsqlBatchCommand OfPlayed(CaseFile file) => With(Insert, file);

    private static NpgsqlBatchCommand With(string statement, CaseFile file)
    {
        var command = new NpgsqlBatchCommand(statement);
        command.Parameters.Add(Statements.Value(file.Number.Key));
        command.Parameters.Add(Statements.Value(file.EventCount));
        command.Parameters.Add(Statements.Value(file.LastHash));
        var sum = file.Rows?.Sum.ToBytes();
        var (seal, key) =
            file.Rows is null ? (null, null)
            : file.BrokenSeal is { } broken ? broken
            : CaseHead.Seal(file.Rows.Keys, file.Number.Key, file.EventCount, file.LastHash, sum);
        command.Parameters.Add(Statements.Bytes(sum));
        command.Parameters.Add(Statements.Bytes(seal));
        command.Parameters.Add(Statements.Text(key));
        return command;
    }
}
