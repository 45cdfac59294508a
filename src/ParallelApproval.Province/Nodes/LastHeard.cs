using System.Collections.Concurrent;

namespace ParallelApproval.Province.Nodes;

/// <summary>When a district last said that it serves (最近应答时间), since this program was started.</summary>
internal sealed class LastHeard(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _at = new(StringComparer.Ordinal);

    /// <summary>When this program began to listen.</summary>
    public DateTimeOffset Began { get; } = time.GetUtcNow();

    public void From(string region) => _at[region] = time.GetUtcNow();

    /// <summary>Null when nothing was heard since this program began.</summary>
    public DateTimeOffset? Of(string region) => _at.TryGetValue(region, out var at) ? at : null;
}
