using Microsoft.EntityFrameworkCore;
using ParallelApproval.Cases;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;

namespace ParallelApproval.Supervision;

/// <summary>
/// E09 环节超时: a task has lain in the pool of its department for longer than the norm, though the case may still be in time. Blue, then
/// yellow. Yellow, too, for what somebody was asked for and did not do in time, told to him who was asked: the officer who has to say whether
/// his decision stands on a paper that was replaced, and the head who has to decide a recusal.
/// </summary>
internal sealed class E09StepOverNorm : MonitorPoint
{
    private const string BlueDays = nameof(BlueDays),
        YellowDays = nameof(YellowDays);
    private static readonly BranchStatus[] WithDepartment = [BranchStatus.InReview, BranchStatus.ReadyToSign];

    public override PointRule Rule { get; } =
        new("E09", new("环节超时", "Step over its norm"), "环节时限", CardColour.Blue, Answerer.Holder)
        {
            Thresholds =
            [
                new(BlueDays, 1, 1, 60, new("几个工作日无人签收即提示", "Working days without anybody taking the task, until blue")),
                new(YellowDays, 2, 1, 60, new("几个工作日无人签收即黄牌", "Working days without anybody taking the task, until yellow")),
            ],
            Reasons = new Dictionary<string, Wording>
            {
                ["unclaimed"] = new(
                    "自 {since} 起 {days} 个工作日无人签收",
                    "Nobody has taken the task for {days} working days, since {since}"
                ),
                ["unconfirmed"] = new(
                    "材料变更后应于 {due} 前确认决定，逾期未确认",
                    "Was to say by {due} whether the decision stands on a replaced paper"
                ),
                ["recusal_undecided"] = new("回避申请应于 {due} 前决定，逾期未决定", "Was to decide on the recusal by {due}"),
            },
        };

    public override IReadOnlyCollection<Type> Kinds => [typeof(LimitMissed)];

    public override IEnumerable<Finding> Judge(Heard heard, CaseFacts facts, PointSettings settings)
    {
        if (heard.As<LimitMissed>() is not { Clock: ClockKind.Confirmation or ClockKind.Recusal } missed)
            yield break;
        var isConfirmation = missed.Clock is ClockKind.Confirmation;
        var found = Found(
            heard,
            facts,
            settings,
            missed.Branch,
            isConfirmation ? "unconfirmed" : "recusal_undecided",
            $"{(isConfirmation ? "confirmation" : "recusal")}-{missed.Round}",
            ("due", missed.Due)
        ) with
        {
            Colour = CardColour.Yellow,
        };
        var signer = facts.Trail.LastOrDefault(line => line.As<BranchDecided>() is { } decided && decided.Branch == missed.Branch);
        var asked = isConfirmation
            ? facts.Answerers.Of(found.Department, signer?.Event.UserName)
            : facts.Answerers.Head() ?? (found.Department, found.Officer);
        yield return found with
        {
            Department = asked.Department,
            Officer = asked.Officer,
        };
    }

    public override async Task<IReadOnlyList<Finding>> PatrolAsync(
        PatrolGround ground,
        PointSettings settings,
        CancellationToken cancellation
    )
    {
        var found = new List<Finding>();
        foreach (var (colour, days) in new[] { (settings.Colour, settings[BlueDays]), (CardColour.Yellow, settings[YellowDays]) })
            found.AddRange(
                from row in await LyingAsync(ground, colour, days, cancellation)
                where ground.Deadlines.HavePassed(Since(row), days, ground.Now)
                select Unclaimed(row, ground, colour, days)
            );
        return found;
    }

    private static async Task<List<BranchRow>> LyingAsync(PatrolGround ground, CardColour colour, int days, CancellationToken cancellation)
    {
        var (before, suffix) = (ground.Now.AddDays(-days), "-" + colour);
        return await ground
            .Db.Set<BranchRow>()
            .AsNoTracking()
            .Where(row => WithDepartment.Contains(row.Status) && row.Holder == null && (row.HeldSince ?? row.OpenedAt) < before)
            .Where(row =>
                !ground
                    .Db.Set<CardRow>()
                    .Any(card =>
                        card.CaseKey == row.CaseKey
                        && card.Point == "E09"
                        && card.Branch == row.Number
                        && card.Occasion == "unclaimed-" + row.Round.ToString() + suffix
                    )
            )
            .OrderBy(row => row.CaseKey)
            .ThenBy(row => row.Number)
            .Take(PatrolGround.MostAtOnce)
            .ToSoundListAsync(row => row.CaseKey, nameof(BranchRow), ground.Damaged, cancellation);
    }

    // Since it lies in the pool: what an officer held before is not the pool's.
    private static DateTimeOffset Since(BranchRow row) => (row.HeldSince ?? row.OpenedAt!.Value).InShanghai();

    private Finding Unclaimed(BranchRow row, PatrolGround ground, CardColour colour, int days)
    {
        var (department, officer) = ground.Answerers.Of(row.Department, null);
        return new(
            Rule.Id,
            new CaseNumber(row.CaseKey),
            row.Number,
            $"unclaimed-{row.Round}-{colour}",
            colour,
            department,
            officer,
            "unclaimed",
            Values(("since", Since(row)), ("days", days)),
            Since(row)
        )
        {
            Matter = $"unclaimed-{row.Round}-",
        };
    }
}
