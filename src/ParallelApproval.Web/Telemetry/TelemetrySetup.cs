using System.Net;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using ParallelApproval.Inputs;

namespace ParallelApproval.Web.Telemetry;

/// <summary>
/// What a centre's monitoring is told (遥测): figures at <c>/metrics</c> for those addresses that may read them (setting
/// <c>ParallelApproval:MetricsReaders</c>), and figures, traces and log by OTLP where the standard variable
/// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names a collector. Queries of addresses and values of statements are in neither.
/// </summary>
internal static class TelemetrySetup
{
    /// <summary>Where the figures are.</summary>
    public const string Path = "/metrics";
    private const string ReadersSetting = "ParallelApproval:MetricsReaders";
    private const string CollectorSetting = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Npgsql = "Npgsql";

    // Those of .NET and ASP.NET Core that say how full the node is: requests, connections, limits, circuits of open pages.
    private static readonly string[] Meters =
    [
        HouseMeter.Name,
        Npgsql,
        "System.Runtime",
        "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.Server.Kestrel",
        "Microsoft.AspNetCore.RateLimiting",
        "Microsoft.AspNetCore.Components",
        "Microsoft.AspNetCore.Components.Server.Circuits",
    ];

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        var (isRead, hasCollector) = (
            Readers(builder.Configuration).Length > 0,
            builder.Configuration[CollectorSetting] is { Length: > 0 }
        );
        if (!isRead && !hasCollector)
            return;
        var telemetry = builder
            .Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(HouseMeter.Name, serviceVersion: ProductVersion.Current))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(Meters);
                if (isRead)
                    metrics.AddPrometheusExporter(prometheus => prometheus.ScrapeEndpointPath = Path);
                if (hasCollector)
                    metrics.AddOtlpExporter();
            });
        if (hasCollector)
            telemetry
                .WithTracing(traces => traces.AddAspNetCoreInstrumentation().AddSource(Npgsql).AddOtlpExporter())
                .WithLogging(log => log.AddOtlpExporter());
    }

    /// <summary>To anybody else there is no such address.</summary>
    public static void UseMetrics(this WebApplication app)
    {
        var readers = Array.ConvertAll(Readers(app.Configuration), Network);
        if (readers.Length > 0)
            app.UseOpenTelemetryPrometheusScrapingEndpoint(request =>
                request.Request.Path == Path && request.Connection.RemoteIpAddress is { } address && MayRead(readers, address)
            );
    }

    private static bool MayRead(IPNetwork[] readers, IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Array.Exists(readers, reader => reader.Contains(plain));
    }

    private static IPNetwork Network(string reader) =>
        IPAddress.TryParse(reader, out var address) ? new(address, address.GetAddressBytes().Length * 8) : IPNetwork.Parse(reader);

    private static string[] Readers(IConfiguration settings) => settings.GetSection(ReadersSetting).Get<string[]>() ?? [];
}
