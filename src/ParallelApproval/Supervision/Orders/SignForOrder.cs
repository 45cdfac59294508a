using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Supervision;

/// <summary>签收督办单: somebody of the department takes it in hand. Late signing is taken, and stays recorded as late.</summary>
[Authority("Sign for it", Role.Clerk, Role.Approver, Relation = Relation.OwnDepartment)]
public sealed record SignForOrder(OrderNumber Order);

/// <inheritdoc cref="SignForOrder"/>
public sealed class SignForOrderHandler(SupervisionFiles files) : Handler<SignForOrder, SupervisionOrder>
{
    protected override Task<ErrorOr<SupervisionOrder>> CarryOutAsync(SignForOrder command, Act act, CancellationToken cancellation) =>
        files.WorkOnAsync(command.Order.File, act, file => SignFor(file, command.Order), cancellation);

    private static ErrorOr<SupervisionOrder> SignFor(CaseFile file, OrderNumber number)
    {
        var taken = OrderLifecycle.TakeOwn(file, number, OrderMove.SignFor);
        if (taken.IsError)
            return taken.Errors;
        var (order, after) = taken.Value;
        file.Record(new OrderSignedFor(order.Number.ToString(), order.Branch));
        return file.Put(order with { Status = after, SignedFor = OrderLifecycle.Stamp(file) });
    }
}
