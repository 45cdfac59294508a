using ParallelApproval.Database;
using ParallelApproval.Identities;

namespace ParallelApproval.Evaluations;

/// <summary>A complaint that proved right (属实投诉), and against which department.</summary>
/// <param name="Case">Null when it names no case.</param>
internal sealed record UpheldComplaint(
    ComplaintNumber Number,
    ComplaintSubject Subject,
    string Against,
    CaseNumber? Case,
    DateTimeOffset AnsweredAt
)
{
    private const string Read = """
        SELECT number, subject, against, case_key, answered_at FROM complaints
        WHERE answered_at >= $1 AND answered_at < $2 AND is_upheld AND against IS NOT NULL
        """;

    /// <summary>Those answered from the one instant up to the other.</summary>
    public static Query<UpheldComplaint> Between(DateTimeOffset from, DateTimeOffset to) =>
        new(
            Read,
            rows =>
                new(
                    new(rows.GetInt64(0)),
                    rows.GetEnum<ComplaintSubject>(1),
                    rows.GetString(2),
                    rows.IsDBNull(3) ? null : new CaseNumber(rows.GetInt64(3)),
                    rows.GetInstant(4)
                ),
            Statements.Instant(from),
            Statements.Instant(to)
        );
}
