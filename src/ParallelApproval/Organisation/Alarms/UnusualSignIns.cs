using System.Net;
using System.Net.Sockets;

namespace ParallelApproval.Organisation;

/// <summary>What is known of a sign-in when it is judged.</summary>
/// <param name="Network">From where; see <see cref="UnusualSignIns.NetworkOf"/>.</param>
/// <param name="Program">What the program calls itself.</param>
/// <param name="Earlier">The sessions of this account of the last ninety days.</param>
/// <param name="Failures">Wrong passwords within the last hour.</param>
/// <param name="Rested">Since its last sign-in; null for the first one.</param>
/// <param name="IsOfAdministration">Whether it is an account of administration.</param>
/// <param name="IsAtWork">Whether it is a working hour, or two hours from one.</param>
internal sealed record SignInFacts(
    string Network,
    string Program,
    IReadOnlyList<EarlierSignIn> Earlier,
    int Failures,
    TimeSpan? Rested,
    bool IsOfAdministration,
    bool IsAtWork
);

/// <summary>A session that began before.</summary>
internal sealed record EarlierSignIn(string Network, string Program, bool IsOpen);

/// <summary>
/// When a sign-in is unusual (异常登录规则): every rule, and nothing else. They compare what the house keeps of sessions anyway; nobody is
/// watched for them.
/// </summary>
internal static class UnusualSignIns
{
    public const int ManyFailures = 5;

    public static readonly TimeSpan LongRest = TimeSpan.FromDays(30);

    /// <summary>How far from the opening hours is still usual.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromHours(2);

    private const int Ipv4Bytes = 3;
    private const int Ipv6Bytes = 6;

    /// <summary>The first sign-in of an account is compared with nothing.</summary>
    public static IEnumerable<UnusualSign> Of(SignInFacts facts)
    {
        var isCompared = facts.Earlier.Count > 0;
        if (isCompared && facts.Earlier.All(earlier => earlier.Network != facts.Network))
            yield return UnusualSign.UnknownNetwork;
        if (isCompared && facts.Earlier.All(earlier => earlier.Program != facts.Program))
            yield return UnusualSign.UnknownDevice;
        if (!facts.IsAtWork)
            yield return UnusualSign.UnusualHour;
        if (facts.Failures >= ManyFailures)
            yield return UnusualSign.GuessedBefore;
        if (facts.Earlier.Any(earlier => earlier.IsOpen && earlier.Network != facts.Network))
            yield return UnusualSign.TwoNetworks;
        if (facts.IsOfAdministration && facts.Rested > LongRest)
            yield return UnusualSign.LongRest;
    }

    /// <summary>The network of an address: 24 bits of IPv4, 48 of IPv6; whatever is none as it stands.</summary>
    public static string NetworkOf(string address)
    {
        var written = address.Split('/')[0];
        if (!IPAddress.TryParse(written, out var parsed))
            return address;
        var bytes = parsed.GetAddressBytes();
        var kept = parsed.AddressFamily is AddressFamily.InterNetwork ? Ipv4Bytes : Ipv6Bytes;
        bytes.AsSpan(kept).Clear();
        return new IPAddress(bytes).ToString();
    }
}
