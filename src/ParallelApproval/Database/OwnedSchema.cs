using Npgsql;

namespace ParallelApproval.Database;

/// <summary>
/// A schema that a library of ours fills with tables of its own (附属模式), that of the jobs for instance: made by the owner of the tables at
/// the start, where there is one, and used by the application.
/// </summary>
public sealed class OwnedSchema(SchemaOwner owner, NpgsqlDataSource application)
{
    private const string IsOfAnother =
        "SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = $1 AND NOT pg_has_role(nspowner, 'MEMBER'))";

    /// <summary>Makes it as its owner, where he is known, and gives the application its rights; otherwise nothing.</summary>
    public async Task PrepareAsync(string schema, Action<NpgsqlConnection> make, CancellationToken cancellation)
    {
        await using var asOwner = owner.Open();
        if (asOwner is null || new NpgsqlConnectionStringBuilder(application.ConnectionString).Username is not { } role)
            return;
        await using var connection = await asOwner.OpenConnectionAsync(cancellation);
        make(connection);
        await TrailGuard.GiveSchemaAsync(connection, schema, role, cancellation);
    }

    /// <summary>Whether the library may make its tables by itself: there are none, or they are the application's own.</summary>
    public bool IsOurs(string schema)
    {
        using var ask = application.CreateCommand(IsOfAnother);
        ask.Parameters.Add(new() { Value = schema });
        return ask.ExecuteScalar() is false;
    }
}
