using Npgsql;

namespace ParallelApproval.Database.Embedded;

/// <summary>The application's own database and the role that owns it; the role is no superuser.</summary>
internal static class ApplicationDatabase
{
    public static async Task EnsureAsync(ClusterServer server, string name, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(
            server.ConnectionString(ClusterServer.Administrator, "postgres") + ";Pooling=false"
        );
        await connection.OpenAsync(cancellation);
        var quoted = '"' + name.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';
        if (!await ExistsAsync(connection, "SELECT 1 FROM pg_roles WHERE rolname = $1", name, cancellation))
            await DoAsync(connection, $"CREATE ROLE {quoted} LOGIN PASSWORD '{server.Password}'", cancellation);
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
