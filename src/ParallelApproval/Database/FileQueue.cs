using ParallelApproval.Identities;

namespace ParallelApproval.Database;

/// <summary>
/// Whoever wants a file that another command of this node has in hand waits here for his turn (轮候), and holds no connection meanwhile. What
/// other nodes have in hand is waited for at its row.
/// </summary>
internal sealed class FileQueue
{
    private readonly Dictionary<long, Line> _lines = [];

    /// <summary>Waits for the turn; null when it did not come within the limit of elapsed time.</summary>
    public async Task<IDisposable?> EnterAsync(CaseNumber number, TimeSpan limit, CancellationToken cancellation)
    {
        Line? line;
        lock (_lines)
        {
            if (!_lines.TryGetValue(number.Key, out line))
                _lines.Add(number.Key, line = new());
            line.Length++;
        }

        var turn = new Turn(this, number.Key, line);
        try
        {
            if (await line.Free.WaitAsync(limit, cancellation))
                return turn;
        }
        catch
        {
            Leave(number.Key, line);
            throw;
        }

        Leave(number.Key, line);
        return null;
    }

    private void Leave(long key, Line line)
    {
        lock (_lines)
            if (--line.Length == 0)
                _lines.Remove(key);
    }

    private sealed class Line
    {
        public SemaphoreSlim Free { get; } = new(1, 1);

        public int Length { get; set; }
    }

    private sealed class Turn(FileQueue queue, long key, Line line) : IDisposable
    {
        public void Dispose()
        {
            line.Free.Release();
            queue.Leave(key, line);
        }
    }
}
