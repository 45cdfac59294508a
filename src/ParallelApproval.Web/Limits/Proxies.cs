using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using ParallelApproval.Web.Demo;

namespace ParallelApproval.Web.Limits;

/// <summary>
/// The proxies before this server (反向代理), whose word on the address and the protocol of a client is believed; setting
/// <c>ParallelApproval:Proxies</c>. Without one nobody's word is: a client could give itself any address. The host that they tell is never
/// believed, see <see cref="PublicHome"/>.
/// </summary>
internal static class Proxies
{
    private const string Setting = "ParallelApproval:Proxies";

    // So long a browser that came by https comes by nothing else.
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(365);

    /// <summary>Whether it is an address, or a network such as <c>10.0.0.0/8</c>.</summary>
    public static bool IsSound(string text) => IPAddress.TryParse(text, out _) || System.Net.IPNetwork.TryParse(text, out _);

    public static void AddProxies(this WebApplicationBuilder builder)
    {
        builder.Services.AddHsts(hsts => (hsts.MaxAge, hsts.IncludeSubDomains) = (Remembered, true));
        builder.Services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            // From the last one back to the first that is none of them: that is the client, however many lie between.
            options.ForwardLimit = null;
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var proxy in Known(builder.Configuration))
                if (IPAddress.TryParse(proxy, out var address))
                    options.KnownProxies.Add(address);
                else
                    options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(proxy));
        });
    }

    public static void UseProxies(this WebApplication app)
    {
        if (Known(app.Configuration).Length > 0)
            app.UseForwardedHeaders();
        if (!app.Environment.IsDemo())
            app.UseHsts();
    }

    private static string[] Known(IConfiguration settings) => settings.GetSection(Setting).Get<string[]>() ?? [];
}
