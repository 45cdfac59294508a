using ErrorOr;
using FluentValidation;
using ParallelApproval.Database;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Supervision;

/// <summary>
/// 升级: an order goes to the leader, to a talk with the department's head (约谈), or becomes a recommendation (监察建议书). It never goes down
/// again.
/// </summary>
[Authority("To the leader, to a talk, or a recommendation", Role.Supervisor, Role.Manager, InDistrictOnly = true)]
public sealed record EscalateOrder(OrderNumber Order, EscalationStep Step, string Reason);

internal sealed class EscalateOrderValidator : AbstractValidator<EscalateOrder>
{
    public EscalateOrderValidator() => RuleFor(command => command.Reason).Given().IsOpinion();
}

/// <inheritdoc cref="EscalateOrder"/>
public sealed class EscalateOrderHandler(SupervisionFiles files) : Handler<EscalateOrder, SupervisionOrder>
{
    protected override Task<ErrorOr<SupervisionOrder>> CarryOutAsync(EscalateOrder command, Act act, CancellationToken cancellation) =>
        files.WorkOnAsync(command.Order.File, act, file => Escalate(file, command), cancellation);

    private static ErrorOr<SupervisionOrder> Escalate(CaseFile file, EscalateOrder command)
    {
        var taken = OrderLifecycle.Take(file, command.Order, OrderMove.Escalate);
        if (taken.IsError)
            return taken.Errors;
        var (order, _) = taken.Value;
        if (order.Escalations.Any(earlier => earlier.Step >= command.Step))
            return SupervisionRefusals.StepDownwards(order, command.Step);
        return OrderLifecycle.Escalate(file, order, command.Step, command.Reason.Trim());
    }
}
