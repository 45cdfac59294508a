using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Console;
using Npgsql;
using ParallelApproval.Calendars;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Certificates;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Installations;
using ParallelApproval.Organisation;
using ParallelApproval.Supervision;
using ParallelApproval.Web.Administration;
using ParallelApproval.Web.Bookings;
using ParallelApproval.Web.Calendars;
using ParallelApproval.Web.Cases;
using ParallelApproval.Web.Demo;
using ParallelApproval.Web.Disposals;
using ParallelApproval.Web.Evaluations;
using ParallelApproval.Web.Headlines;
using ParallelApproval.Web.Health;
using ParallelApproval.Web.Jobs;
using ParallelApproval.Web.Prechecks;
using ParallelApproval.Web.Public;
using ParallelApproval.Web.Settings;
using ParallelApproval.Web.Supervision;
using ParallelApproval.Web.Workbench;
using ParallelApproval.Workflows;

namespace ParallelApproval.Web;

/// <summary>What the house needs before the first request: a database, its rooms, and what they keep in memory.</summary>
internal static class Wiring
{
    /// <summary>The connection string of the role that owns the tables.</summary>
    public const string OwnerName = "ParallelApprovalOwner";

    /// <summary>The connection string that leads past a pooler in transaction mode.</summary>
    public const string DirectName = "ParallelApprovalDirect";

    /// <summary>The connection string of a standby from which pages may read.</summary>
    public const string ReplicaName = "ParallelApprovalReplica";

    private const string DefaultAddress = "http://localhost:5080";

    /// <summary>
    /// Where the pages' files lie: beside the project when it is run from source, beside the program when it is installed.
    /// </summary>
    public static string ContentRoot => AppContext.BaseDirectory;

    /// <summary>
    /// Every line of the log says when, and an outage of the database fills no disk; one JSON object a line where
    /// <c>Logging:Console:FormatterName</c> is <c>json</c>.
    /// </summary>
    public static ILoggingBuilder AddTimedConsole(this ILoggingBuilder logging) =>
        logging
            .AddConsole(console =>
                console.FormatterName = console.FormatterName switch
                {
                    null => OutageConsole.FormatterName,
                    ConsoleFormatterNames.Json => OutageJson.FormatterName,
                    var named => named,
                }
            )
            .AddConsoleFormatter<OutageConsole, ConsoleFormatterOptions>()
            .AddConsoleFormatter<OutageJson, JsonConsoleFormatterOptions>(json => json.TimestampFormat ??= OutageJson.When);

    public static void AddDefaults(this ConfigurationManager settings)
    {
        if (settings["urls"] is null && settings["http_ports"] is null && settings["https_ports"] is null)
            settings["urls"] = DefaultAddress;
        settings["ParallelApproval:DataFolder"] ??= ".data";
        // Its catch-all route would answer GET everywhere, and a wrong method would be a 404 instead of a 405.
        settings["DisableStaticAssetNotFoundRuntimeFallback"] = "true";
    }

    /// <summary>The PostgreSQL of the connection string, or the private one of the data folder.</summary>
    public static async Task AddDatabaseAsync(this WebApplicationBuilder builder, CancellationToken cancellation)
    {
        if (builder.Services.All(service => service.ServiceType != typeof(NpgsqlDataSource)))
        {
            var (connectionString, owner) = builder.Configuration.GetConnectionString("ParallelApproval") is { } given
                ? (given, new SchemaOwner(builder.Configuration.GetConnectionString(OwnerName) is { Length: > 0 } named ? named : null))
                : await builder.AddEmbeddedAsync(cancellation);
            var direct = builder.Configuration.GetConnectionString(DirectName) is { Length: > 0 } past ? past : null;
            if (direct is not null && builder.Configuration.GetConnectionString("ParallelApproval") is null)
                throw new UnfitDatabaseException(
                    "Expected ConnectionStrings:ParallelApproval, through a pooler, beside ConnectionStrings:ParallelApprovalDirect, past "
                        + "it, but it is missing. Without a pooler in transaction mode name the server in the first alone."
                );
            builder
                .Services.AddPool(_ => direct is null ? Pool.Open(connectionString) : Pool.OpenPooled(connectionString))
                .AddSingleton(new JobStore(direct ?? connectionString))
                .AddSingleton(new DirectServer(direct))
                .AddSingleton(owner);
        }

        builder.Services.TryAddSingleton(builder.Configuration.GetSection("ParallelApproval:Health").Get<HealthSettings>() ?? new());
        builder.Services.TryAddSingleton(services => new ReplicaChoice(
            builder.Configuration.GetConnectionString(ReplicaName) is { Length: > 0 } standby ? standby : null,
            TimeSpan.FromSeconds(services.GetRequiredService<HealthSettings>().ReplicaSeconds)
        ));
        builder.Services.TryAddSingleton(services => new DatabaseDisk(
            builder.Configuration["ParallelApproval:DatabaseFolder"] ?? services.GetService<EmbeddedPostgres>()?.Folder,
            services.GetRequiredService<HealthSettings>().LeastFreeBytes
        ));
    }

