using System.CommandLine;
using ParallelApproval.Database;
using ParallelApproval.Web.Jobs;

namespace ParallelApproval.Web.Commands;

/// <summary>
/// <c>database prepare</c>: makes the tables as their owner and gives the role of the application its rights, for an installation whose
/// program shall not know the owner. It is run before each new version, with both connection strings.
/// </summary>
internal static class DatabaseCommand
{
    public static Command Make()
    {
        var prepare = new Command(
            "prepare",
            "Makes the tables as the role of ConnectionStrings:ParallelApprovalOwner and gives that of ParallelApproval its rights."
        );
        prepare.SetAction((parsed, cancellation) => PrepareAsync(parsed.Settings(), cancellation));
        return new("database", "The tables and who may do what with them.") { prepare };
    }

    private static async Task<int> PrepareAsync(string[] settings, CancellationToken cancellation)
    {
        var builder = Program.Configured(settings);
        var configuration = builder.Configuration;
        if (configuration.GetConnectionString("ParallelApproval") is null || configuration.GetConnectionString(Wiring.OwnerName) is null)
            throw new UnfitDatabaseException(
                "Expected ConnectionStrings:ParallelApproval and ConnectionStrings:ParallelApprovalOwner, two roles of one database, but "
                    + "one of them is missing. The private PostgreSQL of a data folder has both by itself."
            );
        await builder.AddDatabaseAsync(cancellation);
        builder.Services.AddDatabase();
        await using var services = builder.Services.BuildServiceProvider();
        await services.GetRequiredService<DatabaseSetup>().MigrateAsync(cancellation);
        await services.PrepareJobsAsync(cancellation);
        Console.WriteLine(await services.GetRequiredService<TrailGuard>().LookAsync(cancellation));
        return 0;
    }
}
