using ParallelApproval.Clocks;
using ParallelApproval.Events;

namespace ParallelApproval.Supervision;

/// <summary>E03 时限·超法定: the legal limit has passed.</summary>
internal sealed class E03LegalLimitPassed : MonitorPoint
{
    public override PointRule Rule { get; } =
        new("E03", new("时限·超法定", "Legal limit: passed"), "行政许可法 art. 42, 74", CardColour.Red, Answerer.Holder)
        {
            Reasons = new Dictionary<string, Wording>
            {
                ["late"] = new("法定时限已于 {due} 届满，尚未办结", "The legal limit ended on {due}, and the matter is not done"),
            },
        };

    public override IReadOnlyCollection<Type> Kinds => [typeof(ClockTurned)];

    public override IEnumerable<Finding> Judge(Heard heard, CaseFacts facts, PointSettings settings)
    {
        if (heard.As<ClockTurned>() is not { Clock: ClockKind.Legal, Colour: ClockColour.DarkRed } turned)
            yield break;
        yield return Found(heard, facts, settings, turned.Branch, "late", $"legal-{turned.Round}", ("due", turned.Due)) with
        {
            Since = turned.TurnedAt,
        };
    }
}
