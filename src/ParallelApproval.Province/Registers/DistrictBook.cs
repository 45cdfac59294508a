using System.Collections.Frozen;
using ErrorOr;
using ParallelApproval.Province.Nodes;

namespace ParallelApproval.Province.Registers;

/// <summary>A district in service (区县): its entry, and its servers as they are now.</summary>
internal sealed record District(DistrictEntry Entry, IReadOnlyList<Node> Nodes)
{
    public Uri Address { get; } = new(Entry.Address);

    public string Region => Entry.Region;

    public string NameIn(bool english) => Entry.NameIn(english);

    /// <summary>Whether a server of it can be given a request.</summary>
    public bool IsThere => Nodes.Any(node => node.State is not NodeState.Away);
}

/// <summary>
/// The register in force (现行名册), in memory. It is taken over as a whole or not at all, in one step: a request sees the one register or the
/// other. Servers that stay keep what is known of them.
/// </summary>
internal sealed class DistrictBook(TimeProvider time)
{
    private volatile Page _page = new(
        new("", "", "http://localhost"),
        [],
        FrozenDictionary<string, District>.Empty,
        FrozenDictionary<string, District>.Empty
    );
    private volatile IReadOnlyList<Error> _refused = [];

    public ProvinceEntry Province => _page.Province;

    /// <summary>In the order of the register.</summary>
    public IReadOnlyList<District> Districts => _page.Districts;

    /// <summary>Of what stands in the file that is in force.</summary>
    public string? Digest { get; private set; }

    /// <summary>Of what stood in the file when it was looked at last.</summary>
    public string? LookedAt { get; private set; }

    /// <summary>When it was taken over.</summary>
    public DateTimeOffset InForceSince { get; private set; }

    /// <summary>What is wrong with the file as it lies there now; empty when it is in force.</summary>
    public IReadOnlyList<Error> Refused => _refused;

    public District? OfRegion(string region) => _page.ByRegion.GetValueOrDefault(region);

    public District? OfHost(string host) => _page.ByHost.GetValueOrDefault(host.TrimEnd('.'));

    /// <summary>Whether the name is the province's own.</summary>
    public bool IsOwn(string host) => string.Equals(new Uri(Province.Address).Host, host.TrimEnd('.'), StringComparison.OrdinalIgnoreCase);

    /// <summary>Puts this register in force.</summary>
    public void TakeOver(Register register, string? digest)
    {
        var known = Districts
            .SelectMany(district => district.Nodes.Select(node => (Key: (district.Region, node.Address), node)))
            .ToDictionary(pair => pair.Key, pair => pair.node);
        var districts = register
            .Districts.Select(entry => new District(
                entry,
                [
                    .. entry.Nodes.Select(address =>
                        known.TryGetValue((entry.Region, new Uri(address)), out var node) ? node : new Node(entry.Region, new(address))
                    ),
                ]
            ))
            .ToList();
        _page = new(
            register.Province,
            districts,
            districts.ToFrozenDictionary(district => district.Region, StringComparer.Ordinal),
            districts.ToFrozenDictionary(district => district.Address.Host, StringComparer.OrdinalIgnoreCase)
        );
        (Digest, InForceSince, _refused, LookedAt) = (digest, time.GetUtcNow(), [], digest);
    }

    /// <summary>The file is wrong: what was in force stays so.</summary>
    public void Refuse(IReadOnlyList<Error> faults, string? digest) => (_refused, LookedAt) = (faults, digest);

    private sealed record Page(
        ProvinceEntry Province,
        IReadOnlyList<District> Districts,
        FrozenDictionary<string, District> ByRegion,
        FrozenDictionary<string, District> ByHost
    );
}
