using System.Diagnostics.Metrics;
using ParallelApproval.Province.Nodes;
using ParallelApproval.Province.Registers;

namespace ParallelApproval.Province;

/// <summary>
/// What the entrance counts (入口计量), by the region of a district and by nothing that somebody sent: requests that were passed on, answers
/// that it refused itself, and who is away.
/// </summary>
internal sealed class ProvinceMeter
{
    /// <summary>Of the meter.</summary>
    public const string Name = "ParallelApproval.Province";

    private readonly Counter<long> _requests;
    private readonly Counter<long> _refusals;

    public ProvinceMeter(IMeterFactory meters, DistrictBook book)
    {
        var meter = meters.Create(Name);
        _requests = meter.CreateCounter<long>(
            "parallel_approval.province.requests",
            description: "Requests for a district, by its region."
        );
        _refusals = meter.CreateCounter<long>(
            "parallel_approval.province.refusals",
            description: "What the entrance refused itself, by code, and by region where a district was meant."
        );
        meter.CreateObservableGauge(
            "parallel_approval.province.district.away",
            () => book.Districts.Select(district => Of(district, district.IsThere ? 0 : 1)),
            description: "1 while none of the servers of the district is there, else 0."
        );
        meter.CreateObservableGauge(
            "parallel_approval.province.nodes.away",
            () => book.Districts.Select(district => Of(district, district.Nodes.Count(node => node.State is NodeState.Away))),
            description: "How many servers of the district are away."
        );
    }

    public void Asked(District district) => _requests.Add(1, Tag("district", district.Region));

    public void Refused(string code, District? district) => _refusals.Add(1, Tag("code", code), Tag("district", district?.Region ?? ""));

    private static Measurement<int> Of(District district, int value) => new(value, Tag("district", district.Region));

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
