using ParallelApproval.Cases;
using ParallelApproval.Events;

namespace ParallelApproval.Supervision;

/// <summary>E12 收费: another sum was charged for a branch, all payments together, than is published, or no receipt was given.</summary>
internal sealed class E12WrongFee : MonitorPoint
{
    public override PointRule Rule { get; } =
        new("E12", new("收费·异常", "Fee: not as published"), "行政许可法 art. 58, 59, 75", CardColour.Red, Answerer.Intake)
        {
            Reasons = new Dictionary<string, Wording>
            {
                ["not_published"] = new(
                    "公布收费 {published} 元，实收 {charged} 元",
                    "{published} yuan are published, {charged} were charged"
                ),
                ["free"] = new("公布不收费，实收 {charged} 元", "It is free of charge, but {charged} yuan were charged"),
                ["no_receipt"] = new("收费 {charged} 元未开票据", "{charged} yuan were charged without a receipt"),
            },
        };

    public override IReadOnlyCollection<Type> Kinds => [typeof(FeeCharged)];

    public override IEnumerable<Finding> Judge(Heard heard, CaseFacts facts, PointSettings settings)
    {
        if (heard.As<FeeCharged>() is not { } fee)
            yield break;
        var charged = facts.Past<FeeCharged>().Where(paid => paid.Branch == fee.Branch).Sum(paid => paid.Charged);
        var reason =
            charged != fee.Published
                ? fee.Published == 0
                    ? "free"
                    : "not_published"
                : fee.ReceiptNumber is null
                    ? "no_receipt"
                    : null;
        if (reason is not null)
            yield return Found(heard, facts, settings, fee.Branch, reason, null, ("published", fee.Published), ("charged", charged));
    }
}
