using ErrorOr;
using FluentValidation;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Supervision;

/// <summary>延期审批: the request is granted, and the order is due so many working days later, or it is not.</summary>
[Authority("Grant more time, or not", Role.Supervisor, Role.Manager, InDistrictOnly = true)]
public sealed record DecideOrderExtension(OrderNumber Order, bool IsGranted, string? Reason = null);

internal sealed class DecideOrderExtensionValidator : AbstractValidator<DecideOrderExtension>
{
    public DecideOrderExtensionValidator()
    {
        RuleFor(command => command.Reason).IsOpinion();
        RuleFor(command => command.Reason).Given().When(command => !command.IsGranted);
    }
}

/// <inheritdoc cref="DecideOrderExtension"/>
public sealed class DecideOrderExtensionHandler(SupervisionFiles files, Deadlines deadlines)
    : Handler<DecideOrderExtension, SupervisionOrder>
{
    protected override Task<ErrorOr<SupervisionOrder>> CarryOutAsync(
        DecideOrderExtension command,
        Act act,
        CancellationToken cancellation
    ) => files.WorkOnAsync(command.Order.File, act, file => Decide(file, command), cancellation);

    private ErrorOr<SupervisionOrder> Decide(CaseFile file, DecideOrderExtension command)
    {
        var taken = OrderLifecycle.Take(file, command.Order, OrderMove.DecideExtension);
        if (taken.IsError)
            return taken.Errors;
        var (order, _) = taken.Value;
        if (order.Extension is not { IsGranted: null } asked)
            return SupervisionRefusals.NoExtensionAsked(order);
        var reason = Said.Or(command.Reason);

        var due = command.IsGranted && order.Due is { } before ? deadlines.Days(before, asked.Days) : order.Due;
        file.Record(new OrderExtended(order.Number.ToString(), order.Branch, command.IsGranted, reason, due));
        return file.Put(
            order with
            {
                Due = due,
                Extension = asked with { IsGranted = command.IsGranted, Decided = OrderLifecycle.Stamp(file, reason) },
            }
        );
    }
}
