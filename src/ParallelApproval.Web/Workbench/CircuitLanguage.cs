using Microsoft.AspNetCore.Components.Server.Circuits;
using ParallelApproval.Web.Languages;

namespace ParallelApproval.Web.Workbench;

/// <summary>
/// The language of one open connection, for which no later request speaks: set before each event of the browser is handled. Such an event
/// is something done in the session.
/// </summary>
internal sealed class CircuitLanguage(Occupant occupant) : CircuitHandler
{
    /// <summary>Null until the document has said it; until then the request of the connection speaks.</summary>
    public bool? English { get; set; }

    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(
        Func<CircuitInboundActivityContext, Task> next
    ) =>
        activity =>
        {
            if (English is { } english)
                ReaderLanguage.Set(english);
            occupant.Touch();
            return next(activity);
        };
}
