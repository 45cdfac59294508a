using Npgsql;

namespace ParallelApproval.Database;

/// <summary>What the database itself lets the role of the application do to what is sealed.</summary>
public enum GuardState
{
    /// <summary>Another role owns the tables, and this one has no right beyond those it needs.</summary>
    TwoRoles,

    /// <summary>The role of the application owns the tables, or may become their owner: it can switch the triggers off.</summary>
    OneRole,

    /// <summary>Another role owns the tables, but this one was given rights beyond those it needs.</summary>
    TooManyRights,
}

/// <summary>
/// Two roles in the database (双角色): the owner of the tables gives the role of the application what it needs, and finds out whether that
/// is so. Whoever has the connection of the application can then add to the trail, and neither change it nor switch off what keeps it.
/// </summary>
public sealed class TrailGuard(NpgsqlDataSource source)
{
    // Two nodes that start at once: the second finds nothing left to do.
    private const string OneAtATime = "SELECT pg_advisory_xact_lock(hashtext('parallel_approval_rights'))";

    private const string Held = """
        SELECT c.relname::text, c.relkind = 'S',
            ARRAY(SELECT a.privilege_type FROM aclexplode(c.relacl) AS a WHERE a.grantee = r.oid
                UNION SELECT a.privilege_type || '(' || t.attname || ')' FROM pg_attribute t, aclexplode(t.attacl) AS a
                    WHERE t.attrelid = c.oid AND NOT t.attisdropped AND a.grantee = r.oid
                ORDER BY 1)::text[]
        FROM pg_class c JOIN pg_roles r ON r.rolname = $1
        WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'S') ORDER BY 1
        """;

    // What a role may by itself, by those it belongs to and by all. A superuser, and a member of the owner, is told to own the tables.
    private const string Look = """
        SELECT c.relname::text, pg_has_role(current_user, c.relowner, 'MEMBER'),
            has_table_privilege(c.oid, 'TRUNCATE') OR has_table_privilege(c.oid, 'TRIGGER')
                OR has_schema_privilege(c.relnamespace, 'CREATE')
                OR (has_any_column_privilege(c.oid, 'UPDATE') AND c.relname = ANY ($1))
                OR (has_table_privilege(c.oid, 'UPDATE') AND c.relname = ANY ($2))
                OR (has_table_privilege(c.oid, 'DELETE') AND NOT c.relname = ANY ($3))
        FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
        """;

    /// <summary>What was found when it was looked up last, at the start as a rule; null before that.</summary>
    public GuardState? Last { get; private set; }

    /// <summary>Looks it up.</summary>
    public async Task<GuardState> LookAsync(CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        var found = await LookAsync(connection, cancellation);
        Last = found;
        return found;
    }

    internal static async Task<GuardState> LookAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var look = new NpgsqlCommand(Look, connection)
        {
            Parameters =
            {
                Statements.Value(TableRights.OnlyEntered.Concat(TableRights.OnlyRead).ToArray()),
                Statements.Value(TableRights.OneColumn.Keys.ToArray()),
                Statements.Value(TableRights.Removed.ToArray()),
            },
        };
        await using var rows = await look.ExecuteReaderAsync(cancellation);
        var hasTooMany = false;
        while (await rows.ReadAsync(cancellation))
        {
            if (rows.GetBoolean(1))
                return GuardState.OneRole;
            hasTooMany |= rows.GetBoolean(2);
        }

        return hasTooMany ? GuardState.TooManyRights : GuardState.TwoRoles;
    }

    /// <summary>Gives the role what it needs, and takes what it does not; nothing is done where all is so already.</summary>
    /// <param name="owner">A connection of the role that owns the tables.</param>
    internal static async Task GiveRightsAsync(NpgsqlConnection owner, string role, CancellationToken cancellation)
    {
        var quoted = Quoted(role);
        var changes = await ChangesAsync(owner, role, quoted, cancellation);
        if (changes.Count == 0)
            return;
        await using var batch = new NpgsqlBatch(owner);
        batch.BatchCommands.Add(new(OneAtATime));
        foreach (var change in changes)
            batch.BatchCommands.Add(new(change));
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The same for a schema that the application has to itself, that of the jobs for instance.</summary>
    public static async Task GiveSchemaAsync(NpgsqlConnection owner, string schema, string role, CancellationToken cancellation)
    {
        var (name, to) = (Quoted(schema), Quoted(role));
        await using var batch = new NpgsqlBatch(owner);
        foreach (
            var statement in (string[])
                [
                    OneAtATime,
                    $"GRANT USAGE ON SCHEMA {name} TO {to}",
                    $"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {name} TO {to}",
                    $"GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA {name} TO {to}",
                ]
        )
            batch.BatchCommands.Add(new(statement));
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task<List<string>> ChangesAsync(NpgsqlConnection owner, string role, string quoted, CancellationToken cancellation)
    {
        var changes = new List<string>();
        await using var read = new NpgsqlCommand(Held, owner) { Parameters = { Statements.Text(role) } };
        await using var rows = await read.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var (name, isSequence, held) = (rows.GetString(0), rows.GetBoolean(1), rows.GetFieldValue<string[]>(2));
            IReadOnlyList<string> wanted = isSequence ? ["SELECT", "USAGE"] : TableRights.Of(name);
            if (held.SequenceEqual(wanted, StringComparer.Ordinal))
                continue;
            var what = (isSequence ? "SEQUENCE " : "TABLE ") + Quoted(name);
            changes.Add($"REVOKE ALL ON {what} FROM {quoted}");
            changes.Add($"GRANT {string.Join(", ", wanted)} ON {what} TO {quoted}");
        }

        return changes;
    }

    private static string Quoted(string name) => '"' + name.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';
}
