using Hangfire;
using Hangfire.Dashboard;
using Hangfire.PostgreSql;
using ParallelApproval.Database;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web.Jobs;

/// <summary>Where the job server keeps its own tables: a schema of the one database, by connections of its own.</summary>
/// <param name="ConnectionString">With the password.</param>
public sealed record JobStore(string ConnectionString);

/// <summary>
/// The jobs (后台作业): the dispatcher of the clocks and the relay on every node, and Hangfire as heartbeat and for everything that runs by the
/// calendar.
/// </summary>
internal static class JobsSetup
{
    private const string Schema = "hangfire";
    private const int Workers = 2;
    private const int Connections = 12;

    // What a dead process has locked is free again after that; the server locks for moments only.
    private static readonly TimeSpan LongestLock = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Polling = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ToEnd = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Hangfire only where a <see cref="JobStore"/> is known; the clocks are watched without it, too. Its settings are measured:
    /// LISTEN/NOTIFY starts a job of another node in 32 ms where polling takes seconds, and a sliding claim is given back half a minute
    /// after its worker died, and is never run twice while it lives. Nothing that must be on time waits for the schedule poller, so it may
    /// be slow and leave the database alone.
    /// </summary>
    public static void AddJobs(this WebApplicationBuilder builder)
    {
        builder
            .Services.AddSingleton<SweepDuty>()
            .AddSingleton<CalendarDuty>()
            .AddSingleton<AuditDuty>()
            .AddSingleton<SupervisionDuty>()
            .AddSingleton<ClockDispatcher>();
        builder.Services.AddHostedService(services => services.GetRequiredService<ClockDispatcher>());
        builder.Services.AddHostedService<LookoutRunner>();
        builder.Services.AddHostedService<RelayRunner>();
        builder.Services.AddHostedService<ReplicaRunner>();
        builder.Services.AddHostedService<CallRunner>();
        builder.Services.AddHostedService<WebhookRunner>();
        builder.Services.AddHostedService<SupervisionRunner>();
        if (
            builder.Services.LastOrDefault(service => service.ServiceType == typeof(JobStore))?.ImplementationInstance is not JobStore store
        )
            return;
        var settings = Pool.WithLimits(store.ConnectionString);
        (settings.MaxPoolSize, settings.ApplicationName) = (Connections, "ParallelApproval jobs");
        var connection = settings.ConnectionString;
        builder.Services.AddSingleton<ITimeZoneResolver, OfficialZone>();
        builder.Services.AddHangfire(
            (services, jobs) =>
                jobs.UseSimpleAssemblyNameTypeSerializer()
                    .UseRecommendedSerializerSettings()
                    .UsePostgreSqlStorage(
                        options => options.UseNpgsqlConnection(connection),
                        new PostgreSqlStorageOptions
                        {
                            SchemaName = Schema,
                            PrepareSchemaIfNecessary = services.GetRequiredService<OwnedSchema>().IsOurs(Schema),
                            QueuePollInterval = Polling,
                            EnableLongPolling = true,
                            UseSlidingInvisibilityTimeout = true,
                            InvisibilityTimeout = TimeSpan.FromSeconds(60),
                            DistributedLockTimeout = LongestLock,
                        }
                    )
        );
        builder.Services.AddHangfireServer(server =>
        {
            server.WorkerCount = Workers;
            server.SchedulePollingInterval = Polling;
            server.ShutdownTimeout = ToEnd;
        });
        builder.Services.AddSingleton<Schedules>().AddHostedService<ScheduleKeeper>();
    }

    /// <summary>Makes the tables of the job server where another role owns them.</summary>
    public static Task PrepareJobsAsync(this IServiceProvider services, CancellationToken cancellation) =>
        services
            .GetRequiredService<OwnedSchema>()
            .PrepareAsync(Schema, owner => PostgreSqlObjectsInstaller.Install(owner, Schema), cancellation);

    /// <summary>The dashboard; who may see but not run sees it without buttons.</summary>
    public static void MapJobs(this WebApplication app)
    {
        if (app.Services.GetService<Schedules>() is null)
            return;
        app.MapHangfireDashboard(
                "/hangfire",
                new DashboardOptions
                {
                    Authorization = [],
                    DashboardTitle = "ParallelApproval",
                    DisplayStorageConnectionString = false,
                    IsReadOnlyFunc = context =>
                        Caller.Of(context.GetHttpContext().User) is not { } caller || !caller.May(Verb.Of<RunJobs>()),
                }
            )
            .Requires(Verb.Of<SeeJobs>());
    }
}
