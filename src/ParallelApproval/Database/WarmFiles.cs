using Microsoft.Extensions.Caching.Memory;
using ParallelApproval.Identities;

namespace ParallelApproval.Database;

/// <summary>
/// The files that this node put back last, as they lie in the database (待用案卷): the next command on one of them locks its row, sees there
/// that nobody has changed it since, and reads nothing of what lies here. What was refused, or not stored for whatever reason, is not among
/// them.
/// </summary>
internal sealed class WarmFiles : IDisposable
{
    // About 20 KB each, and somewhat more with application and papers.
    private const int Most = 2_000;
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(10);

    private readonly MemoryCache _files = new(new MemoryCacheOptions { SizeLimit = Most });

    /// <summary>Takes the file out, for its caller alone, with what every command needs of it; null when it is not there.</summary>
    public CaseFile? Take(CaseNumber number, Act act)
    {
        if (!_files.TryGetValue(number.Key, out CaseFile? file))
            return null;
        _files.Remove(number.Key);
        file!.Act = act;
        return file;
    }

    /// <summary>Puts back a file that is stored as it is here.</summary>
    public void Put(CaseFile file)
    {
        if (!file.Number.IsOfCentre && !file.Number.IsOfFlow && file.AsStored() is { } stored)
            _files.Set(stored.Number.Key, stored, new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = Rest });
    }

    public void Dispose() => _files.Dispose();
}
