using ParallelApproval.Events;

namespace ParallelApproval.Supervision;

/// <summary>流程亮牌: no rule of its own; a designer has drawn into the flow where a card is called for.</summary>
internal sealed class FlowCall : MonitorPoint
{
    public override PointRule Rule { get; } =
        new(Card.Flow, new("流程亮牌", "Drawn into the flow"), "流程定义", CardColour.Yellow, Answerer.Holder)
        {
            Reasons = new Dictionary<string, Wording> { ["said"] = new("{reason}", "{reason}") },
        };

    public override IReadOnlyCollection<Type> Kinds => [typeof(CardCalledFor)];

    public override IEnumerable<Finding> Judge(Heard heard, CaseFacts facts, PointSettings settings)
    {
        if (heard.As<CardCalledFor>() is not { } called)
            yield break;
        var found = Found(heard, facts, settings, called.Branch, "said", null, ("reason", called.Reason)) with
        {
            Colour = called.Colour,
            WithOrder = called.WithOrder,
        };
        if (called.Department is { } department && facts.Answerers.Of(department, null) is var answers)
            found = found with { Department = answers.Department, Officer = answers.Officer };
        yield return found;
    }
}
