using Microsoft.AspNetCore.Components.Server.Circuits;
using ParallelApproval.Web.Languages;

namespace ParallelApproval.Web.Workbench;

/// <summary>
/// The language of one open connection, for which no later request speaks: set before each event of the browser is handled. Such an event
/// is something done in the session.
/// </summary>
internal sealed class CircuitLanguage(Occupant occupant) : CircuitHandler
{
    public bool English { get; set; }

    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(
        Func<CircuitInboundActivityContext, Task> next
    ) =>
        activity =>
        {
            ReaderLanguage.Set(English);
            occupant.Touch();
            return next(activity);
        };
}
