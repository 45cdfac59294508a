using System.Collections.Concurrent;
using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Events;

namespace ParallelApproval.Organisation;

/// <summary>An officer wanted to do what the table of authority does not let him do.</summary>
/// <param name="Verb">The name of the command or of what he wanted to look at; never what he wanted to do it with.</param>
public sealed record AuthorityRefused(string Officer, string Verb) : HouseEvent;

/// <summary>
/// Notes in the trail of the house who was refused for want of authority (越权记录): once an hour on each node for an officer and a verb, so
/// that nobody fills the trail by trying again and again.
/// </summary>
public sealed class AuthorityRefusals(HouseStore house, TimeProvider time)
{
    private const int MostRemembered = 10_000;
    private static readonly TimeSpan NotedAgain = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<(string Officer, string Verb), DateTimeOffset> _noted = new();

    /// <param name="act">Of the officer who was refused.</param>
    public async ValueTask NoteAsync(Act act, string verb)
    {
        var now = time.GetUtcNow();
        if (_noted.TryGetValue((act.UserName, verb), out var before) && now - before < NotedAgain && now >= before)
            return;
        if (_noted.Count >= MostRemembered)
            _noted.Clear();
        _noted[(act.UserName, verb)] = now;
        await house.ActAsync(
            act,
            _ => Task.FromResult<ErrorOr<Entry<Success>>>(new Entry<Success>(Result.Success, new AuthorityRefused(act.UserName, verb))),
            CancellationToken.None
        );
    }
}
