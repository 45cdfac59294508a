using Microsoft.EntityFrameworkCore;
using ParallelApproval.Cases;
using ParallelApproval.Events;
using ParallelApproval.Identities;

namespace ParallelApproval.Supervision;

/// <summary>
/// E05 受理·无凭证: a case is worked on although nobody has accepted it, or lies there, neither accepted nor answered, when the days for the
/// notice have long passed. Papers without a receipt cannot be: whatever is taken in is receipted in the same transaction.
/// </summary>
internal sealed class E05NeverAccepted : MonitorPoint
{
    private const string GraceDays = nameof(GraceDays);

    public override PointRule Rule { get; } =
        new(
            "E05",
            new("受理·无凭证", "Acceptance: worked on and never accepted"),
            "行政许可法 art. 32, 72",
            CardColour.Yellow,
            Answerer.Intake
        )
        {
            Thresholds = [new(GraceDays, 1, 0, 30, new("告知期限届满后几个工作日仍未处理", "Working days after the limit for the notice"))],
            Reasons = new Dictionary<string, Wording>
            {
                ["worked_on"] = new("分支 {branch} 已作出决定，办件尚未受理", "Branch {branch} was decided before the case was accepted"),
                ["lies"] = new("自 {received} 收件后既未受理也未告知", "Received on {received}, neither accepted nor answered"),
            },
        };

    public override IReadOnlyCollection<Type> Kinds => [typeof(BranchDecided)];

    public override IEnumerable<Finding> Judge(Heard heard, CaseFacts facts, PointSettings settings)
    {
        if (heard.As<BranchDecided>() is not { } decided || facts.Past<CaseAccepted>().Any())
            yield break;
        yield return Found(heard, facts, settings, 0, "worked_on", "worked-on", ("branch", decided.Branch));
    }

    public override async Task<IReadOnlyList<Finding>> PatrolAsync(
        PatrolGround ground,
        PointSettings settings,
        CancellationToken cancellation
    )
    {
        var before = ground.Now.AddDays(-settings[GraceDays]);
        var lying = await ground
            .Db.Set<CaseRow>()
            .AsNoTracking()
            .Where(row => row.ClosedAt == null && row.Status == CaseStatus.Received && row.ReceivedAt < before)
            .Where(row =>
                !ground
                    .Db.Set<CardRow>()
                    .Any(card => card.CaseKey == row.CaseKey && card.Point == "E05" && card.Branch == 0 && card.Occasion == "lies")
            )
            .OrderBy(row => row.CaseKey)
            .Take(PatrolGround.MostAtOnce)
            .ToListAsync(cancellation);
        return
        [
            .. lying
                .Where(row =>
                    ground.Deadlines.HavePassed(row.ReceivedAt, ground.Item(row).CorrectionNoticeDays + settings[GraceDays], ground.Now)
                )
                .Select(row => Lies(row, ground, settings)),
        ];
    }

    private Finding Lies(CaseRow row, PatrolGround ground, PointSettings settings)
    {
        var (department, officer) = ground.Answerers.Of(ground.Item(row).IntakeDepartmentCode, row.ReceivedBy);
        return new(
            Rule.Id,
            new CaseNumber(row.CaseKey),
            0,
            "lies",
            settings.Colour,
            department,
            officer,
            "lies",
            Values(("received", row.ReceivedAt.OfficialDate())),
            row.ReceivedAt.InShanghai()
        );
    }
}
