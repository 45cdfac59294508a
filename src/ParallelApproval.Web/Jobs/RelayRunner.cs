using ParallelApproval.Events;

namespace ParallelApproval.Web.Jobs;

/// <summary>Runs the relay on this node, twice a second while there is nothing to tell.</summary>
internal sealed class RelayRunner(Relay relay, ILogger<RelayRunner> log)
    : RoundRunner(log, "The listeners could not be told", TimeSpan.FromSeconds(2))
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan WhileUnderWay = TimeSpan.FromMilliseconds(100);

    protected override async Task<TimeSpan> RunAsync(CancellationToken cancellation) =>
        (await relay.RunOnceAsync(cancellation)).IsAll ? Pause : WhileUnderWay;
}
