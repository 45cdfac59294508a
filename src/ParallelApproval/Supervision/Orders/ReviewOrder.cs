using ErrorOr;
using FluentValidation;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Supervision;

/// <summary>
/// 审核: the supervisor accepts the reply, and says whether the order costs points, or returns it with what is wanting and new days.
/// </summary>
/// <param name="Days">Working days for the next reply, when it is returned; null for the usual ones.</param>
/// <param name="Deduction">Points that the order costs, when it is accepted.</param>
[Authority("Accept the reply, or return it", Role.Supervisor, InDistrictOnly = true)]
public sealed record ReviewOrder(OrderNumber Order, bool IsAccepted, string Opinion, int? Days = null, int Deduction = 0);

internal sealed class ReviewOrderValidator : AbstractValidator<ReviewOrder>
{
    private const int MostDays = 60;
    private const int MostPoints = 100;

    public ReviewOrderValidator()
    {
        RuleFor(command => command.Opinion).Given().IsOpinion();
        RuleFor(command => command.Days)
            .Refuses((days, _) => days is < 1 or > MostDays ? SupervisionRefusals.DaysOutOfRange(days.Value, MostDays) : null);
        RuleFor(command => command.Deduction)
            .Refuses((points, _) => points is < 0 or > MostPoints ? SupervisionRefusals.DeductionOutOfRange(points, MostPoints) : null);
    }
}

/// <inheritdoc cref="ReviewOrder"/>
public sealed class ReviewOrderHandler(SupervisionFiles files, PointCatalogue points, Deadlines deadlines)
    : Handler<ReviewOrder, SupervisionOrder>
{
    protected override Task<ErrorOr<SupervisionOrder>> CarryOutAsync(ReviewOrder command, Act act, CancellationToken cancellation) =>
        files.WorkOnAsync(command.Order.File, act, file => Review(file, command), cancellation);

    private ErrorOr<SupervisionOrder> Review(CaseFile file, ReviewOrder command)
    {
        var taken = OrderLifecycle.Take(file, command.Order, command.IsAccepted ? OrderMove.AcceptReply : OrderMove.ReturnReply);
        if (taken.IsError)
            return taken.Errors;
        var (order, after) = taken.Value;
        var opinion = command.Opinion.Trim();
        var days = command.Days ?? points.Settings.UrgentOrderDays;

        var review = new OrderReview(command.IsAccepted, opinion, file.Act.UserName, file.Act.At);
        var reviewed = order with { Status = after, Replies = [.. order.Replies.SkipLast(1), order.Replies[^1] with { Review = review }] };
        return command.IsAccepted ? Close(file, reviewed, opinion, command.Deduction) : Return(file, reviewed, opinion, days);
    }

    private static SupervisionOrder Close(CaseFile file, SupervisionOrder order, string opinion, int deduction)
    {
        file.Record(new OrderClosed(order.Number.ToString(), order.Branch, opinion, deduction));
        return file.Put(order with { Deduction = deduction });
    }

    private SupervisionOrder Return(CaseFile file, SupervisionOrder order, string opinion, int days)
    {
        var due = deadlines.Days(file.Act.At, days);
        file.Record(new OrderReturned(order.Number.ToString(), order.Branch, opinion, due));
        return file.Put(order with { Due = due });
    }
}