    /// <summary>For a command that needs sessions and serves nobody: as if no pooler stood between.</summary>
    public static void GoPastPooler(this WebApplicationBuilder builder)
    {
        var named = builder.Configuration.GetSection("ConnectionStrings");
        if (named[DirectName] is { Length: > 0 } direct)
            (named["ParallelApproval"], named[DirectName]) = (direct, "");
    }

    // Several nodes of one house share the setting; one alone keeps its keys in a file of the data folder, outside of the database.
    private static void AddTrail(this WebApplicationBuilder builder)
    {
        var (settings, section) = (builder.Configuration, "ParallelApproval:");
        var profile = settings.GetValue(section + "Crypto", CryptoProfile.International);
        string File(string setting, string usual) => settings[section + setting] ?? Path.Combine(settings[section + "DataFolder"]!, usual);
        builder.Services.TryAddSingleton(
            settings[section + "TrailKeys"] is { Length: > 0 } written
                ? TrailKeys.Parse(written)
                : TrailKeys.OfFile(File("TrailKeyFile", "trail.keys"), profile)
        );
        builder.Services.AddSingleton(new CryptoChoice(profile));
        builder.Services.TryAddSingleton<IWrapKeys>(_ =>
            settings[section + "MasterKeys"] is { Length: > 0 } master
                ? MasterKeys.Parse(master)
                : MasterKeys.OfFile(File("MasterKeyFile", "master.keys"), profile)
        );
        builder.Services.TryAddSingleton(new TrailRootFolder(settings[section + "TrailRootFolder"]));
    }

    public static void AddHouse(this WebApplicationBuilder builder)
    {
        builder.AddTrail();
        if (builder.Environment.IsDemo())
        {
            builder.Services.AddSingleton<DemoClock>().AddSingleton<MoveDemoClockHandler>().AddSingleton<SampleCases>();
            builder.Services.TryAddSingleton<TimeProvider>(services => services.GetRequiredService<DemoClock>());
        }
        else
            builder.Services.TryAddSingleton<TimeProvider>(_ => new DatabaseTime(TimeProvider.System));
        builder.Services.AddSingleton(
            new FourEyes(builder.Configuration.GetValue("ParallelApproval:FourEyes", builder.Environment.IsProduction()))
        );
        builder.Services.AddSingleton(
            new SecondFactorRule(builder.Configuration.GetValue("ParallelApproval:SecondFactor", builder.Environment.IsProduction()))
        );
        builder.Services.AddSingleton(
            new SignInAlarmRule(builder.Configuration.GetValue("ParallelApproval:SignInAlarms", builder.Environment.IsProduction()))
        );
        builder.Services.AddSingleton(new FlowEngineChoice(builder.Configuration[KnownSettings.Engine]));
        builder.Services.AddSingleton(Web.Authority.Verb.ForKeys);
        builder
            .Services.AddHouse()
            .AddSingleton(new PilotList(builder.Configuration.GetSection("ParallelApproval:Pilot:Items").Get<string[]>() ?? []));
        builder.AddVoices();
        builder
            .Services.AddHostedService<RegisterWatch>()
            .AddSingleton<TrailWatch>()
            .AddSingleton<HealthWatch>()
            .AddHostedService(services => services.GetRequiredService<HealthWatch>())
            .AddSingleton<CaseSheets>()
            .AddSingleton<ReceiptPdf>()
            .AddSingleton<CaseClocks>()
            .AddSingleton<IRailCount, WaitingCount>()
            .AddSingleton<OpenVerbs>()
            .AddSingleton<CaseReaders>()
            .AddSingleton<SupervisionSheets>()
            .AddSingleton<IFactSource<RatingFact>, RatingFacts>();
        builder
            .Services.AddHttpContextAccessor()
            .AddSingleton<PublicCases>()
            .AddSingleton<ItemForms>()
            .AddSingleton<PublicStory>()
            .AddSingleton<PaperVerification>()
            .AddSingleton<WrongCodes>()
            .AddSingleton<PrecheckDesk>()
            .AddSingleton<PublicPrecheckReader>()
            .AddSingleton<PrecheckReader>()
            .AddSingleton<BookingAccess>()
            .AddSingleton<SoughtWords>()
            .AddSingleton<PublicBookingReader>()
            .AddScoped<CalendarReader>()
            .AddSingleton<SettingsList>()
            .AddSingleton<HeadlineSheet>()
            .AddSingleton<DisposalSheet>()
            .AddSingleton<PublicHome>();
    }

