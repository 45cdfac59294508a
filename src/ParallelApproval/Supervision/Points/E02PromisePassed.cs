using ParallelApproval.Calendars;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;

namespace ParallelApproval.Supervision;

/// <summary>
/// E02 时限·超承诺: the promised time has passed. Yellow, and red when a whole working day more has passed. A department that may not sign yet,
/// because one that it depends on has not, is only told, and so is one that has not had the matter for a whole working day: its lateness
/// counts from the day after that on which it received. That of a tier which only sends up is E10's. The case is carded only where no branch
/// is late itself: days that ran before the copy are the window's, others the lead department's.
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
                ["window_late"] = new(
                    "承诺时限已于 {due} 届满，尚未办结；窗口至 {copied} 才抄告各部门",
                    "The promised time ended on {due}, and the matter is not done; the window copied it to the departments only on {copied}"
                ),
                ["window_still_late"] = new(
                    "承诺时限已于 {due} 届满，又满 {days} 个工作日仍未办结；窗口至 {copied} 才抄告各部门",
                    "The promised time ended on {due}; {days} working days later the matter is still not done; the window copied it to the departments only on {copied}"
                ),
                ["received"] = new(
                    "承诺时限已于 {due} 届满，本部门 {since} 才收到，收到当日不计",
                    "The promised time ended on {due}; the department received it only on {since}, and that day does not count"
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
        var ground = new Ground(facts.File, facts.Answerers, facts.Deadlines, settings);
        if (turned.Branch == Clock.OfCase && IsCarriedByBranches(ground, turned.TurnedAt))
            yield break;
        var waitsFor = BlockersThen(facts, turned.Branch);
        var clock = facts.File.Clocks.FirstOrDefault(clock => IsOf(clock, turned.Branch, turned.Round));
        var isEarly = waitsFor.Length == 0 && clock is not null && !facts.File.OwnDuePassed(clock, turned.TurnedAt, facts.Deadlines);
        yield return Late(ground, turned.Branch, turned.Round, turned.Due, waitsFor, isEarly, late: 0, turned.TurnedAt) with
        {
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
        var clock = file.Clocks.FirstOrDefault(clock => IsOf(clock, card.Branch, round));
        if (clock is not { IsEnded: false })
            return new(null, null);
        var ground = new Ground(file, answerers, deadlines, settings);
        var next = deadlines.NextClose(now);
        if (now < clock.DueAt || (clock.Branch == Clock.OfCase && IsCarriedByBranches(ground, now)))
            return new(null, next);
        var blockers = file.FindBranch(card.Branch) is { } branch ? file.BlockersOf(branch).ToArray() : [];
        if (blockers.Length > 0 || !file.OwnDuePassed(clock, now, deadlines))
            return new(null, next);
        var late = deadlines.Between(file.OwnDue(clock, deadlines), OfficeHours.Standard.LastEnded(now)) ?? 0;
        var finding = Late(ground, clock.Branch, round, clock.DueOn, [], isEarly: false, late, now) with { LookAgainAt = next };
        // Whose day it was when it became yellow answers for it still, while the next holder has not had a whole one.
        if (finding.Colour is CardColour.Red)
            finding = finding with { LookAgainAt = null };
        return finding.Colour > card.Colour ? new(finding, null) : new(null, next);
    }

    private Finding Late(Ground ground, int branch, int round, DateOnly due, int[] waitsFor, bool isEarly, int late, DateTimeOffset at)
    {
        var (file, answerers, deadlines, settings) = ground;
        var windowHeld = WindowHeld(file, branch, round);
        var (department, officer) = answerers.Of(windowHeld ? Answerer.Intake : settings.Answers, file, branch, at);
        var (colour, reason) =
            waitsFor.Length > 0 ? (CardColour.Blue, "waits")
            : isEarly ? (CardColour.Blue, "received")
            : late >= settings[RedAfterDays] ? (CardColour.Red, windowHeld ? "window_still_late" : "still_late")
            : (settings.Colour, windowHeld ? "window_late" : "late");
        return new(
            Rule.Id,
            file.Number,
            branch,
            $"promised-{round}-{colour}",
            colour,
            department,
            officer,
            reason,
            Values(
                ("due", due),
                ("days", late),
                ("blockers", string.Join('、', waitsFor)),
                ("since", file.FindBranch(branch)?.OnDeskSince?.OfficialDate()),
                ("copied", file.Branches.Min(part => part.OpenedAt)?.OfficialDate())
            ),
            at
        )
        {
            Matter = $"promised-{round}-",
        };
    }

    // What the branches answer for themselves is not told of the case once more.
    private static bool IsCarriedByBranches(Ground ground, DateTimeOffset at) =>
        ground.File.LateThemselves(ClockKind.Promised, at, ground.Deadlines).Any();

    private static bool WindowHeld(CaseFile file, int branch, int round) =>
        branch == Clock.OfCase && file.Clocks.FirstOrDefault(clock => IsOf(clock, branch, round)) is { } clock && file.WindowHeld(clock);

    private static bool IsOf(Clock clock, int branch, int round) =>
        clock.Branch == branch && clock.Kind is ClockKind.Promised && clock.Round == round;

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

    /// <summary>By what a matter is judged.</summary>
    private sealed record Ground(CaseFile File, Answerers Answerers, Deadlines Deadlines, PointSettings Settings);
}
