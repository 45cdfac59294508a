using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Supervision;

/// <summary>
/// 下发督办单: the department must sign for it within four office hours, and reply within its days; both limits run from here.
/// </summary>
[Authority("Issue it; its limits begin to run", Role.Supervisor, Role.Manager, InDistrictOnly = true)]
public sealed record IssueOrder(OrderNumber Order);

/// <inheritdoc cref="IssueOrder"/>
public sealed class IssueOrderHandler(SupervisionFiles files, OrderLifecycle lifecycle) : Handler<IssueOrder, SupervisionOrder>
{
    protected override Task<ErrorOr<SupervisionOrder>> CarryOutAsync(IssueOrder command, Act act, CancellationToken cancellation) =>
        files.WorkOnAsync(command.Order.File, act, file => Issue(file, command.Order), cancellation);

    private ErrorOr<SupervisionOrder> Issue(CaseFile file, OrderNumber number)
    {
        var taken = OrderLifecycle.Take(file, number, OrderMove.Issue);
        if (taken.IsError)
            return taken.Errors;
        var issued = lifecycle.Issue(file, taken.Value.Order);
        if (issued.Card is { } running && file.Section<CardSection>().Find(running) is { Order: null } card)
            file.Put(card with { Order = issued.Number.Running });
        return issued;
    }
}
