using System.Diagnostics.Metrics;
using ParallelApproval.Inputs;

namespace ParallelApproval.Web.Telemetry;

/// <summary>
/// What the door and the watch of the node add to <see cref="HouseMeter"/> (节点计量): refusals by code, and how the node is.
/// </summary>
internal static class DoorMeter
{
    private static readonly Meter Meter = new(HouseMeter.Name);

    private static readonly Counter<long> Refusals = Meter.CreateCounter<long>(
        "parallel_approval.refusals",
        description: "Answers that refused, by code and HTTP status."
    );

    private static readonly Gauge<int> Serving = Meter.CreateGauge<int>(
        "parallel_approval.serving",
        description: "1 while decisions can be stored, as /health/ready says it, else 0."
    );

    private static readonly Gauge<int> Remarks = Meter.CreateGauge<int>(
        "parallel_approval.health.remarks",
        description: "How many things are to be put right; /health/ready names them."
    );

    private static readonly Gauge<double> ClockOff = Meter.CreateGauge<double>(
        "parallel_approval.clock.off",
        "s",
        "Seconds by which the clock of the machine is ahead of the database's."
    );

    private static readonly Gauge<double> RelayLag = Meter.CreateGauge<double>(
        "parallel_approval.relay.lag",
        "s",
        "Seconds for which the slowest listener has been behind the audit trail."
    );

    private static readonly Gauge<double> SweepAge = Meter.CreateGauge<double>(
        "parallel_approval.sweep.age",
        "s",
        "Seconds since the clocks were last swept, by whichever node."
    );

    public static void Refused(string code, int status) =>
        Refusals.Add(1, new KeyValuePair<string, object?>("code", code), new KeyValuePair<string, object?>("status", status));

    public static void Felt(bool isServing, IReadOnlyCollection<string> remarks, TimeSpan clockOff)
    {
        Serving.Record(isServing ? 1 : 0);
        Remarks.Record(remarks.Count);
        ClockOff.Record(clockOff.TotalSeconds);
    }

    public static void Told(TimeSpan lag) => RelayLag.Record(lag.TotalSeconds);

    public static void Swept(TimeSpan age) => SweepAge.Record(age.TotalSeconds);
}
