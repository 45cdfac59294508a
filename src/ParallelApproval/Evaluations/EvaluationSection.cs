using Npgsql;
using ParallelApproval.Cases;
using ParallelApproval.Clocks;
using ParallelApproval.Database;

namespace ParallelApproval.Evaluations;

/// <summary>The services given in the case, what was said about them, and what was done about it.</summary>
internal sealed class EvaluationSection : ICaseSection
{
    /// <summary>Cases with a bad rating that is not put right.</summary>
    internal static readonly HoldsCases Holds = new(
        HoldGround.Remedy,
        $"SELECT case_key FROM remedies WHERE case_key = ANY ($1) AND step <> '{nameof(RemedyStep.Closed)}'"
    );

    private static readonly ColumnMap<ServiceGiven> Columns = new ColumnMap<ServiceGiven>("services_given")
        .Key("service", service => service.Number)
        .Fixed("kind", service => service.Kind)
        .Fixed("at", service => service.At)
        .Fixed("department", service => service.Department)
        .Fixed("officer", service => service.Officer)
        .SealedElsewhere();

    private static readonly ColumnMap<OfService<Rating>> RatingColumns = new ColumnMap<OfService<Rating>>("ratings")
        .Key("service", rated => rated.Service)
        .Fixed("grade", rated => rated.It.Grade)
        .Fixed(
            "reasons",
            rated => rated.It.Reasons,
            new(
                "text[]",
                (rows, at) => Array.ConvertAll(rows.GetFieldValue<string[]>(at), Enum.Parse<BadReason>),
                reasons => Statements.Value(Array.ConvertAll(reasons, reason => reason.ToString())),
                all => Statements.Texts(Array.ConvertAll(all, each => $"{{{string.Join(',', each)}}}")),
                "text[]"
            )
        )
        .Fixed("comment", rated => rated.It.Comment)
        .Fixed("department", rated => rated.It.Department)
        .Fixed("rated_at", rated => rated.It.RatedAt)
        .Fixed("suspicion", rated => rated.It.Suspicion);

    private static readonly ColumnMap<Remedy> RemedyColumns = new ColumnMap<Remedy>("remedies")
        .Key("service", remedy => remedy.Service)
        .Fixed("department", remedy => remedy.Department)
        .Changing("step", remedy => remedy.Step)
        .Changing("round", remedy => remedy.Round)
        .Changing("calls_in_vain", remedy => remedy.CallsInVain)
        .Changing("started_on", remedy => remedy.StartedOn)
        .Changing("due_on", remedy => remedy.DueOn)
        .Changing("yellow_on", remedy => remedy.YellowOn)
        .Changing("is_extended", remedy => remedy.IsExtended)
        .Changing("announced", remedy => remedy.Announced)
        .Changing("next_at", remedy => remedy.NextAt)
        .Changing("ended", remedy => remedy.End);

    private static readonly ColumnMap<OfService<RatingAppeal>> AppealColumns = new ColumnMap<OfService<RatingAppeal>>("rating_appeals")
        .Key("service", appealed => appealed.Service)
        .Fixed("grounds", appealed => appealed.It.Grounds)
        .Fixed("lodged_by", appealed => appealed.It.LodgedBy)
        .Fixed("lodged_at", appealed => appealed.It.LodgedAt)
        .Changing("is_granted", appealed => (bool?)appealed.It.Decision!.IsGranted)
        .Changing("reasons", appealed => appealed.It.Decision!.Reasons)
        .Changing("decided_by", appealed => appealed.It.Decision!.DecidedBy)
        .Changing("decided_at", appealed => (DateTimeOffset?)appealed.It.Decision!.DecidedAt);

    private static readonly string WithVoices =
        $"SELECT {Columns.Joined("s")}, {RatingColumns.Joined("r")}, {RemedyColumns.Joined("m")}, {AppealColumns.Joined("a")} FROM services_given s "
        + "LEFT JOIN ratings r USING (case_key, service) LEFT JOIN remedies m USING (case_key, service) LEFT JOIN rating_appeals a USING (case_key, service) "
        + "WHERE case_key = $1 ORDER BY s.service";

    private readonly List<ServiceGiven> _services = [];
    private readonly TrackedRows<OfService<Rating>> _ratings = new(RatingColumns);
    private readonly TrackedRows<Remedy> _remedies = new(RemedyColumns);
    private readonly TrackedRows<OfService<RatingAppeal>> _appeals = new(AppealColumns);

    public Contents Contents => Contents.Everything;

    /// <summary>Services are noted beside the file.</summary>
    public bool IsOfThisFileAlone => false;

    public IReadOnlyList<ServiceGiven> Services => _services;

    public string Query => WithVoices;

    public void Read(CaseFile file, NpgsqlDataReader rows)
    {
        var (rating, remedy) = (Columns.Width, Columns.Width + RatingColumns.Width);
        var appeal = remedy + RemedyColumns.Width;
        while (rows.Read())
        {
            var service = Columns.ReadRow(file.Number, rows);
            if (!rows.IsDBNull(rating))
                service.Rating = _ratings.Take(RatingColumns.ReadRow(file.Number, rows, rating)).It;
            if (!rows.IsDBNull(remedy))
                service.Remedy = _remedies.Take(RemedyColumns.ReadRow(file.Number, rows, remedy));
            if (!rows.IsDBNull(appeal))
                service.Appeal = _appeals.Take(AppealColumns.ReadRow(file.Number, rows, appeal)).It;
            _services.Add(service);
        }
    }

    /// <summary>A service that has been noted since the file was taken out.</summary>
    public void Add(ServiceGiven noted) => _services.Add(noted);

    public void Put(ServiceGiven service, Rating rating)
    {
        service.Rating = rating;
        _ratings.Add(new(service.Number, rating));
    }

    public void Put(ServiceGiven service, Remedy remedy)
    {
        service.Remedy = remedy;
        _remedies.Add(remedy);
    }

    /// <summary>An appeal that is new, or has been decided.</summary>
    public void Put(ServiceGiven service, RatingAppeal appeal)
    {
        service.Appeal = appeal;
        _appeals.Put(new(service.Number, appeal), known => known.Service == service.Number);
    }

    public void Write(CaseFile file, Statements statements)
    {
        _ratings.Write(file, statements);
        _remedies.Write(file, statements);
        _appeals.Write(file, statements);
    }

    private sealed record OfService<T>(int Service, T It);
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
