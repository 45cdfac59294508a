using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Events;
using ParallelApproval.Organisation;

namespace ParallelApproval.Supervision;

/// <summary>
/// E11 不予受理/不予许可·异常: a refusal without reasons or remedies (red); an item or an officer that refuses far more often than the others (blue,
/// once a month).
/// </summary>
internal sealed class E11OddRefusals(OfficerRegister officers) : MonitorPoint
{
    private const string Cases = nameof(Cases),
        Deviations = nameof(Deviations),
        PeriodDays = nameof(PeriodDays);

    private const int LongestCaseDays = 120;

    private DateOnly _asked;

    public override PointRule Rule { get; } =
        new("E11", new("不予许可·异常", "Refusal: out of the ordinary"), "行政许可法 art. 38, 72", CardColour.Red, Answerer.Holder)
        {
            Thresholds =
            [
                new(Cases, 20, 2, 10_000, new("至少多少件才作统计", "Decisions needed for a rate")),
                new(Deviations, 2, 1, 10, new("高于平均值几个标准差", "Standard deviations above the mean")),
                new(PeriodDays, 90, 7, 366, new("统计期间（自然日）", "Calendar days looked back upon")),
            ],
            Reasons = new Dictionary<string, Wording>
            {
                ["no_reasons"] = new("不予许可未说明理由", "Refused without reasons"),
                ["no_remedies"] = new("不予许可未告知救济途径", "Refused without telling the remedies"),
                ["item_rate"] = new(
                    "事项 {subject} 不予许可率 {rate}%，平均 {mean}%",
                    "Item {subject}: {rate} % refused, on the average {mean} %"
                ),
                ["officer_rate"] = new(
                    "{subject} 不予许可率 {rate}%，平均 {mean}%",
                    "{subject}: {rate} % refused, on the average {mean} %"
                ),
            },
        };

    public override IReadOnlyCollection<Type> Kinds => [typeof(BranchDecided)];

    public override IEnumerable<Finding> Judge(Heard heard, CaseFacts facts, PointSettings settings)
    {
        if (heard.As<BranchDecided>() is not { Verdict: Verdict.Refuse } refused)
            yield break;
        // An opinion refuses nothing.
        if (facts.File.FindBranch(refused.Branch) is { Kind: not BranchKind.Certificate })
            yield break;
        if (string.IsNullOrWhiteSpace(refused.Reasons))
            yield return Found(heard, facts, settings, refused.Branch, "no_reasons");
        else if (string.IsNullOrWhiteSpace(refused.Remedies))
            yield return Found(heard, facts, settings, refused.Branch, "no_remedies");
    }

    // Rates change slowly and cost more than any other question: each node asks for them once a day.
    public override async Task<IReadOnlyList<Finding>> PatrolAsync(
        PatrolGround ground,
        PointSettings settings,
        CancellationToken cancellation
    )
    {
        if (_asked == ground.Today)
            return [];
        var since = ground.Now.AddDays(-settings[PeriodDays]);
        // Keys begin with region and day of receipt, so older cases are passed over by the primary key.
        var oldest = ground.Files.OfCentre(since.OfficialDate().AddDays(-LongestCaseDays)).Key;
        var decisions =
            from row in ground.Db.Set<DecisionRow>().AsNoTracking()
            join branch in ground.Db.Set<BranchRow>()
                on new { row.CaseKey, row.Branch } equals new { branch.CaseKey, Branch = branch.Number }
            where row.CaseKey >= oldest && row.SignedAt >= since && branch.Kind == BranchKind.Certificate
            select row;
        var byItem = await (
            from row in decisions
            join application in ground.Db.Set<CaseRow>() on row.CaseKey equals application.CaseKey
            group row by application.ItemCode into item
            select new Rate(item.Key, item.Count(), item.Count(row => row.Verdict == Verdict.Refuse))
        ).ToListAsync(cancellation);
        var byOfficer = await (
            from row in decisions
            group row by row.SignedBy into officer
            select new Rate(officer.Key, officer.Count(), officer.Count(row => row.Verdict == Verdict.Refuse))
        ).ToListAsync(cancellation);
        _asked = ground.Today;
        return
        [
            .. Odd(byItem, settings).Select(odd => OfItem(odd.Rate, odd.Mean, ground)).OfType<Finding>(),
            .. Odd(byOfficer, settings).Select(odd => OfOfficer(odd.Rate, odd.Mean, ground)).OfType<Finding>(),
        ];
    }

    /// <summary>
    /// Those with enough decisions whose share of refusals lies so many standard deviations above the mean of all of them.
    /// </summary>
    internal static IEnumerable<(Rate Rate, double Mean)> Odd(IEnumerable<Rate> rates, PointSettings settings)
    {
        var counted = rates.Where(rate => rate.Decisions >= settings[Cases]).ToList();
        if (counted.Count < 2)
            return [];
        var mean = counted.Average(rate => rate.Share);
        var deviation = Math.Sqrt(counted.Average(rate => Math.Pow(rate.Share - mean, 2)));
        return counted.Where(rate => deviation > 0 && rate.Share > mean + (settings[Deviations] * deviation)).Select(rate => (rate, mean));
    }

    private Finding? OfItem(Rate odd, double mean, PatrolGround ground) =>
        ground.Catalogue.InForce(odd.Subject, ground.Today) is { } item
            ? Told(odd, odd.Subject, mean, "item_rate", ground.Answerers.Of(item.LeadDepartmentCode, null), ground)
            : null;

    private Finding? OfOfficer(Rate odd, double mean, PatrolGround ground) =>
        officers.Find(odd.Subject) is { DepartmentCode: { } department } officer
            ? Told(odd, officer.Name, mean, "officer_rate", ground.Answerers.Of(department, odd.Subject), ground)
            : null;

    // The month's first day names the file, so that a month tells it once.
    private Finding Told(
        Rate odd,
        string subject,
        double mean,
        string reason,
        (string Department, string? Officer) answers,
        PatrolGround ground
    )
    {
        var month = new DateOnly(ground.Today.Year, ground.Today.Month, 1);
        return new(
            Rule.Id,
            ground.Files.OfCentre(month),
            0,
            $"{reason}-{odd.Subject}",
            CardColour.Blue,
            answers.Department,
            answers.Officer,
            reason,
            Values(("subject", subject), ("rate", Percent(odd.Share)), ("mean", Percent(mean))),
            ground.Now
        );
    }

    private static string Percent(double share) => (share * 100).ToString("0.#", CultureInfo.InvariantCulture);

    internal sealed record Rate(string Subject, int Decisions, int Refusals)
    {
        public double Share => (double)Refusals / Decisions;
    }
}
