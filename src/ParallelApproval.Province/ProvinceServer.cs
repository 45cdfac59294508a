using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.HttpOverrides;
using ParallelApproval.Province.Figures;
using ParallelApproval.Province.Nodes;
using ParallelApproval.Province.Pages;
using ParallelApproval.Province.Registers;
using ParallelApproval.Province.Ways;
using ParallelApproval.Web.Languages;

namespace ParallelApproval.Province;

/// <summary>
/// The entrance of a province (省级入口): one server before the houses of its districts, each with servers and a database of its own. It knows
/// the register and nothing else; it keeps no data, so any number of them may run.
/// </summary>
public static class ProvinceServer
{
    private const string RegisterSetting = "Province:Register";
    private const string ProxiesSetting = "Province:Proxies";
    private const string DefaultAddress = "http://localhost:5090";

    private static readonly TimeSpan LongestGoodbye = TimeSpan.FromSeconds(5);

    // The question for a number is answered by the house of a district, and a form may not be led to where it was not allowed to go.
    private const string PagePolicy =
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action *; frame-ancestors 'none'";

    /// <summary>Reads the settings and the register, and returns the server ready to be run.</summary>
    /// <param name="args">Settings, e.g. <c>--Province:Register=districts.json</c>.</param>
    /// <exception cref="InvalidOperationException">A setting or the register is wrong; the message says all that is.</exception>
    public static WebApplication Open(string[] args)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions
            {
                Args = args,
                ApplicationName = "ParallelApproval.Province",
                ContentRootPath = AppContext.BaseDirectory,
            }
        );
        var settings = builder.Configuration;
        if (settings["urls"] is null && settings["http_ports"] is null && settings["https_ports"] is null)
            settings["urls"] = DefaultAddress;
        var file = new RegisterFile(settings[RegisterSetting] ?? "districts.json");
        var book = new DistrictBook(TimeProvider.System);
        var digest = file.Digest();
        var read = file.Read();
        if (read.IsError)
            throw new InvalidOperationException(string.Join('\n', read.Errors.Select(RegisterFaults.Line)));
        book.TakeOver(read.Value, digest);

        builder.Logging.AddSimpleConsole(console => console.TimestampFormat = "yyyy-MM-dd HH:mm:ss ");
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            // How much may be sent is the district's to say; bytes of headers are passed on as they came.
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.RequestHeaderEncodingSelector = static _ => Encoding.Latin1;
            kestrel.ResponseHeaderEncodingSelector = static _ => Encoding.Latin1;
            kestrel.AddServerHeader = false;
        });
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton(file).AddSingleton(book);
        builder.Services.AddSingleton<Wire>().AddSingleton<LastHeard>().AddSingleton<PassOn>().AddSingleton<AskDistricts>();
        builder.Services.AddHostedService<RegisterWatch>().AddHostedService<NodeWatch>();
        // Open pages never end by themselves; they connect again elsewhere.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = LongestGoodbye);
        builder.Services.AddHttpForwarder().AddHttpContextAccessor().AddRazorComponents();
        // Pages are read by people in Chinese; what they carry is never asked for again, so no key is kept.
        builder.Services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All)).AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        builder.AddTelemetry();
        var proxies = Networks.Of(settings, ProxiesSetting);
        builder.Services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            options.ForwardLimit = null;
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var network in proxies.Known)
                options.KnownIPNetworks.Add(network);
        });

        var app = builder.Build();
        if (proxies.Known.Count > 0)
            app.UseForwardedHeaders();
        app.UseReaderLanguage();
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = AnswerFaultAsync });
        app.UseMetrics();
        app.UseHostsOfDistricts();
        app.Use(
            static (context, next) =>
            {
                // What a district answers by number has its own.
                context.Response.OnStarting(Protect, context.Response);
                return next(context);
            }
        );
        app.UseRouting();
        ProvinceHealth.Map(app);
        app.MapPages();
        app.MapFigures();
        app.MapNumbers();
        return app;
    }

    private static Task Protect(object state)
    {
        var headers = ((HttpResponse)state).Headers;
        if (headers.ContentSecurityPolicy.Count == 0)
            headers.ContentSecurityPolicy = PagePolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        return Task.CompletedTask;
    }

    private static Task AnswerFaultAsync(HttpContext context) =>
        Answers.RefuseAsync(
            context,
            context.Features.Get<IExceptionHandlerFeature>()?.Error is BadHttpRequestException
                ? ProvinceRefusals.Malformed()
                : ProvinceRefusals.Unexpected()
        );
}
