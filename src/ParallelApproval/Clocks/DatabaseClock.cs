using Npgsql;
using ParallelApproval.Database;

namespace ParallelApproval.Clocks;

/// <summary>
/// What time it is for deadlines (时限时钟): the clock of PostgreSQL, which all nodes share, ahead of it only by what the house's own clock is
/// ahead of this machine (the demonstration's distance; otherwise nothing), and never later than the house's own clock. So a node whose
/// clock is fast fires nothing early, and one whose clock was set back fires nothing until it is right again.
/// </summary>
/// <param name="time">The clock of the house.</param>
/// <param name="machine">The clock of this machine.</param>
public sealed class DatabaseClock(TimeProvider time, TimeProvider machine)
{
    /// <summary>
    /// An SQL expression of the instant, for <see cref="Ahead"/> as <c>$1</c> and <see cref="Latest"/> as <c>$2</c>. Stable within a
    /// statement.
    /// </summary>
    internal const string Now = "least(now() + $1, $2)";

    internal NpgsqlParameter Ahead => Statements.Value(time.GetUtcNow() - machine.GetUtcNow());

    internal NpgsqlParameter Latest => Statements.Instant(Act.Instant(time));
}
