using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Organisation;

namespace ParallelApproval.Supervision;

/// <summary>申请延期: the department asks for more working days, once, before the order is due, and says why.</summary>
[Authority("Ask for more time, once, before it is due", Role.Clerk, Role.Approver, Relation = Relation.OwnDepartment)]
public sealed record AskOrderExtension(OrderNumber Order, int Days, string Reason);

/// <inheritdoc cref="AskOrderExtension"/>
public sealed class AskOrderExtensionHandler(SupervisionFiles files)
{
    private const int MostDays = 30;

    public Task<ErrorOr<SupervisionOrder>> HandleAsync(AskOrderExtension command, Act act, CancellationToken cancellation) =>
        files.WorkOnAsync(command.Order.File, act, file => Ask(file, command), cancellation);

    private static ErrorOr<SupervisionOrder> Ask(CaseFile file, AskOrderExtension command)
    {
        var taken = OrderLifecycle.TakeOwn(file, command.Order, OrderMove.AskExtension);
        if (taken.IsError) return taken.Errors;
        var (order, _) = taken.Value;
        if (order.Extension is not null) return SupervisionRefusals.ExtensionAskedAlready(order);
        if (order.Due <= file.Act.At) return SupervisionRefusals.ExtensionTooLate(order);
        if (command.Days is < 1 or > MostDays) return SupervisionRefusals.DaysOutOfRange(command.Days, MostDays);
        var reason = Said.Required(command.Reason, "reason");
        if (reason.IsError) return reason.Errors;

        file.Record(new OrderExtensionAsked(order.Number.ToString(), order.Branch, command.Days, reason.Value));
        return file.Put(order with { Extension = new(command.Days, reason.Value, file.Act.UserName, file.Act.At) });
    }
}
