using System.Collections.Concurrent;

namespace ParallelApproval.Imports;

/// <summary>How far an import under way is.</summary>
/// <param name="Done">Rows that were looked at.</param>
/// <param name="Total">Rows of the file.</param>
public sealed record ImportStage(int Done, int Total);

/// <summary>How far the imports under way on this node are (导入进度), by the account that gave them.</summary>
public sealed class ImportProgress
{
    private readonly ConcurrentDictionary<string, ImportStage> _underWay = new(StringComparer.Ordinal);

    /// <summary>How far the officer's import is; null when none is under way.</summary>
    public ImportStage? Of(string userName) => _underWay.GetValueOrDefault(userName);

    internal void Report(string userName, int done, int total) => _underWay[userName] = new(done, total);

    internal void End(string userName) => _underWay.TryRemove(userName, out _);
}
