using ParallelApproval.Web;
using ParallelApproval.Web.Appraisals;
using ParallelApproval.Web.Audit;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Bookings;
using ParallelApproval.Web.Bulletins;
using ParallelApproval.Web.Calendars;
using ParallelApproval.Web.Cases;
using ParallelApproval.Web.Catalogue;
using ParallelApproval.Web.Certificates;
using ParallelApproval.Web.Clients;
using ParallelApproval.Web.Commands;
using ParallelApproval.Web.Demo;
using ParallelApproval.Web.Disposals;
using ParallelApproval.Web.Evaluations;
using ParallelApproval.Web.Figures;
using ParallelApproval.Web.Headlines;
using ParallelApproval.Web.Health;
using ParallelApproval.Web.Idempotency;
using ParallelApproval.Web.Imports;
using ParallelApproval.Web.Installations;
using ParallelApproval.Web.Jobs;
using ParallelApproval.Web.Languages;
using ParallelApproval.Web.Library;
using ParallelApproval.Web.Limits;
using ParallelApproval.Web.Notices;
using ParallelApproval.Web.OpenApi;
using ParallelApproval.Web.Organisation;
using ParallelApproval.Web.Prechecks;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Public;
using ParallelApproval.Web.Publication;
using ParallelApproval.Web.Reports;
using ParallelApproval.Web.Scans;
using ParallelApproval.Web.Session;
using ParallelApproval.Web.Settings;
using ParallelApproval.Web.Studio;
using ParallelApproval.Web.Supervision;
using ParallelApproval.Web.Telemetry;
using ParallelApproval.Web.Workbench;
using ParallelApproval.Web.Workflows;

return await CommandLine.RunAsync(args);

/// <summary>The front door (前台): what it is made of, what every request passes, where it may go.</summary>
public static partial class Program
{
    /// <summary>Judges the settings, starts or finds the database, prepares it, and returns the server ready to be run.</summary>
    /// <param name="args">Settings, e.g. <c>--urls=http://localhost:5080</c>.</param>
    /// <param name="alter">What a test brings along, e.g. a data source of its own.</param>
    /// <param name="cancellation">Gives up the start.</param>
    /// <exception cref="SettingsException">A setting is wrong; nothing was done.</exception>
    public static async Task<WebApplication> OpenAsync(
        string[] args,
        Action<WebApplicationBuilder>? alter = null,
        CancellationToken cancellation = default
    )
    {
        var builder = Configured(args);
        alter?.Invoke(builder);
        SettingsCheck.Demand(builder.Configuration);
        await builder.AddDatabaseAsync(cancellation);
        builder.AddScans();
        builder.AddDocuments();
        builder.Services.AddReports();
        builder.AddHouse();
        builder.AddRequestLimits(PdfPrinter.LongestOf(builder.Configuration));
        builder.AddProxies();
        builder.AddTelemetry();
        builder.Services.AddProblems().AddSessions(builder.Configuration).AddGate().AddDescription().AddStudioHosting();
        builder.AddJobs();
        builder.AddPages();
        builder.AddStudioApi();
        builder.Services.ConfigureHttpJsonOptions(json => WebJson.Configure(json.SerializerOptions));

        var app = builder.Build();
        await app.PrepareAsync(cancellation);

        app.UseProxies();
        app.UseMetrics();
        app.UseHeadAsGet();
        app.UseReaderLanguage();
        app.UseProblems();
        app.UseSecurityHeaders();
        app.UseStudioCompression();
        app.UseOwnOrigin();
        app.UseRouting();
        app.UseKiosk();
        app.UseBodyLimit();
        app.UseRateLimiter();
        app.UseRequestTimeouts();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseOfficeAddresses();
        app.UsePlainRequests();
        app.UseAntiforgery();
        app.UseForgedForms();
        app.UseIdempotencyKeys();

        app.MapSession();
        app.MapPasskeys();
        app.MapProvider(app.Configuration);
        app.MapCatalogue();
        app.MapCases();
        app.MapTasks();
        app.MapSupervision();
        app.MapDocuments();
        app.MapScans();
        app.MapBlocks();
        app.MapAuthorisations();
        app.MapInstallation();
        app.MapImports();
        app.MapLibrary();
        app.MapPowers();
        app.MapOrganisation();
        app.MapProposals();
        app.MapSignInAlarms();
        app.MapClients();
        app.MapSeals();
        app.MapPublic();
        app.MapPrechecks();
        app.MapPublicPrechecks();
        app.MapBookings();
        app.MapPublicBookings();
        app.MapPublication();
        app.MapDisposals();
        app.MapRatings();
        app.MapComplaints();
        app.MapNotices();
        app.MapFigures();
        app.MapAppraisals();
        app.MapHeadlines();
        app.MapBulletins();
        app.MapCalendars();
        app.MapAudit();
        app.MapWorkflows();
        app.MapStudioApi();
        app.MapDemo();
        app.MapHealth();
        app.MapJobs();
        app.MapDescription(isOpen: app.Environment.IsDemo());
        app.MapStudioHosting();
        app.MapPages();
        return app;
    }

    /// <summary>What was set, on the command line, in the environment and in files, before anything is made of it.</summary>
    internal static WebApplicationBuilder Configured(string[] args)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions
            {
                Args = args,
                ApplicationName = "ParallelApproval.Web",
                ContentRootPath = Wiring.ContentRoot,
            }
        );
        builder.Configuration.AddDefaults();
        builder.Logging.AddTimedConsole();
        return builder;
    }
}
