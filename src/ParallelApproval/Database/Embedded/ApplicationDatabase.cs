using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace ParallelApproval.Database.Embedded;

/// <summary>
/// The application's own database, the role that owns it, and the role that serves people; neither is a superuser.
/// </summary>
internal static class ApplicationDatabase
{
    /// <summary>The role that serves people, by the name of the database.</summary>
    public static string RoleOf(string database) => database + "_app";

    /// <summary>
    /// Its password follows from that of the cluster and does not lead back: whoever learns it does not know those of the owner and of the
    /// superuser.
    /// </summary>
    public static string PasswordOf(string clusterPassword) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(clusterPassword), "the role of the application"u8));

    public static async Task EnsureAsync(ClusterServer server, string name, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(
            server.ConnectionString(ClusterServer.Administrator, "postgres") + ";Pooling=false"
        );
        await connection.OpenAsync(cancellation);
        var quoted = '"' + name.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';
        if (!await ExistsAsync(connection, "SELECT 1 FROM pg_roles WHERE rolname = $1", name, cancellation))
            await DoAsync(connection, $"CREATE ROLE {quoted} LOGIN PASSWORD '{server.Password}'", cancellation);
        var serving = '"' + RoleOf(name).Replace("\"", "\"\"", StringComparison.Ordinal) + '"';
        if (!await ExistsAsync(connection, "SELECT 1 FROM pg_roles WHERE rolname = $1", RoleOf(name), cancellation))
            await DoAsync(connection, $"CREATE ROLE {serving}", cancellation);
        // Each time: a cluster that was put back has another password.
        await DoAsync(
            connection,
            $"ALTER ROLE {serving} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS "
                + $"PASSWORD '{PasswordOf(server.Password)}'",
            cancellation
        );
        if (!await ExistsAsync(connection, "SELECT 1 FROM pg_database WHERE datname = $1", name, cancellation))
            await DoAsync(connection, $"CREATE DATABASE {quoted} OWNER {quoted}", cancellation);
    }

    private static async Task<bool> ExistsAsync(NpgsqlConnection connection, string question, string name, CancellationToken cancellation)
    {
        await using var ask = new NpgsqlCommand(question, connection) { Parameters = { new() { Value = name } } };
        return await ask.ExecuteScalarAsync(cancellation) is not null;
    }

    private static async Task DoAsync(NpgsqlConnection connection, string statement, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
