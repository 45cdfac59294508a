using ParallelApproval.Calendars;
using ParallelApproval.Cases;
using ParallelApproval.Web.Session;
using ParallelApproval.Web.Workbench;

namespace ParallelApproval.Web.Cases;

/// <summary>How many acts beside the inbox wait for the officer (等我办理).</summary>
internal sealed class WaitingCount(WaitingQueries house, TimeProvider time) : IRailCount
{
    public string Path => "/waiting";

    public async Task<int> OfAsync(Caller caller, CancellationToken cancellation) =>
        Destination.IsOpenTo(caller, Path) ? (await house.ForAsync(caller.Officer, time.OfficialNow(), cancellation)).Count : 0;
}
