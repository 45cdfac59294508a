using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using ParallelApproval.Province.Registers;
using ParallelApproval.Province.Ways;
using ParallelApproval.Web;

namespace ParallelApproval.Province;

/// <summary>
/// The entrance's own figures at <c>/metrics</c> (入口遥测), for those addresses that may read them (setting
/// <c>Province:MetricsReaders</c>) and by whatever name they ask, but for that of a district, which has its own.
/// </summary>
internal static class ProvinceTelemetry
{
    private const string Path = "/metrics";
    private const string Readers = "Province:MetricsReaders";

    private static readonly string[] Meters =
    [
        ProvinceMeter.Name,
        "System.Runtime",
        "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.Server.Kestrel",
    ];

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ProvinceMeter>();
        if (Networks.Of(builder.Configuration, Readers).Known.Count > 0)
            builder
                .Services.AddOpenTelemetry()
                .ConfigureResource(resource => resource.AddService(ProvinceMeter.Name, serviceVersion: ProductVersion.Current))
                .WithMetrics(metrics => metrics.AddMeter(Meters).AddPrometheusExporter(prometheus => prometheus.ScrapeEndpointPath = Path));
    }

    /// <summary>Before the names of hosts are looked at. To anybody else there is no such address.</summary>
    public static void UseMetrics(this WebApplication app)
    {
        var readers = Networks.Of(app.Configuration, Readers);
        var book = app.Services.GetRequiredService<DistrictBook>();
        // What is away is told from the start on.
        _ = app.Services.GetRequiredService<ProvinceMeter>();
        if (readers.Known.Count > 0)
            app.UseOpenTelemetryPrometheusScrapingEndpoint(context =>
                context.Request.Path == Path
                && readers.Contains(context.Connection.RemoteIpAddress)
                && book.OfHost(Crossroads.HostOf(context.Request)) is null
            );
    }
}
