using System.Net;
using System.Net.Sockets;
using ParallelApproval.Organisation;

namespace ParallelApproval.Web.Session;

/// <summary>From where a request comes (来源地址): the client's own address, where the proxies before it are trusted.</summary>
internal static class ClientPlace
{
    private const int SubscriberBytes = 8;

    /// <summary>The place of a sign-in.</summary>
    public static SignInPlace PlaceOf(HttpContext context)
    {
        var agent = string.Concat(context.Request.Headers.UserAgent.ToString().Where(c => c is >= ' ' and <= '~'));
        return new(AddressOf(context), agent.Length > SignInPlace.LongestAgent ? agent[..SignInPlace.LongestAgent] : agent);
    }

    /// <summary>The address by which requests are counted; of IPv6 the first 64 bits, which one subscriber has for himself.</summary>
    public static string AddressOf(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } address)
            return "";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.AddressFamily is not AddressFamily.InterNetworkV6 || IPAddress.IsLoopback(address))
            return address.ToString();
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(SubscriberBytes).Clear();
        return new IPAddress(bytes) + "/64";
    }
}
