using Microsoft.EntityFrameworkCore;
using ParallelApproval.Cases;
using ParallelApproval.Identities;

namespace ParallelApproval.Supervision;

/// <summary>E14 结果·送达: the results are not in the applicant's hands ten working days after the decision.</summary>
internal sealed class E14NotHandedOver : MonitorPoint
{
    private const string Days = nameof(Days);

    public override PointRule Rule { get; } =
        new("E14", new("结果·送达", "Result: not handed over"), "行政许可法 art. 44", CardColour.Yellow, Answerer.Intake)
        {
            Thresholds = [new(Days, 10, 1, 60, new("决定后几个工作日内送达", "Working days from the decision"))],
            Reasons = new Dictionary<string, Wording>
            {
                ["not_handed_over"] = new(
                    "{decided} 作出决定，满 {days} 个工作日仍未送达",
                    "Decided on {decided}, not handed over within {days} working days"
                ),
            },
        };

    public override async Task<IReadOnlyList<Finding>> PatrolAsync(
        PatrolGround ground,
        PointSettings settings,
        CancellationToken cancellation
    )
    {
        var before = ground.Now.AddDays(-settings[Days]);
        var waiting = await ground
            .Db.Set<CaseRow>()
            .AsNoTracking()
            .Where(row => row.ClosedAt == null && row.Status == CaseStatus.Decided && row.DecidedAt < before)
            .Where(row =>
                !ground
                    .Db.Set<CardRow>()
                    .Any(card => card.CaseKey == row.CaseKey && card.Point == "E14" && card.Branch == 0 && card.Occasion == "delivery")
            )
            .OrderBy(row => row.CaseKey)
            .Take(PatrolGround.MostAtOnce)
            .ToListAsync(cancellation);
        return
        [
            .. waiting
                .Where(row => ground.Deadlines.HavePassed(row.DecidedAt!.Value, settings[Days], ground.Now))
                .Select(row => Waits(row, ground, settings)),
        ];
    }

    private Finding Waits(CaseRow row, PatrolGround ground, PointSettings settings)
    {
        var (department, officer) = ground.Answerers.Of(ground.Item(row).IntakeDepartmentCode, row.ReceivedBy);
        return new(
            Rule.Id,
            new CaseNumber(row.CaseKey),
            0,
            "delivery",
            settings.Colour,
            department,
            officer,
            "not_handed_over",
            Values(("decided", row.DecidedAt!.Value.OfficialDate()), ("days", settings[Days])),
            row.DecidedAt.Value.InShanghai()
        );
    }
}
