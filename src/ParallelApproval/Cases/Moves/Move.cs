namespace ParallelApproval.Cases;

/// <summary>
/// One line of a table of moves (状态流转): who may make it, in which statuses, where it leads, and what must be so. What no line allows is
/// refused, and nothing but a line changes a status.
/// </summary>
/// <param name="Who">Asked before the status: how the officer must stand to the matter. None for what the house does by itself.</param>
/// <param name="From">The statuses in which it is lawful; none for the move with which a case begins.</param>
/// <param name="To">The statuses to which it may lead; none for what leaves the status as it is.</param>
/// <param name="When">Asked after the status, in this order: what must be so in the file.</param>
public sealed record Move<TVerb, TStatus>(TVerb Verb, Guard[] Who, TStatus[] From, TStatus[] To, Guard[] When)
    where TVerb : struct, Enum
    where TStatus : struct, Enum
{
    /// <summary>
    /// A move that the house makes by itself: a limit has passed, another branch has its result, the flow has come so far.
    /// </summary>
    public Move(TVerb verb, TStatus[] from, TStatus[] to)
        : this(verb, [], from, to, []) { }

    /// <summary>Asked last, and only when it is to grant: what must be so before an approval, but not before a refusal.</summary>
    public Guard[] WhenGranting { get; init; } = [];

    public IEnumerable<Guard> Guards => Who.Concat(When).Concat(WhenGranting);
}
