using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using ParallelApproval.Calendars;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Organisation;
using ParallelApproval.Web.Demo;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web;

/// <summary>What the house needs before the first request: a database, its rooms, and what they keep in memory.</summary>
internal static class Installation
{
    private const string DefaultAddress = "http://localhost:5080";

    /// <summary>Where the pages' files lie: beside the project when it is run from source, beside the program when it is installed.</summary>
    public static string ContentRoot => AppContext.BaseDirectory;

    public static void AddDefaults(this ConfigurationManager settings)
    {
        if (settings["urls"] is null && settings["http_ports"] is null && settings["https_ports"] is null) settings["urls"] = DefaultAddress;
        settings["ParallelApproval:DataFolder"] ??= ".data";
    }

    /// <summary>The PostgreSQL of the connection string, or the private one of the data folder.</summary>
    public static async Task AddDatabaseAsync(this WebApplicationBuilder builder, CancellationToken cancellation)
    {
        var connectionString = builder.Configuration.GetConnectionString("ParallelApproval") ?? await builder.AddEmbeddedAsync(cancellation);
        builder.Services.AddSingleton(_ => NpgsqlDataSource.Create(connectionString));
        builder.Services.AddDbContextFactory<ApprovalDbContext>((services, options) => ApprovalDbContext.Configure(options, services.GetRequiredService<NpgsqlDataSource>()));
    }

    public static void AddHouse(this WebApplicationBuilder builder)
    {
        if (builder.Environment.IsDemo())
        {
            builder.Services.AddSingleton<DemoClock>().AddSingleton<MoveDemoClockHandler>();
            builder.Services.AddSingleton<TimeProvider>(services => services.GetRequiredService<DemoClock>());
        }
        else builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddCalendars().AddOrganisation().AddCatalogue().AddSingleton<OfficerBook>();
    }

    public static async Task PrepareAsync(this WebApplication app, CancellationToken cancellation)
    {
        var services = app.Services;
        _ = services.GetService<EmbeddedPostgres>();
        await FrontDoorTables.EnsureAsync(services.GetRequiredService<NpgsqlDataSource>(), cancellation);
        await using (var db = await services.GetRequiredService<IDbContextFactory<ApprovalDbContext>>().CreateDbContextAsync(cancellation))
        {
            var creator = db.GetService<IRelationalDatabaseCreator>();
            if (!await db.Database.SqlQuery<bool>($"SELECT to_regclass('departments') IS NOT NULL AS \"Value\"").SingleAsync(cancellation)) await creator.CreateTablesAsync(cancellation);
            await SampleDistrict.LoadAsync(db, services.GetRequiredService<TimeProvider>(), app.Environment.IsDemo(), cancellation);
            await services.GetRequiredService<CalendarBook>().LoadAsync(db, cancellation);
            await services.GetRequiredService<CatalogueBook>().LoadAsync(db, cancellation);
        }
        await services.GetRequiredService<OfficerBook>().LoadAsync(cancellation);
        if (services.GetService<DemoClock>() is { } clock) await clock.LoadAsync(cancellation);
    }

    private static async Task<string> AddEmbeddedAsync(this WebApplicationBuilder builder, CancellationToken cancellation)
    {
        using var logging = LoggerFactory.Create(logging => logging.AddConfiguration(builder.Configuration.GetSection("Logging")).AddSimpleConsole());
        var options = new EmbeddedPostgresOptions { DataFolder = builder.Configuration["ParallelApproval:DataFolder"]! };
        var postgres = await EmbeddedPostgres.StartAsync(options, logging.CreateLogger<EmbeddedPostgres>(), cancellation);
        // By a factory, so that the container stops it last.
        builder.Services.AddSingleton(_ => postgres);
        return postgres.ConnectionString;
    }
}
