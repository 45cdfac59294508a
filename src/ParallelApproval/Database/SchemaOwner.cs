using Npgsql;

namespace ParallelApproval.Database;

/// <summary>
/// The role that owns the tables (属主角色): it makes them and brings them up to a new version, and serves nobody. Where it is not known,
/// the role of the application does both, or somebody else has made the tables before.
/// </summary>
/// <param name="ConnectionString">To the database of the application; null where the house has no other role than its own.</param>
public sealed record SchemaOwner(string? ConnectionString)
{
    /// <summary>Connections for a short while; null where the owner is not known. Whoever asks shuts them.</summary>
    public NpgsqlDataSource? Open() => ConnectionString is null ? null : Pool.Open(ConnectionString);
}
