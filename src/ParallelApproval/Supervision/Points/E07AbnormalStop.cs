using ParallelApproval.Calendars;
using ParallelApproval.Cases;
using ParallelApproval.Clocks;
using ParallelApproval.Events;

namespace ParallelApproval.Supervision;

/// <summary>
/// E07 挂起·异常: a clock was stopped on a ground that the item does not list, once too often, for too long, or when nearly all the time was
/// gone. A stop without a delivered notice cannot be: it is refused.
/// </summary>
internal sealed class E07AbnormalStop : MonitorPoint
{
    private const string Stops = nameof(Stops),
        PlannedDays = nameof(PlannedDays),
        LastPercent = nameof(LastPercent);

    public override PointRule Rule { get; } =
        new("E07", new("挂起·异常", "Stop: not as it should be"), "行政许可法 art. 45", CardColour.Yellow, Answerer.Holder)
        {
            Thresholds =
            [
                new(Stops, 2, 2, 20, new("同一分支第几次停止计时起", "From which stop of a branch on")),
                new(PlannedDays, 20, 1, 250, new("计划停止最多工作日", "Most working days planned for a stop")),
                new(LastPercent, 20, 1, 100, new("承诺时限剩余百分之几以内", "Within the last so many percent of the promised time")),
            ],
            Reasons = new Dictionary<string, Wording>
            {
                ["off_the_list"] = new("停止事由 {ground} 不在该事项目录内", "The ground {ground} is not one that the item lists"),
                ["again"] = new("第 {count} 次停止计时", "Stop number {count} of this branch"),
                ["too_long"] = new("计划停止 {days} 个工作日", "Planned for {days} working days"),
                ["at_the_end"] = new("承诺时限已用 {percent}% 时停止计时", "Stopped when {percent} % of the promised time was used"),
            },
        };

    public override IReadOnlyCollection<Type> Kinds => [typeof(BranchStopped)];

    public override IEnumerable<Finding> Judge(Heard heard, CaseFacts facts, PointSettings settings)
    {
        if (heard.As<BranchStopped>() is not { } stopped)
            yield break;
        var count = facts.Past<BranchStopped>().Count(earlier => earlier.Branch == stopped.Branch);
        var percent = PercentUsed(heard, facts, stopped.Branch);
        if (!IsListed(facts, stopped))
            yield return Found(heard, facts, settings, stopped.Branch, "off_the_list", null, ("ground", stopped.Ground));
        else if (count >= settings[Stops])
            yield return Found(heard, facts, settings, stopped.Branch, "again", null, ("count", count));
        else if (stopped.PlannedDays > settings[PlannedDays])
            yield return Found(heard, facts, settings, stopped.Branch, "too_long", null, ("days", stopped.PlannedDays));
        else if (percent >= 100 - settings[LastPercent])
            yield return Found(heard, facts, settings, stopped.Branch, "at_the_end", null, ("percent", percent));
    }

    private static bool IsListed(CaseFacts facts, BranchStopped stopped) =>
        facts.Defined(stopped.Branch) is not { } defined
        || (Enum.TryParse<StopGround>(stopped.Ground, out var ground) && defined.StopGrounds.Contains(ground));

    // Days gone on the day of the stop, which itself is not over, of the days allowed.
    private static int PercentUsed(Heard heard, CaseFacts facts, int branch)
    {
        if (
            facts.File.LatestClock(branch, ClockKind.Promised) is not { } clock
            || clock.BudgetDays + clock.ExtendedDays is not (> 0 and var allowed)
        )
            return 0;
        var day = heard.Event.At.OfficialDate();
        var leftOut = clock
            .Ledger.Where(line => line.Kind is LedgerEntryKind.Resumed or LedgerEntryKind.Released && line.On < day)
            .Sum(line => line.Days);
        return facts.Deadlines.Between(clock.StartedOn, day) is { } gone ? (gone - leftOut) * 100 / allowed : 0;
    }
}
