using System.Collections.Frozen;

namespace ParallelApproval.Cases;

/// <summary>The table of moves (状态流转表) of a case or of a branch: one line for each verb.</summary>
public sealed class MoveTable<TVerb, TStatus>
    where TVerb : struct, Enum
    where TStatus : struct, Enum
{
    private readonly FrozenDictionary<TVerb, Move<TVerb, TStatus>> _lines;

    internal MoveTable(Move<TVerb, TStatus>[] byOfficers, Move<TVerb, TStatus>[] byItself)
    {
        (ByOfficers, ByItself) = (byOfficers, byItself);
        _lines = byOfficers.Concat(byItself).ToFrozenDictionary(line => line.Verb);
    }

    /// <summary>What officers do.</summary>
    public IReadOnlyList<Move<TVerb, TStatus>> ByOfficers { get; }

    /// <summary>What the house does by itself: a limit has passed, another branch has its result, the flow has come so far.</summary>
    public IReadOnlyList<Move<TVerb, TStatus>> ByItself { get; }

    public IEnumerable<Move<TVerb, TStatus>> All => ByOfficers.Concat(ByItself);

    /// <summary>The line of the verb.</summary>
    public Move<TVerb, TStatus> this[TVerb verb] => _lines[verb];

    /// <summary>Whether the verb is lawful in that status, whoever does it.</summary>
    public bool Allows(TStatus status, TVerb verb) => _lines[verb].From.Contains(status);

    /// <summary>The status after the move.</summary>
    /// <param name="to">Which one, where the line knows several.</param>
    /// <exception cref="InvalidOperationException">No line allows it: whoever moves asks first.</exception>
    internal TStatus After(TStatus from, TVerb verb, TStatus? to)
    {
        var line = _lines[verb];
        if (!line.From.Contains(from))
            throw new InvalidOperationException($"Expected {verb} to be lawful, but in status {from} it is not.");
        if (to is null && line.To is [var only])
            return only;
        return to is { } named && line.To.Contains(named)
            ? named
            : throw new InvalidOperationException($"Expected {verb} to lead where its line says, but it was to lead to {to}.");
    }
}
