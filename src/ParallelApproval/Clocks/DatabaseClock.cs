using Npgsql;
using ParallelApproval.Database;

namespace ParallelApproval.Clocks;

/// <summary>
/// What time it is for deadlines (时限时钟): where the house goes by <see cref="DatabaseTime"/>, the clock of PostgreSQL within the very
/// statement that asks for what is due, so that no node fires early or late by its own; else the clock that was given.
/// </summary>
/// <param name="time">The clock of the house.</param>
public sealed class DatabaseClock(TimeProvider time)
{
    /// <summary>
    /// An SQL expression of the instant, for <see cref="Ahead"/> as <c>$1</c> and <see cref="Given"/> as <c>$2</c>. Stable within a
    /// statement.
    /// </summary>
    internal const string Now = "coalesce($2, now() + $1)";

    internal NpgsqlParameter Ahead => Statements.Value((time as DatabaseTime)?.Distance ?? TimeSpan.Zero);

    internal NpgsqlParameter Given => Statements.Instant(time is DatabaseTime ? null : Act.Instant(time));
}
