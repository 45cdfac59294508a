using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using ParallelApproval.Installations;

namespace ParallelApproval.Web;

/// <summary>
/// Where anybody reaches this house (公开网址), for links and QR codes on papers: as the installation says, else where the server listens.
/// Never what a request says of itself: whoever sends it writes there what he likes.
/// </summary>
internal sealed class PublicHome(InstallationRegister installation, IServer server)
{
    private static readonly string[] Everywhere = ["[::]", "0.0.0.0", "*", "+"];

    /// <summary>With a slash at the end.</summary>
    public string Address => (installation.PublicAddress ?? Listening() ?? "http://localhost").TrimEnd('/') + "/";

    private string? Listening()
    {
        if (server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() is not { } address)
            return null;
        var host = Everywhere.FirstOrDefault(host => address.Contains("://" + host, StringComparison.Ordinal));
        return host is null ? address : address.Replace("://" + host, "://localhost", StringComparison.Ordinal);
    }
}
