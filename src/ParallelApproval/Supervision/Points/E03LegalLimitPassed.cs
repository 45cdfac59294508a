using System.Globalization;
using ParallelApproval.Cases;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;

namespace ParallelApproval.Supervision;

/// <summary>
/// E03 时限·超法定: the legal limit has passed. The case is carded only where no branch is late itself. A department that is still within the
/// days it promised, counted from its copy, does not answer for the law's days that ran at the window: the window does. One that received on
/// the last day is told, and answers when it has had the matter for a whole working day.
/// </summary>
internal sealed class E03LegalLimitPassed : MonitorPoint
{
    public override PointRule Rule { get; } =
        new("E03", new("时限·超法定", "Legal limit: passed"), "行政许可法 art. 42, 74", CardColour.Red, Answerer.Holder)
        {
            Reasons = new Dictionary<string, Wording>
            {
                ["window_late"] = new(
                    "法定时限已于 {due} 届满，尚未办结；窗口至 {copied} 才抄告各部门",
                    "The legal limit ended on {due}, and the matter is not done; the window copied it to the departments only on {copied}"
                ),
                ["received"] = new(
                    "法定时限已于 {due} 届满，本部门 {since} 才收到，收到当日不计",
                    "The legal limit ended on {due}; the department received it only on {since}, and that day does not count"
                ),
                ["late"] = new("法定时限已于 {due} 届满，尚未办结", "The legal limit ended on {due}, and the matter is not done"),
            },
        };

    public override IReadOnlyCollection<Type> Kinds => [typeof(ClockTurned)];

    public override IEnumerable<Finding> Judge(Heard heard, CaseFacts facts, PointSettings settings)
    {
        if (heard.As<ClockTurned>() is not { Clock: ClockKind.Legal, Colour: ClockColour.DarkRed } turned)
            yield break;
        var (file, deadlines) = (facts.File, facts.Deadlines);
        if (turned.Branch == Clock.OfCase && file.LateThemselves(ClockKind.Legal, turned.TurnedAt, deadlines).Any())
            yield break;
        var clock = file.Clocks.FirstOrDefault(clock => IsOf(clock, turned.Branch, turned.Round));
        var isEarly = clock is not null && !file.OwnDuePassed(clock, turned.TurnedAt, deadlines);
        var isWindows = clock is not null && (isEarly || turned.Branch == Clock.OfCase) && file.WindowHeld(clock);
        var found = Late(file, turned.Branch, turned.Round, turned.Due, facts.Answerers, isWindows, turned.TurnedAt, settings);
        yield return isEarly && !isWindows
            ? found with
            {
                Colour = CardColour.Blue,
                Reason = "received",
                Occasion = found.Occasion + "-received",
                LookAgainAt = deadlines.EndOf(file.OwnDue(clock!, deadlines), 0),
            }
            : found;
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
        var round = int.Parse(card.Occasion.Split('-')[1], CultureInfo.InvariantCulture);
        if (file.Clocks.FirstOrDefault(clock => IsOf(clock, card.Branch, round)) is not { IsEnded: false } clock)
            return new(null, null);
        return file.OwnDuePassed(clock, now, deadlines)
            ? new(Late(file, clock.Branch, round, clock.DueOn, answerers, isWindows: false, now, settings), null)
            : new(null, deadlines.EndOf(file.OwnDue(clock, deadlines), 0));
    }

    private Finding Late(
        CaseFile file,
        int branch,
        int round,
        DateOnly due,
        Answerers answerers,
        bool isWindows,
        DateTimeOffset at,
        PointSettings settings
    )
    {
        var (department, officer) = answerers.Of(isWindows ? Answerer.Intake : settings.Answers, file, branch, at);
        return new(
            Rule.Id,
            file.Number,
            branch,
            $"legal-{round}",
            settings.Colour,
            department,
            officer,
            isWindows ? "window_late" : "late",
            Values(
                ("due", due),
                ("since", file.FindBranch(branch)?.OnDeskSince?.OfficialDate()),
                ("copied", file.Branches.Min(part => part.OpenedAt)?.OfficialDate())
            ),
            at
        )
        {
            Matter = $"legal-{round}",
        };
    }

    private static bool IsOf(Clock clock, int branch, int round) =>
        clock.Branch == branch && clock.Kind is ClockKind.Legal && clock.Round == round;
}
