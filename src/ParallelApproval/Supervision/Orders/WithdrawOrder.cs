using ErrorOr;
using FluentValidation;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Supervision;

/// <summary>撤销督办单: it was issued wrongly, or has become needless; the record stays.</summary>
[Authority("Withdraw it; the record stays", Role.Supervisor, Role.Manager, InDistrictOnly = true)]
public sealed record WithdrawOrder(OrderNumber Order, string Reason);

internal sealed class WithdrawOrderValidator : AbstractValidator<WithdrawOrder>
{
    public WithdrawOrderValidator() => RuleFor(command => command.Reason).Given().IsOpinion();
}

/// <inheritdoc cref="WithdrawOrder"/>
public sealed class WithdrawOrderHandler(SupervisionFiles files) : Handler<WithdrawOrder, SupervisionOrder>
{
    protected override Task<ErrorOr<SupervisionOrder>> CarryOutAsync(WithdrawOrder command, Act act, CancellationToken cancellation) =>
        files.WorkOnAsync(command.Order.File, act, file => Withdraw(file, command), cancellation);

    private static ErrorOr<SupervisionOrder> Withdraw(CaseFile file, WithdrawOrder command)
    {
        var taken = OrderLifecycle.Take(file, command.Order, OrderMove.Withdraw);
        if (taken.IsError)
            return taken.Errors;
        return OrderLifecycle.Withdraw(file, taken.Value.Order, command.Reason.Trim());
    }
}