    public static async Task PrepareAsync(this WebApplication app, CancellationToken cancellation)
    {
        var services = app.Services;
        _ = services.GetService<EmbeddedPostgres>();
        var faults = await House.OpenAsync(
            services,
            withSample: app.Environment.IsDemo(),
            cancellation,
            definitions: Path.Combine(ContentRoot, "workflows")
        );
        if (services.GetService<JobStore>() is not null)
            await services.PrepareJobsAsync(cancellation);
        if (await services.GetRequiredService<TrailGuard>().LookAsync(cancellation) is not GuardState.TwoRoles and var guard)
            app.Logger.LogWarning(
                "The trail is guarded by its seals alone ({Guard}): whoever has the connection of this program can also switch the triggers "
                    + "of the database off. Two roles: docs/operations.md.",
                guard
            );
        foreach (var fault in faults)
            app.Logger.LogError("Workflow definition left out: {Fault}", fault);
        if (!app.Environment.IsDemo() && services.GetRequiredService<InstallationRegister>().PublicAddress is null)
            app.Logger.LogWarning(
                "Nobody has said at which address the public reaches this house: links and QR codes on papers lead to where this server "
                    + "listens. Say it with \"installation set --public-address\"."
            );
        if (services.GetService<SampleCases>() is { } samples && app.Configuration.GetValue("ParallelApproval:SampleCases", true))
            await samples.LoadAsync(cancellation);
    }

    /// <summary>The log of what happens before there is a host.</summary>
    public static ILoggerFactory StartLog(IConfiguration settings) =>
        LoggerFactory.Create(logging => logging.AddConfiguration(settings.GetSection("Logging")).AddTimedConsole());

    /// <summary>How the private PostgreSQL is run, by the settings.</summary>
    public static EmbeddedPostgresOptions EmbeddedOptions(IConfiguration settings) =>
        new()
        {
            DataFolder = settings["ParallelApproval:DataFolder"]!,
            ArchiveFolder = settings["ParallelApproval:ArchiveFolder"] is { Length: > 0 } archive ? Path.GetFullPath(archive) : null,
        };

    private static async Task<(string Application, SchemaOwner Owner)> AddEmbeddedAsync(
        this WebApplicationBuilder builder,
        CancellationToken cancellation
    )
    {
        using var logging = StartLog(builder.Configuration);
        var options = EmbeddedOptions(builder.Configuration);
        var postgres = await EmbeddedPostgres.StartAsync(options, logging.CreateLogger<EmbeddedPostgres>(), cancellation);
        // By a factory, so that the container stops it last.
        builder.Services.AddSingleton(_ => postgres);
        return (postgres.ApplicationConnectionString, new(postgres.ConnectionString));
    }
}
