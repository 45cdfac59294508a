using System.Net;
using System.Net.Sockets;

namespace ParallelApproval.Outbound;

/// <summary>Whom the house may call and write to (外呼); setting <c>ParallelApproval:Outbound</c>. Nobody, while nothing is set.</summary>
public sealed record OutboundSettings
{
    /// <summary>
    /// Hosts that may be called: <c>api.example.org</c>, <c>api.example.org:8443</c>, <c>*.example.org</c> for all below it. Without a port
    /// any is meant. Their addresses must be public ones.
    /// </summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>The same for hosts within the administration's own network, whose addresses are not public.</summary>
    public IReadOnlyList<string> InsideHosts { get; init; } = [];

    /// <summary>How long a call may take in all, seconds of real time.</summary>
    public int Seconds { get; init; } = 20;

    /// <summary>The longest answer that is read, in kilobytes.</summary>
    public int Kilobytes { get; init; } = 512;

    /// <summary>How often a call is tried that does not get through.</summary>
    public int Tries { get; init; } = 4;

    /// <summary>Where mail is handed over; null for nowhere.</summary>
    public MailSettings? Mail { get; init; }

    /// <summary>Whether that host may be called at all, and whether its addresses may be inside ones.</summary>
    public (bool IsAllowed, bool MayBeInside) Of(string host, int port)
    {
        var inside = InsideHosts.Any(written => IsMeant(written, host, port));
        return (inside || Hosts.Any(written => IsMeant(written, host, port)), inside);
    }

    /// <summary>Whether the text may stand in the lists.</summary>
    public static bool IsSound(string text)
    {
        var (name, port) = Split(text.Trim());
        name = name.StartsWith("*.", StringComparison.Ordinal) ? name[2..] : name;
        return (port is null || ushort.TryParse(port, out _)) && Uri.CheckHostName(name) is not UriHostNameType.Unknown;
    }

    private static bool IsMeant(string written, string host, int port)
    {
        var (name, only) = Split(written.Trim());
        if (only is not null && only != port.ToString(System.Globalization.CultureInfo.InvariantCulture))
            return false;
        return name.StartsWith("*.", StringComparison.Ordinal)
            ? host.EndsWith(name[1..], StringComparison.OrdinalIgnoreCase)
            : string.Equals(name, host, StringComparison.OrdinalIgnoreCase);
    }

    private static (string Name, string? Port) Split(string text) =>
        text.LastIndexOf(':') is > 0 and var colon && text.IndexOf(':') == colon ? (text[..colon], text[(colon + 1)..]) : (text, null);
}

/// <summary>The mail server to which mail is handed over (邮件服务器).</summary>
/// <param name="Sender">The address from which it comes.</param>
/// <param name="UserName">Null where it asks for none.</param>
/// <param name="IsEncrypted">Whether it must speak TLS; only a server on this machine or in a network of its own goes without.</param>
public sealed record MailSettings(
    string Host,
    int Port,
    string Sender,
    string? UserName = null,
    string? Password = null,
    bool IsEncrypted = true
);

/// <summary>Which addresses are reached from inside alone (内网地址): loopback, private, link-local and what stands for them.</summary>
internal static class InsideAddresses
{
    private static readonly IPNetwork[] Inside =
    [
        IPNetwork.Parse("0.0.0.0/8"),
        IPNetwork.Parse("10.0.0.0/8"),
        IPNetwork.Parse("100.64.0.0/10"),
        IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("169.254.0.0/16"),
        IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.0.0.0/24"),
        IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("198.18.0.0/15"),
        IPNetwork.Parse("224.0.0.0/3"),
        IPNetwork.Parse("::/96"),
        IPNetwork.Parse("64:ff9b::/96"),
        IPNetwork.Parse("64:ff9b:1::/48"),
        IPNetwork.Parse("2001::/32"),
        IPNetwork.Parse("2002::/16"),
        IPNetwork.Parse("fc00::/7"),
        IPNetwork.Parse("fe80::/10"),
        IPNetwork.Parse("fec0::/10"),
        IPNetwork.Parse("ff00::/8"),
    ];

    public static bool Contain(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.AddressFamily is not (AddressFamily.InterNetwork or AddressFamily.InterNetworkV6)
            || Inside.Any(network => network.Contains(plain));
    }
}
