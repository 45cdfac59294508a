using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Engine;
using ParallelApproval.Events;
using ParallelApproval.Workflows;

namespace ParallelApproval.Certificates;

/// <summary>送达: waits until the window has handed the results over; electronic results count as handed over when they are issued.</summary>
internal sealed class DeliverActivity(CaseEnding ending) : CaseActivity
{
    public const string TypeName = "ParallelApproval.Deliver";
    public const string Delivered = "Delivered";

    public override ActivityDescriptor Descriptor { get; } =
        new(
            TypeName,
            1,
            Toolbox,
            new("送达", "Deliver"),
            new("等待窗口送达结果；电子送达即时完成。", "Waits until the results are handed over; electronic delivery is done at once.")
        )
        {
            Kind = ActivityKind.Task,
            Ports = [new(Delivered, new("已送达", "Delivered"))],
        };

    public override ActivityResult Begin(CaseFile file, ActivityRequest request)
    {
        if (ending.OpenLeftOut(file) is { IsError: true } noCalendar)
            return ActivityResult.Refuses(noCalendar.FirstError);
        if (file.Case.Status is CaseStatus.Delivered)
            return ActivityResult.Leaves(Delivered);
        // Of what lapsed or was taken back there is nothing to hand over.
        if (file.Case is { Status: CaseStatus.Decided, Result: CaseStatus.Withdrawn or CaseStatus.AcceptanceRevoked })
            return ActivityResult.Leaves(Delivered);
        if (file.Case.Delivery is not DeliveryWay.Electronic)
            return ActivityResult.Waits;
        // A flow drawn so that it comes here before everything is decided delivers nothing by itself.
        if (!CaseMoves.Table.Allows(file.Case.Status, CaseVerb.DeliverElectronically))
            return ActivityResult.Waits;
        ending.DeliverElectronically(file);
        return ActivityResult.Leaves(Delivered);
    }
}
