using ParallelApproval.Database;
using ParallelApproval.Supervision;

namespace ParallelApproval.Statistics;

/// <summary>
/// Cards that cost something, of a period (亮牌统计): each with the item it concerns, and who has the same one again and again.
/// </summary>
internal static class CardsRaised
{
    private const string WithItem = """
        SELECT s.case_key, s.running, s.document::text, c.item_code, c.item_version
            FROM supervision_cards s LEFT JOIN cases c USING (case_key)
        WHERE s.raised_at >= $1 AND s.raised_at < $2 AND s.colour <> 'Blue' ORDER BY s.colour, s.raised_at, s.case_key, s.running
        """;

    // A case of one branch is carded for both; that is one matter. In the centre's own file, whose number ends in five noughts, each card
    // is one.
    private const string Matters = "count(DISTINCT (case_key, CASE WHEN case_key % 100000 = 0 THEN running END))::int";

    // One line for the department and one for each officer; a card that names nobody counts for the department alone. A card whose place a
    // graver one took only after the period was the last word on its matter in it.
    private const string AgainAndAgain = $"""
        SELECT department, officer, point, {Matters},
            array_agg(case_key ORDER BY raised_at, case_key, running), array_agg(running ORDER BY raised_at, case_key, running)
        FROM (SELECT s.department, s.document->>'officer' AS officer, s.point, s.case_key, s.running, s.raised_at FROM supervision_cards s
            WHERE s.raised_at >= $1 AND s.raised_at < $2 AND s.colour <> 'Blue' AND s.status <> 'Cancelled'
                AND NOT EXISTS (SELECT FROM supervision_cards n WHERE n.case_key = s.case_key
                    AND n.running = (s.document->>'supersededBy')::int AND n.raised_at < $2)) AS card
        GROUP BY GROUPING SETS ((department, point), (department, officer, point))
        HAVING {Matters} >= $3 AND (grouping(officer) = 1 OR officer IS NOT NULL)
        ORDER BY department, point, grouping(officer) DESC, officer
        """;

    /// <summary>Yellow and red cards raised from the one instant up to the other, whatever became of them.</summary>
    public static Query<CardOfItem> Between(DateTimeOffset from, DateTimeOffset to) =>
        new(
            WithItem,
            rows =>
                new(
                    new(new(rows.GetInt64(0)), rows.GetInt32(1)),
                    System.Text.Json.JsonSerializer.Deserialize<Card>(rows.GetString(2), HouseJson.Options)!,
                    rows.GetTextOrNull(3),
                    rows.GetNumberOrNull(4)
                ),
            Statements.Instant(from),
            Statements.Instant(to)
        );

    /// <summary>Departments and officers to whom the same point was carded so many times.</summary>
    /// <param name="times">Matters at least, 1 or more.</param>
    public static Query<CardsAgain> Repeated(DateTimeOffset from, DateTimeOffset to, int times) =>
        new(
            AgainAndAgain,
            rows =>
                new(
                    rows.GetString(0),
                    rows.GetTextOrNull(1),
                    rows.GetString(2),
                    rows.GetInt32(3),
                    [
                        .. rows.GetFieldValue<long[]>(4)
                            .Zip(rows.GetFieldValue<int[]>(5), (file, running) => new CardNumber(new(file), running)),
                    ]
                ),
            Statements.Instant(from),
            Statements.Instant(to),
            Statements.Value(times)
        );
}

/// <summary>A card and the item of its case; null where it concerns no case.</summary>
internal sealed record CardOfItem(CardNumber Number, Card Card, string? ItemCode, int? ItemVersion);

/// <summary>The same point, again and again.</summary>
/// <param name="Officer">Null for the whole department.</param>
/// <param name="Matters">Cases, and cards of the centre's own file.</param>
internal sealed record CardsAgain(string Department, string? Officer, string Point, int Matters, CardNumber[] Cards);
