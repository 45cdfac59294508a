using Npgsql;
using ParallelApproval.Clocks;
using ParallelApproval.Database;

namespace ParallelApproval.Evaluations;

/// <summary>How a complaint is read and written, with or without a case file around it.</summary>
internal static class ComplaintRows
{
    public const string Select = """
        SELECT number, case_key, subject, words, contact, code, lodged_at, answer_due, yellow_on, against, status, is_upheld, answer, answered_at, told_at, announced, next_at
        FROM complaints
        """;

    public static Complaint Read(NpgsqlDataReader rows) => new()
    {
        Number = new(rows.GetInt64(0)),
        Case = rows.IsDBNull(1) ? null : new(rows.GetInt64(1)),
        Subject = rows.GetEnum<ComplaintSubject>(2),
        Words = rows.GetString(3),
        Contact = rows.GetTextOrNull(4),
        Code = rows.GetString(5),
        LodgedAt = rows.GetInstant(6),
        AnswerDue = rows.GetFieldValue<DateOnly>(7),
        YellowOn = rows.GetFieldValue<DateOnly>(8),
        Against = rows.GetTextOrNull(9),
        Status = rows.GetEnum<ComplaintStatus>(10),
        IsUpheld = rows.IsDBNull(11) ? null : rows.GetBoolean(11),
        Answer = rows.GetTextOrNull(12),
        AnsweredAt = rows.GetInstantOrNull(13),
        ToldAt = rows.GetInstantOrNull(14),
        Announced = rows.GetEnum<ClockColour>(15),
        NextAt = rows.GetInstantOrNull(16),
    };

    public static void Insert(Statements statements, Complaint complaint, string? requestKey) => statements.Add("""
        INSERT INTO complaints (number, case_key, subject, words, contact, code, lodged_at, answer_due, yellow_on, against, status, announced, next_at, request_key)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        """,
        Statements.Value(complaint.Number.Serial), new NpgsqlParameter { Value = complaint.Case?.Key ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bigint },
        Statements.Text(complaint.Subject.ToString()), Statements.Text(complaint.Words), Statements.Text(complaint.Contact), Statements.Text(complaint.Code),
        Statements.Instant(complaint.LodgedAt), Statements.Date(complaint.AnswerDue), Statements.Date(complaint.YellowOn), Statements.Text(complaint.Against),
        Statements.Text(complaint.Status.ToString()), Statements.Text(complaint.Announced.ToString()), Statements.Instant(complaint.NextAt), Statements.Text(requestKey));

    public static void Update(Statements statements, Complaint complaint) => statements.Add("""
        UPDATE complaints SET against = $2, status = $3, is_upheld = $4, answer = $5, answered_at = $6, told_at = $7, announced = $8, next_at = $9 WHERE number = $1
        """,
        Statements.Value(complaint.Number.Serial), Statements.Text(complaint.Against), Statements.Text(complaint.Status.ToString()),
        new NpgsqlParameter { Value = complaint.IsUpheld ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Boolean }, Statements.Text(complaint.Answer),
        Statements.Instant(complaint.AnsweredAt), Statements.Instant(complaint.ToldAt), Statements.Text(complaint.Announced.ToString()), Statements.Instant(complaint.NextAt));
}
