namespace ParallelApproval.Database;

/// <summary>The private PostgreSQL cannot be had. The message says why, and what to type.</summary>
public sealed class EmbeddedPostgresException : Exception
{
    public EmbeddedPostgresException(string message)
        : base(message) { }

    public EmbeddedPostgresException(string message, Exception cause)
        : base(message, cause) { }
}
