using System.Collections.Concurrent;
using ParallelApproval.Identities;

namespace ParallelApproval.Web.Public;

/// <summary>
/// Wrong query codes by case (查询码错误次数), in the memory of this node: six digits must not be found by trying. By the real clock, not the
/// demonstration's.
/// </summary>
internal sealed class WrongCodes
{
    private const int Most = 5;
    private const int MostCases = 10_000;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<long, (int Count, DateTimeOffset Until)> _wrong = new();

    public bool AreTooMany(CaseNumber number) =>
        _wrong.TryGetValue(number.Key, out var noted) && noted.Count >= Most && noted.Until > TimeProvider.System.GetUtcNow();

    public void Note(CaseNumber number)
    {
        var now = TimeProvider.System.GetUtcNow();
        if (_wrong.Count >= MostCases)
            Forget(now);
        _wrong.AddOrUpdate(
            number.Key,
            _ => (1, now + Window),
            (_, noted) => noted.Until > now ? (noted.Count + 1, noted.Until) : (1, now + Window)
        );
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (key, noted) in _wrong)
            if (noted.Until <= now)
                _wrong.TryRemove(key, out _);
    }
}
