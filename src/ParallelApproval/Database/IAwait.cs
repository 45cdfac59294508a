namespace ParallelApproval.Database;

/// <summary>
/// Work that waits for something in the database (等候事由). A node asks for all of them in one statement (<see cref="Lookout"/>), so that it
/// costs next to nothing while there is nothing to do.
/// </summary>
public interface IAwait
{
    /// <summary>
    /// A value of SQL of the type bigint, on the room's own tables, answered from an index; <c>$1</c> is now by the clock of the house. Its
    /// text never varies.
    /// </summary>
    string Question { get; }

    /// <summary>Whether that answer means that there is something to do.</summary>
    bool IsWanted(long told);
}
