using Microsoft.AspNetCore.Http.HttpResults;
using ParallelApproval.Clocks;
using ParallelApproval.Identities;
using ParallelApproval.Supervision;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Cases;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web.Supervision;

/// <summary>Supervision orders (督办单): drafted, issued, signed for, replied to, reviewed, extended, escalated, withdrawn.</summary>
internal static class OrderEndpoints
{
    public static void Map(RouteGroupBuilder orders)
    {
        orders.MapGet("", ListAsync).Requires<ListOrders>().WithSummary("Supervision orders, the newest first");
        orders.MapGet("/{id}", FindAsync).Requires<ListOrders>().WithSummary("One supervision order");
        orders
            .MapGet("/{id}/limits", LimitsAsync)
            .Requires<ListOrders>()
            .WithSummary("Why an order is to be signed for and replied to by when it is, day by day");
        orders.MapPost("", DraftAsync).Requires<DraftOrder>();
        orders
            .MapPost(
                "/{id}/issue",
                (OrderNumber id, CallersAct act, IssueOrderHandler house, SupervisionSheets sheets, CancellationToken cancellation) =>
                    house.HandleAsync(new(id), act, cancellation).Sheet(sheets.Of)
            )
            .Requires<IssueOrder>();
        orders
            .MapPost(
                "/{id}/receipt",
                (OrderNumber id, CallersAct act, SignForOrderHandler house, SupervisionSheets sheets, CancellationToken cancellation) =>
                    house.HandleAsync(new(id), act, cancellation).Sheet(sheets.Of)
            )
            .Requires<SignForOrder>();
        orders
            .MapPost(
                "/{id}/reply",
                (
                    OrderNumber id,
                    OrderReplyBody body,
                    CallersAct act,
                    ReplyToOrderHandler house,
                    SupervisionSheets sheets,
                    CancellationToken cancellation
                ) =>
                    house
                        .HandleAsync(
                            new(id, body.Findings, body.Cause, body.Measures, body.Responsible, body.DoneOn, body.SignedOffBy),
                            act,
                            cancellation
                        )
                        .Sheet(sheets.Of)
            )
            .Requires<ReplyToOrder>();
        orders
            .MapPost(
                "/{id}/review",
                (
                    OrderNumber id,
                    OrderReviewBody body,
                    CallersAct act,
                    ReviewOrderHandler house,
                    SupervisionSheets sheets,
                    CancellationToken cancellation
                ) => house.HandleAsync(new(id, body.Accepted, body.Opinion, body.Days, body.Deduction), act, cancellation).Sheet(sheets.Of)
            )
            .Requires<ReviewOrder>();
        orders
            .MapPost(
                "/{id}/extension",
                (
                    OrderNumber id,
                    OrderExtensionBody body,
                    CallersAct act,
                    AskOrderExtensionHandler house,
                    SupervisionSheets sheets,
                    CancellationToken cancellation
                ) => house.HandleAsync(new(id, body.Days, body.Reason), act, cancellation).Sheet(sheets.Of)
            )
            .Requires<AskOrderExtension>();
        orders
            .MapPost(
                "/{id}/extension/decision",
                (
                    OrderNumber id,
                    ExtensionDecisionBody body,
                    CallersAct act,
                    DecideOrderExtensionHandler house,
                    SupervisionSheets sheets,
                    CancellationToken cancellation
                ) => house.HandleAsync(new(id, body.Granted, body.Reason), act, cancellation).Sheet(sheets.Of)
            )
            .Requires<DecideOrderExtension>();
        orders
            .MapPost(
                "/{id}/escalation",
                (
                    OrderNumber id,
                    EscalationBody body,
                    CallersAct act,
                    EscalateOrderHandler house,
                    SupervisionSheets sheets,
                    CancellationToken cancellation
                ) => house.HandleAsync(new(id, body.Step, body.Reason), act, cancellation).Sheet(sheets.Of)
            )
            .Requires<EscalateOrder>();
        orders
            .MapPost(
                "/{id}/withdrawal",
                (
                    OrderNumber id,
                    OrderWithdrawalBody body,
                    CallersAct act,
                    WithdrawOrderHandler house,
                    SupervisionSheets sheets,
                    CancellationToken cancellation
                ) => house.HandleAsync(new(id, body.Reason), act, cancellation).Sheet(sheets.Of)
            )
            .Requires<WithdrawOrder>();
    }

    private static async Task<Results<Created<OrderSheet>, Refused>> DraftAsync(
        OrderBody body,
        CallersAct act,
        DraftOrderHandler house,
        SupervisionSheets sheets,
        CancellationToken cancellation
    )
    {
        var command = body.Command();
        if (command.IsError)
            return new Refused(command.Errors);
        var drafted = await house.HandleAsync(command.Value, act, cancellation);
        return drafted.IsError
            ? new Refused(drafted.Errors)
            : TypedResults.Created($"/api/supervision/orders/{drafted.Value.Number}", sheets.Of(drafted.Value));
    }

    private static async Task<Results<Ok<Listing<OrderSheet>>, Refused>> ListAsync(
        SupervisionQueries house,
        SupervisionSheets sheets,
        Caller caller,
        CancellationToken cancellation,
        Named<OrderStatus>? status = null,
        Named<OrderKind>? kind = null,
        string? department = null,
        CaseNumber? @case = null,
        string? cursor = null,
        int limit = 50
    )
    {
        if (limit is < 1 or > SupervisionQueries.LongestPage)
            return Refused.With(FrontRefusals.OutOfRange("limit", 1, SupervisionQueries.LongestPage));
        var after = SupervisionCursor.Parse(cursor);
        if (cursor is not null && after is null)
            return Refused.With(FrontRefusals.WrongType("cursor"));
        var (orders, next) = await house.ListAsync(
            new OrderFilter(
                status?.Value,
                kind?.Value,
                SupervisionEndpoints.Scope(caller, department),
                @case,
                !SupervisionEndpoints.SeesAll(caller),
                after,
                limit
            ),
            cancellation
        );
        return TypedResults.Ok(new Listing<OrderSheet>([.. orders.Select(sheets.Of)], next?.ToString()));
    }

    private static async Task<Results<Ok<OrderSheet>, Refused>> FindAsync(
        OrderNumber id,
        SupervisionQueries house,
        SupervisionSheets sheets,
        Caller caller,
        CancellationToken cancellation
    ) =>
        await house.FindAsync(id, cancellation) is { } order && MaySee(caller, order)
            ? TypedResults.Ok(sheets.Of(order))
            : Refused.With(SupervisionRefusals.NoSuchOrder(id));

    private static async Task<Results<Ok<Listing<ExplainedLimit>>, Refused>> LimitsAsync(
        OrderNumber id,
        SupervisionQueries house,
        ExplainLimits explain,
        Caller caller,
        CancellationToken cancellation
    ) =>
        await house.FindAsync(id, cancellation) is { } order && MaySee(caller, order)
            ? explain.Of(order).Limits()
            : Refused.With(SupervisionRefusals.NoSuchOrder(id));

    // Drafts are nobody's but their writers'.
    private static bool MaySee(Caller caller, SupervisionOrder order) =>
        SupervisionEndpoints.SeesAll(caller) || order.IsSeenBy(caller.DepartmentCode);
}
