using ErrorOr;
using FluentValidation;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Supervision;

/// <summary>申请延期: the department asks for more working days, once, before the order is due, and says why.</summary>
[Authority("Ask for more time, once, before it is due", Role.Clerk, Role.Approver, Relation = Relation.OwnDepartment)]
public sealed record AskOrderExtension(OrderNumber Order, int Days, string Reason);

internal sealed class AskOrderExtensionValidator : AbstractValidator<AskOrderExtension>
{
    private const int MostDays = 30;

    public AskOrderExtensionValidator()
    {
        RuleFor(command => command.Days)
            .Refuses((days, _) => days is < 1 or > MostDays ? SupervisionRefusals.DaysOutOfRange(days, MostDays) : null);
        RuleFor(command => command.Reason).Given().IsOpinion();
    }
}

/// <inheritdoc cref="AskOrderExtension"/>
public sealed class AskOrderExtensionHandler(SupervisionFiles files) : Handler<AskOrderExtension, SupervisionOrder>
{
    protected override Task<ErrorOr<SupervisionOrder>> CarryOutAsync(AskOrderExtension command, Act act, CancellationToken cancellation) =>
        files.WorkOnAsync(command.Order.File, act, file => Ask(file, command), cancellation);

    private static ErrorOr<SupervisionOrder> Ask(CaseFile file, AskOrderExtension command)
    {
        var taken = OrderLifecycle.TakeOwn(file, command.Order, OrderMove.AskExtension);
        if (taken.IsError)
            return taken.Errors;
        var (order, _) = taken.Value;
        if (order.Extension is not null)
            return SupervisionRefusals.ExtensionAskedAlready(order);
        if (order.Due <= file.Act.At)
            return SupervisionRefusals.ExtensionTooLate(order);
        var reason = command.Reason.Trim();

        file.Record(new OrderExtensionAsked(order.Number.ToString(), order.Branch, command.Days, reason));
        return file.Put(order with { Extension = new(command.Days, reason, file.Act.UserName, file.Act.At) });
    }
}
