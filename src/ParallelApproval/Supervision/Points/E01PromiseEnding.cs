using ParallelApproval.Cases;
using ParallelApproval.Clocks;
using ParallelApproval.Events;

namespace ParallelApproval.Supervision;

/// <summary>E01 时限·临期: the promised time is nearly used up.</summary>
internal sealed class E01PromiseEnding : MonitorPoint
{
    public override PointRule Rule { get; } =
        new("E01", new("时限·临期", "Promise: ending soon"), "承诺时限", CardColour.Blue, Answerer.Holder)
        {
            Reasons = new Dictionary<string, Wording> { ["ending"] = new("承诺时限将于 {due} 届满", "The promised time ends on {due}") },
        };

    public override IReadOnlyCollection<Type> Kinds => [typeof(ClockTurned)];

    // A long promise turns blue first and yellow later: it is one matter, told once.
    public override IEnumerable<Finding> Judge(Heard heard, CaseFacts facts, PointSettings settings)
    {
        if (heard.As<ClockTurned>() is not { Clock: ClockKind.Promised, Colour: ClockColour.Blue or ClockColour.Yellow } turned)
            yield break;
        // Where the branch is the case, and one department answers for both, it is told once.
        if (turned.Branch == Clock.OfCase && IsToldToBranch(facts, settings, turned))
            yield break;
        yield return Found(heard, facts, settings, turned.Branch, "ending", $"promised-{turned.Round}", ("due", turned.Due)) with
        {
            Since = turned.TurnedAt,
        };
    }

    private static bool IsToldToBranch(CaseFacts facts, PointSettings settings, ClockTurned turned)
    {
        if (facts.File.Branches.Count > 1)
            return false;
        var (department, _) = facts.Answerers.Of(settings.Answers, facts.File, facts.Item, Clock.OfCase, turned.TurnedAt);
        return facts.File.Branches.Any(branch =>
            branch.Department == department
            && !branch.Status.IsSettled()
            && facts.File.LatestClock(branch.Number, ClockKind.Promised) is { } clock
            && clock.DueOn <= turned.Due
        );
    }
}
