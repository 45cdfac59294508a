using ParallelApproval.Supervision;

namespace ParallelApproval.Web.Supervision;

/// <summary>In which tone the status of an order is shown.</summary>
internal static class OrderTone
{
    public static string Of(OrderStatus status) =>
        status switch
        {
            OrderStatus.Closed => "good",
            OrderStatus.Returned => "bad",
            OrderStatus.Draft or OrderStatus.Replied => "wait",
            OrderStatus.Withdrawn => "",
            _ => "open",
        };
}
