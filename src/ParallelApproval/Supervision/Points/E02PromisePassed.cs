using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;

namespace ParallelApproval.Supervision;

/// <summary>
/// E02 时限·超承诺: the promised time has passed. Yellow, and red when a whole working day more has passed. A department that may not sign yet,
/// because one that it depends on has not, is only told; its lateness counts from the day on which it could sign. That of a tier which only
/// sends up is E10's.
/// </summary>
internal sealed class E02PromisePassed : MonitorPoint
{
    private const string RedAfterDays = nameof(RedAfterDays);

    public override PointRule Rule { get; } =
        new("E02", new("时限·超承诺", "Promise: passed"), "承诺时限；榆林市电子监察细则", CardColour.Yellow, Answerer.Holder)
        {
            Thresholds = [new(RedAfterDays, 1, 1, 20, new("超期满几个工作日后转红牌", "Whole working days late before the card is red"))],
            Reasons = new Dictionary<string, Wording>
            {
                ["late"] = new("承诺时限已于 {due} 届满，尚未办结", "The promised time ended on {due}, and the matter is not done"),
                ["still_late"] = new(
                    "承诺时限已于 {due} 届满，又满 {days} 个工作日仍未办结",
                    "The promised time ended on {due}; {days} working days later the matter is still not done"
                ),
                ["silent"] = new("逾期未作决定，按试点规定视为同意", "It decided nothing; by the pilot rule its silence grants"),
                ["waits"] = new(
                    "承诺时限已于 {due} 届满，前置分支 {blockers} 尚未签批",
                    "The promised time ended on {due}; branch {blockers}, on which it depends, has not signed"
                ),
            },
        };

    public override IReadOnlyCollection<Type> Kinds => [typeof(ClockTurned), typeof(GrantDeemed)];

    public override IEnumerable<Finding> Judge(Heard heard, CaseFacts facts, PointSettings settings)
    {
        if (heard.As<GrantDeemed>() is { } silent)
            yield return Found(heard, facts, settings, silent.Branch, "silent", $"promised-{silent.Round}-{CardColour.Red}") with
            {
                Colour = CardColour.Red,
                Matter = $"promised-{silent.Round}-",
            };
        if (
            heard.As<ClockTurned>() is not { Clock: ClockKind.Promised, Colour: ClockColour.Red } turned
            || E10LateReferral.Watches(facts, turned.Branch)
        )
            yield break;
        var waitsFor = BlockersThen(facts, turned.Branch);
        yield return Late(
            facts.File,
            turned.Branch,
            turned.Round,
            turned.Due,
            waitsFor,
            late: 0,
            facts.Answerers,
            facts.Deadlines,
            settings
        ) with
        {
            Since = turned.TurnedAt,
            LookAgainAt = facts.Deadlines.EndOf(turned.Due, 1),
        };
    }

    public override SecondLook LookAgain(
        CaseFile file,
        Card card,
        DateTimeOffset now,
        Answerers answerers,
        Deadlines deadlines,
        PointSettings settings
    )
    {
        var round = int.Parse(card.Occasion.Split('-')[1], System.Globalization.CultureInfo.InvariantCulture);
        var clock = file.Clocks.FirstOrDefault(clock =>
            clock.Branch == card.Branch && clock.Kind is ClockKind.Promised && clock.Round == round
        );
        if (clock is not { IsEnded: false })
            return new(null, null);
        var today = now.OfficialDate();
        var next = deadlines.EndOf(today.AddDays(-1), 1);
        if (now < clock.DueAt)
            return new(null, next);
        var blockers = file.FindBranch(card.Branch) is { } branch ? file.BlockersOf(branch).ToArray() : [];
        if (blockers.Length > 0)
            return new(null, next);
        var late = deadlines.Between(CountsFrom(file, clock), today.AddDays(-1)) ?? 0;
        var finding = Late(file, clock.Branch, round, clock.DueOn, [], late, answerers, deadlines, settings) with
        {
            Since = now,
            LookAgainAt = next,
        };
        if (finding.Colour is CardColour.Red)
            finding = finding with { LookAgainAt = null };
        return finding.Colour > card.Colour ? new(finding, null) : new(null, next);
    }

    private Finding Late(
        CaseFile file,
        int branch,
        int round,
        DateOnly due,
        int[] waitsFor,
        int late,
        Answerers answerers,
        Deadlines deadlines,
        PointSettings settings
    )
    {
        var (department, officer) = answerers.Of(settings.Answers, file, branch);
        var colour =
            waitsFor.Length > 0 ? CardColour.Blue
            : late >= settings[RedAfterDays] ? CardColour.Red
            : settings.Colour;
        var reason =
            colour is CardColour.Blue && waitsFor.Length > 0 ? "waits"
            : late >= settings[RedAfterDays] ? "still_late"
            : "late";
        return new(
            Rule.Id,
            file.Number,
            branch,
            $"promised-{round}-{colour}",
            colour,
            department,
            officer,
            reason,
            Values(("due", due), ("days", late), ("blockers", string.Join('、', waitsFor))),
            deadlines.EndOf(due, 0) ?? file.Act.At
        )
        {
            Matter = $"promised-{round}-",
        };
    }

    // By the trail and not by the file: heard late, it must say what was so at the time.
    private static int[] BlockersThen(CaseFacts facts, int branch)
    {
        if (facts.File.FindBranch(branch) is not { } late)
            return [];
        var passed = facts
            .Past<BranchDecided>()
            .Where(decided => decided.Verdict is Verdict.Approve || facts.File.FindBranch(decided.Branch)?.Kind is BranchKind.Opinion)
            .Select(decided => decided.Branch)
            .Concat(facts.Past<ConsentDeemed>().Select(deemed => deemed.Branch))
            .ToHashSet();
        return [.. late.HardDependencies.Where(other => !passed.Contains(other))];
    }

    // The legal clock of a branch starts when it may act; who was held up before that is not late for it.
    private static DateOnly CountsFrom(CaseFile file, Clock promised)
    {
        var couldAct = file.LatestClock(promised.Branch, ClockKind.Legal)?.StartedOn ?? promised.DueOn;
        return couldAct > promised.DueOn ? couldAct : promised.DueOn;
    }
}
