using Npgsql;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Organisation;

namespace ParallelApproval.Headlines;

/// <summary>The cases of a window that share item, tier and departments, summed up by the database.</summary>
internal sealed record HeadlineLine(
    string Item,
    ItemKind Kind,
    Tier Tier,
    string[] Departments,
    int Cases,
    int Timed,
    int OnTime,
    int Late,
    long Promised,
    long Legal,
    long Series,
    long Actual,
    long DaysSaved,
    int DaysSavedIn,
    long Visits,
    long VisitsSaved,
    int VisitsSavedIn,
    int Rated,
    int Satisfied,
    int Measured
)
{
    public static HeadlineLine Read(NpgsqlDataReader rows) =>
        new(
            rows.GetString(0),
            rows.GetEnum<ItemKind>(1),
            rows.GetEnum<Tier>(2),
            rows.GetFieldValue<string[]>(3),
            rows.GetInt32(4),
            rows.GetInt32(5),
            rows.GetInt32(6),
            rows.GetInt32(7),
            rows.GetInt64(8),
            rows.GetInt64(9),
            rows.GetInt64(10),
            rows.GetInt64(11),
            rows.GetInt64(12),
            rows.GetInt32(13),
            rows.GetInt64(14),
            rows.GetInt64(15),
            rows.GetInt32(16),
            rows.GetInt32(17),
            rows.GetInt32(18),
            rows.GetInt32(19)
        );

    /// <summary>The table that the lines make.</summary>
    public static Headline Sum(DateOnly from, DateOnly to, IReadOnlyCollection<HeadlineLine> lines, int itemsOffered)
    {
        int Count(Func<HeadlineLine, int> of) => lines.Sum(of);
        long Total(Func<HeadlineLine, long> of) => lines.Sum(of);
        var (closed, timed, onTime, rated, satisfied, measured) = (
            Count(line => line.Cases),
            Count(line => line.Timed),
            Count(line => line.OnTime),
            Count(line => line.Rated),
            Count(line => line.Satisfied),
            Count(line => line.Measured)
        );
        return new(
            from,
            to,
            closed,
            timed,
            onTime,
            Count(line => line.Late),
            Share(onTime, timed),
            Mean(Total(line => line.Promised), measured),
            Mean(Total(line => line.Legal), measured),
            Mean(Total(line => line.Series), measured),
            Mean(Total(line => line.Actual), measured),
            Count(line => line.Departments.Length > 1 ? line.Measured : 0),
            (int)Total(line => line.DaysSaved),
            Count(line => line.DaysSavedIn),
            (int)Total(line => line.Visits),
            Mean(Total(line => line.Visits), closed),
            (int)Total(line => line.VisitsSaved),
            Count(line => line.VisitsSavedIn),
            rated,
            satisfied,
            rated - satisfied,
            Share(satisfied, rated),
            itemsOffered,
            [
                .. lines
                    .GroupBy(line => (line.Kind, line.Tier))
                    .OrderBy(share => share.Key)
                    .Select(share => new HeadlineShare(share.Key.Kind, share.Key.Tier, share.Sum(line => line.Cases))),
            ],
            Counts(lines.SelectMany(line => line.Departments.Select(code => (code, line.Cases)))),
            Counts(lines.Select(line => (line.Item, line.Cases)))
        );
    }

    private static List<HeadlineCount> Counts(IEnumerable<(string Code, int Cases)> lines) =>
        [
            .. lines
                .GroupBy(line => line.Code, line => line.Cases)
                .Select(line => new HeadlineCount(line.Key, line.Sum()))
                .OrderByDescending(count => count.Cases)
                .ThenBy(count => count.Code, StringComparer.Ordinal),
        ];

    private static decimal? Mean(long sum, int count) => count == 0 ? null : Math.Round((decimal)sum / count, 2);

    private static decimal? Share(int part, int whole) => whole == 0 ? null : Math.Round((decimal)part / whole, 4);
}
