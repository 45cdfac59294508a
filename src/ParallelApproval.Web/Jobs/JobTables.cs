using Hangfire.PostgreSql;
using Npgsql;
using ParallelApproval.Database;

namespace ParallelApproval.Web.Jobs;

/// <summary>
/// The tables of the job server where another role owns the schema (作业库表): made by the owner at the start, used by the application.
/// </summary>
internal static class JobTables
{
    private const string LeaveTheRest =
        "SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = $1 AND NOT pg_has_role(nspowner, 'MEMBER'))";

    /// <summary>Makes them, as their owner, where he is known.</summary>
    public static async Task PrepareAsync(SchemaOwner owner, NpgsqlDataSource application, CancellationToken cancellation)
    {
        await using var asOwner = owner.Open();
        if (asOwner is null || new NpgsqlConnectionStringBuilder(application.ConnectionString).Username is not { } role)
            return;
        await using var connection = await asOwner.OpenConnectionAsync(cancellation);
        PostgreSqlObjectsInstaller.Install(connection, JobsSetup.Schema);
        await TrailGuard.GiveSchemaAsync(connection, JobsSetup.Schema, role, cancellation);
    }

    /// <summary>Whether the job server may make them by itself: there are none, or they are the application's own.</summary>
    public static bool AreOurs(IServiceProvider services)
    {
        using var ask = services.GetRequiredService<NpgsqlDataSource>().CreateCommand(LeaveTheRest);
        ask.Parameters.Add(new() { Value = JobsSetup.Schema });
        return ask.ExecuteScalar() is false;
    }
}
