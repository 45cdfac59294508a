using Npgsql;
using ParallelApproval.Clocks;
using ParallelApproval.Database;

namespace ParallelApproval.Evaluations;

/// <summary>The services given in the case, what was said about them, and what was done about it.</summary>
internal sealed class EvaluationSection : ICaseSection
{
    private readonly List<ServiceGiven> _services = [];
    private readonly List<ServiceGiven> _rated = [];
    private readonly HashSet<ServiceGiven> _remedied = [];
    private readonly HashSet<ServiceGiven> _appealed = [];

    public Contents Contents => Contents.Everything;

    public IReadOnlyList<ServiceGiven> Services => _services;

    public string Query => """
        SELECT s.service, s.kind, s.at, s.department, s.officer, r.grade, r.reasons, r.comment, r.department, r.rated_at, r.suspicion,
            m.step, m.round, m.calls_in_vain, m.started_on, m.due_on, m.yellow_on, m.is_extended, m.announced, m.next_at, m.ended,
            a.grounds, a.lodged_by, a.lodged_at, a.is_granted, a.reasons, a.decided_by, a.decided_at
        FROM services_given s LEFT JOIN ratings r USING (case_key, service) LEFT JOIN remedies m USING (case_key, service) LEFT JOIN rating_appeals a USING (case_key, service)
        WHERE case_key = $1 ORDER BY s.service
        """;

    public void Read(CaseFile file, NpgsqlDataReader rows)
    {
        while (rows.Read())
            _services.Add(new(rows.GetInt32(0), rows.GetEnum<ServiceKind>(1), rows.GetInstant(2), rows.GetString(3), rows.GetTextOrNull(4))
            {
                Rating = rows.IsDBNull(5) ? null : ReadRating(rows),
                Remedy = rows.IsDBNull(11) ? null : ReadRemedy(rows),
                Appeal = rows.IsDBNull(21) ? null : ReadAppeal(rows),
            });
    }

    /// <summary>A service that has been noted since the file was taken out.</summary>
    public void Add(ServiceGiven noted) => _services.Add(noted);

    public void Rate(ServiceGiven service, Rating rating)
    {
        service.Rating = rating;
        _rated.Add(service);
    }

    /// <summary>A remedy that is new or has gone on.</summary>
    public void Put(ServiceGiven service, Remedy remedy)
    {
        service.Remedy = remedy;
        _remedied.Add(service);
    }

    public void Put(ServiceGiven service, RatingAppeal appeal)
    {
        service.Appeal = appeal;
        _appealed.Add(service);
    }

    public void Write(CaseFile file, Statements statements)
    {
        foreach (var service in _rated) InsertRating(file, statements, service);
        foreach (var service in _remedied) PutRemedy(file, statements, service);
        foreach (var service in _appealed) PutAppeal(file, statements, service);
        _rated.Clear();
        _remedied.Clear();
        _appealed.Clear();
    }

    private static Rating ReadRating(NpgsqlDataReader rows) => new(
        rows.GetEnum<Grade>(5), Array.ConvertAll(rows.GetFieldValue<string[]>(6), Enum.Parse<BadReason>), rows.GetTextOrNull(7), rows.GetString(8), rows.GetInstant(9),
        rows.IsDBNull(10) ? null : rows.GetEnum<Suspicion>(10));

    private static Remedy ReadRemedy(NpgsqlDataReader rows) => new()
    {
        Step = rows.GetEnum<RemedyStep>(11),
        Round = rows.GetInt32(12),
        CallsInVain = rows.GetInt32(13),
        StartedOn = rows.GetFieldValue<DateOnly>(14),
        DueOn = rows.GetDateOrNull(15),
        YellowOn = rows.GetDateOrNull(16),
        IsExtended = rows.GetBoolean(17),
        Announced = rows.GetEnum<ClockColour>(18),
        NextAt = rows.GetInstantOrNull(19),
        End = rows.IsDBNull(20) ? null : rows.GetEnum<RemedyEnd>(20),
    };

    private static RatingAppeal ReadAppeal(NpgsqlDataReader rows) => new(rows.GetString(21), rows.GetString(22), rows.GetInstant(23),
        rows.IsDBNull(24) ? null : new(rows.GetBoolean(24), rows.GetString(25), rows.GetString(26), rows.GetInstant(27)));

    private static void InsertRating(CaseFile file, Statements statements, ServiceGiven service)
    {
        var rating = service.Rating!;
        statements.Add("INSERT INTO ratings (case_key, service, grade, reasons, comment, department, rated_at, suspicion) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            Statements.Value(file.Number.Key), Statements.Value(service.Number), Statements.Text(rating.Grade.ToString()),
            Statements.Value(Array.ConvertAll(rating.Reasons, reason => reason.ToString())), Statements.Text(rating.Comment), Statements.Text(rating.Department),
            Statements.Instant(rating.RatedAt), Statements.Text(rating.Suspicion?.ToString()));
    }

    private static void PutRemedy(CaseFile file, Statements statements, ServiceGiven service)
    {
        var remedy = service.Remedy!;
        statements.Add("""
            INSERT INTO remedies (case_key, service, department, step, round, calls_in_vain, started_on, due_on, yellow_on, is_extended, announced, next_at, ended)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            ON CONFLICT (case_key, service) DO UPDATE SET step = $4, round = $5, calls_in_vain = $6, started_on = $7, due_on = $8, yellow_on = $9, is_extended = $10,
                announced = $11, next_at = $12, ended = $13
            """,
            Statements.Value(file.Number.Key), Statements.Value(service.Number), Statements.Text(service.Rating!.Department), Statements.Text(remedy.Step.ToString()),
            Statements.Value(remedy.Round), Statements.Value(remedy.CallsInVain), Statements.Date(remedy.StartedOn), Statements.Date(remedy.DueOn),
            Statements.Date(remedy.YellowOn), Statements.Value(remedy.IsExtended), Statements.Text(remedy.Announced.ToString()), Statements.Instant(remedy.NextAt),
            Statements.Text(remedy.End?.ToString()));
    }

    private static void PutAppeal(CaseFile file, Statements statements, ServiceGiven service)
    {
        var (appeal, decision) = (service.Appeal!, service.Appeal!.Decision);
        statements.Add("""
            INSERT INTO rating_appeals (case_key, service, grounds, lodged_by, lodged_at, is_granted, reasons, decided_by, decided_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            ON CONFLICT (case_key, service) DO UPDATE SET is_granted = $6, reasons = $7, decided_by = $8, decided_at = $9
            """,
            Statements.Value(file.Number.Key), Statements.Value(service.Number), Statements.Text(appeal.Grounds), Statements.Text(appeal.LodgedBy),
            Statements.Instant(appeal.LodgedAt), new NpgsqlParameter { Value = decision?.IsGranted ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Boolean },
            Statements.Text(decision?.Reasons), Statements.Text(decision?.DecidedBy), Statements.Instant(decision?.DecidedAt));
    }
}

/// <summary>What this room keeps in the file of a case.</summary>
public static class FileOfEvaluations
{
    extension(CaseFile file)
    {
        /// <summary>The services given so far, in order; the file must have been taken out with everything in it.</summary>
        public IReadOnlyList<ServiceGiven> Services => file.Section<EvaluationSection>().Services;
    }
}
