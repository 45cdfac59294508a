using Microsoft.EntityFrameworkCore;
using ParallelApproval.Cases;
using ParallelApproval.Identities;

namespace ParallelApproval.Supervision;

/// <summary>
/// E09 环节超时: a task has lain in the pool of its department for longer than the norm, though the case may still be in time. Blue, then
/// yellow.
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
            },
        };

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
                where ground.Deadlines.HavePassed(row.OpenedAt!.Value, days, ground.Now)
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
            .Where(row => WithDepartment.Contains(row.Status) && row.Holder == null && row.OpenedAt < before)
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
            .Take(PatrolGround.MostAtOnce)
            .ToListAsync(cancellation);
    }

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
            Values(("since", row.OpenedAt!.Value), ("days", days)),
            row.OpenedAt.Value.InShanghai()
        )
        {
            Matter = $"unclaimed-{row.Round}-",
        };
    }
}
