namespace ParallelApproval.Cases;

/// <summary>Why the file of a case must not be destroyed though its term is over (暂缓销毁事由).</summary>
public enum HoldGround
{
    /// <summary>行政复议.</summary>
    Reconsideration,

    /// <summary>行政诉讼.</summary>
    Lawsuit,

    /// <summary>审计、巡察、纪检监察调查.</summary>
    Inquiry,

    /// <summary>其他.</summary>
    Other,

    /// <summary>投诉未办结: a complaint about it is not answered.</summary>
    Complaint,

    /// <summary>差评整改未办结: a bad rating is not put right.</summary>
    Remedy,

    /// <summary>督办未办结: an order is not done.</summary>
    Order,

    /// <summary>监察卡未办结: a card waits for its answer.</summary>
    Card,

    /// <summary>抽查未登记: it was drawn for a spot check, and nothing is recorded of it yet.</summary>
    SpotCheck,
}

/// <summary>
/// Cases in which something is still under way, told by the room that knows (未了事项): their files are not destroyed. Beside these an officer
/// puts holds of his own.
/// </summary>
/// <param name="Ground">What is under way.</param>
/// <param name="Held">A query of the column <c>case_key</c>: which of the cases <c>$1</c> (keys) it holds.</param>
public sealed record HoldsCases(HoldGround Ground, string Held);
