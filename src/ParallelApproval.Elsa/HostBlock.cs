using Elsa.Extensions;
using Elsa.Workflows;
using Elsa.Workflows.Activities.Flowchart.Models;
using Elsa.Workflows.Models;
using Elsa.Workflows.Signals;

namespace ParallelApproval.Elsa;

/// <summary>
/// A block as Elsa sees it: one step that holds the flowchart for which it stands, and is left by the port that a step inside says
/// (Elsa's Complete).
/// </summary>
public sealed class HostBlock : Activity
{
    private const string Said = "said";

    /// <summary>Set by Elsa when it reads the definition.</summary>
    public HostBlock() => OnSignalReceived<CompleteCompositeSignal>(EndAsync);

    /// <summary>What it stands for; the slot is named <see cref="Engine.Blocks.Slot"/>.</summary>
    public IActivity? DrawnOut { get; set; }

    /// <inheritdoc/>
    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context) =>
        await context.ScheduleActivityAsync(DrawnOut, OnDrawnOutAsync);

    // Also when the last of its steps ended without saying by which port.
    private static ValueTask OnDrawnOutAsync(ActivityCompletedContext context) => LeaveAsync(context.TargetContext);

    private static async ValueTask EndAsync(CompleteCompositeSignal signal, SignalContext context)
    {
        context.StopPropagation();
        var block = context.ReceiverActivityExecutionContext;
        if (signal.Value is Outcomes said)
            block.TransientProperties[Said] = said.Names;
        // The step inside ends first, and its flowchart with it: one that was cancelled would take the flowchart around along.
        await context.SenderActivityExecutionContext.CompleteActivityAsync();
        await LeaveAsync(block);
    }

    private static async ValueTask LeaveAsync(ActivityExecutionContext block)
    {
        if (!block.IsCompleted)
            await block.CompleteActivityWithOutcomesAsync(
                block.TransientProperties.TryGetValue(Said, out var said) ? (string[])said : ["Done"]
            );
    }
}
