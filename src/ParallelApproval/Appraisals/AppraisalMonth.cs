using ParallelApproval.Organisation;
using ParallelApproval.Statistics;

namespace ParallelApproval.Appraisals;

/// <summary>All facts of one month on one desk, ready to be broken down and drilled into.</summary>
internal sealed record AppraisalMonth(
    AppraisalPeriod Period,
    IReadOnlyList<Work> Work,
    IReadOnlyList<RatingGiven> Ratings,
    IReadOnlyList<CardOrOrder> Findings,
    IReadOnlyList<PointEntry> Entries,
    IReadOnlyList<string> ZeroVolumeItems,
    IReadOnlyDictionary<long, string> Items
)
{
    public Appraisal Table(AppraisalBy by, bool hasRankings)
    {
        var isScored = by is AppraisalBy.Department;
        var keys = Units(by)
            .Select(unit => KeyOf(unit, by))
            .Concat(
                isScored
                    ? Ratings
                        .Select(rating => rating.Department)
                        .Concat(Findings.Select(found => found.Department))
                        .Concat(Entries.Select(entry => entry.Department))
                    : []
            )
            .OfType<string>()
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToList();
        var (work, ratings, findings, entries) = (
            Units(by).ToLookup(unit => KeyOf(unit, by)),
            Ratings.ToLookup(rating => KeyOf(rating, by)),
            Findings.ToLookup(found => KeyOf(found, by)),
            Entries.ToLookup(entry => KeyOf(entry, by))
        );
        var lines = keys.Select(key =>
                new Tally(
                    [.. work[key]],
                    [.. ratings[key]],
                    [.. findings[key]],
                    [.. entries[key].Select(entry => (entry.Part, entry.Points))]
                ).Line(key, isScored)
            )
            .ToList();
        var total = new Tally([.. Cases], [.. Ratings], [.. Findings], [.. Entries.Select(entry => (entry.Part, entry.Points))]).Line(
            "",
            isScored: false
        );
        return new(
            Period.ToString(),
            by,
            IsProvisional: true,
            null,
            null,
            hasRankings && isScored,
            hasRankings && isScored ? Ranked(lines) : lines,
            total,
            ZeroVolumeItems
        );
    }

    /// <summary>The cases behind a figure of a line; an empty key for the total.</summary>
    public IEnumerable<AppraisalCase> Behind(AppraisalBy by, string key, AppraisalFigure figure)
    {
        bool Belongs(string? found) => key.Length == 0 || found == key;
        return figure switch
        {
            AppraisalFigure.Deducted => Entries.Where(entry => Belongs(KeyOf(entry, by))).Select(Of),
            AppraisalFigure.Rated or AppraisalFigure.RatedBadly => Ratings
                .Where(rating => rating.Counts && Belongs(KeyOf(rating, by)) && (figure is AppraisalFigure.Rated || rating.IsBad))
                .Select(rating => new AppraisalCase(rating.Case.ToString(), null, rating.Department, rating.ItemCode, null, null)),
            _ => (key.Length == 0 ? Cases : Units(by))
                .Where(unit => Belongs(KeyOf(unit, by)) && Shows(unit, figure))
                .Select(unit => new AppraisalCase(
                    unit.Case.ToString(),
                    unit.Branch == 0 ? null : unit.Branch,
                    unit.Department,
                    unit.ItemCode,
                    unit.ActualDays,
                    unit.IsLate
                )),
        };
    }

    private IEnumerable<Work> Cases => Work.Where(unit => unit.Branch == 0);

    // Departments and people are judged by their branches, everything else by whole cases.
    private IEnumerable<Work> Units(AppraisalBy by) =>
        by is AppraisalBy.Department or AppraisalBy.Person ? Work.Where(unit => unit.Branch > 0) : Cases;

    private static bool Shows(Work unit, AppraisalFigure figure) =>
        figure switch
        {
            AppraisalFigure.OnTime => unit is { IsTimed: true, IsLate: false },
            AppraisalFigure.Late => unit is { IsTimed: true, IsLate: true },
            AppraisalFigure.Early => unit is { IsTimed: true, IsEarly: true },
            _ when !unit.IsClosed => false,
            AppraisalFigure.Refused => unit.Outcome is Outcome.Refused,
            AppraisalFigure.Withdrawn => unit.Outcome is Outcome.Withdrawn,
            AppraisalFigure.NotAccepted => unit.Outcome is Outcome.Declined,
            AppraisalFigure.Supplemented => unit.Supplements > 0,
            AppraisalFigure.Stopped => unit.Stops > 0,
            _ => true,
        };

    private static string? KeyOf(Work unit, AppraisalBy by) =>
        by switch
        {
            AppraisalBy.Department => unit.Department,
            AppraisalBy.Window => unit.Window,
            AppraisalBy.Person => unit.Officer,
            AppraisalBy.Tier => Name(unit.Tier),
            _ => unit.ItemCode,
        };

    private static string? KeyOf(RatingGiven rating, AppraisalBy by) =>
        by switch
        {
            AppraisalBy.Department => rating.Department,
            AppraisalBy.Window => rating.Window,
            AppraisalBy.Person => rating.Officer,
            AppraisalBy.Tier => Name(rating.Tier),
            _ => rating.ItemCode,
        };

    private static string? KeyOf(CardOrOrder found, AppraisalBy by) =>
        by switch
        {
            AppraisalBy.Department => found.Department,
            AppraisalBy.Item => found.ItemCode,
            _ => null,
        };

    private string? KeyOf(PointEntry entry, AppraisalBy by) =>
        by switch
        {
            AppraisalBy.Department => entry.Department,
            AppraisalBy.Item => entry.CaseKey is { } key ? Items.GetValueOrDefault(key) : null,
            _ => null,
        };

    private static string Name(Tier tier) => tier.ToString();

    private static AppraisalCase Of(PointEntry entry) =>
        new(
            entry.CaseKey is { } key ? new Identities.CaseNumber(key).ToString() : null,
            null,
            entry.Department,
            null,
            null,
            null,
            entry.Points,
            entry.Part,
            entry.Point,
            entry.Card,
            entry.Order,
            entry.Complaint
        );

    // The large ones first, and within a group the best.
    private static List<AppraisalLine> Ranked(List<AppraisalLine> lines) =>
        [
            .. lines
                .Select(line => line with { Rank = 1 + lines.Count(other => other.Group == line.Group && other.Score > line.Score) })
                .OrderByDescending(line => line.Group)
                .ThenBy(line => line.Rank),
        ];
}
