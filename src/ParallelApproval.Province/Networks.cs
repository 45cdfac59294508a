using System.Net;

namespace ParallelApproval.Province;

/// <summary>Addresses and networks that a setting names (地址范围): <c>127.0.0.1</c>, <c>10.0.0.0/8</c>.</summary>
internal sealed class Networks(IReadOnlyList<IPNetwork> known)
{
    /// <summary>None, where the setting is missing.</summary>
    /// <exception cref="InvalidOperationException">What stands there is no address and no network.</exception>
    public static Networks Of(IConfiguration settings, string setting) =>
        new([.. (settings.GetSection(setting).Get<string[]>() ?? []).Select(text => Read(text, setting))]);

    public IReadOnlyList<IPNetwork> Known => known;

    public bool Contains(IPAddress? address)
    {
        if (address is null)
            return false;
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return known.Any(network => network.Contains(plain));
    }

    private static IPNetwork Read(string text, string setting) =>
        IPAddress.TryParse(text, out var address) ? new(address, address.GetAddressBytes().Length * 8)
        : IPNetwork.TryParse(text, out var network) ? network
        : throw new InvalidOperationException($"Expected an address or a network such as 10.0.0.0/8 in {setting}, but it is {text}.");
}
