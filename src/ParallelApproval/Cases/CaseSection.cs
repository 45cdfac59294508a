using Npgsql;
using ParallelApproval.Database;
using ParallelApproval.Identities;

namespace ParallelApproval.Cases;

/// <summary>The front page of the file.</summary>
internal sealed class CaseSection : ICaseSection
{
    private const string Columns =
        "case_key, item_code, item_version, item_name, applicant_name, chosen_branches, query_code, delivery, received_at, received_by, " +
        "status, papers_complete_at, accepted_at, decided_at, result, closed_at, is_deemed_accepted, station, open_key, may_correct_again, deferred_papers, is_by_commitment, window_number";

    private Case? _case;
    private Changeable? _asRead;

    public Case Case => _case ?? throw new InvalidOperationException("The file has no front page yet.");

    public string Query => $"SELECT {Columns} FROM cases WHERE case_key = $1";

    public void Put(Case received) => _case = received;

    public void Read(CaseFile file, NpgsqlDataReader rows)
    {
        if (!rows.Read()) return;
        _case = new()
        {
            Number = new CaseNumber(rows.GetInt64(0)),
            ItemCode = rows.GetString(1),
            ItemVersion = rows.GetInt32(2),
            ItemName = rows.GetString(3),
            ApplicantName = rows.GetString(4),
            ChosenBranches = rows.GetFieldValue<int[]>(5),
            QueryCode = rows.GetString(6),
            Delivery = rows.GetEnum<DeliveryWay>(7),
            ReceivedAt = rows.GetInstant(8),
            ReceivedBy = rows.GetString(9),
            Status = rows.GetEnum<CaseStatus>(10),
            PapersCompleteAt = rows.GetInstantOrNull(11),
            AcceptedAt = rows.GetInstantOrNull(12),
            DecidedAt = rows.GetInstantOrNull(13),
            Result = rows.IsDBNull(14) ? null : rows.GetEnum<CaseStatus>(14),
            ClosedAt = rows.GetInstantOrNull(15),
            IsDeemedAccepted = rows.GetBoolean(16),
            Station = rows.GetString(17),
            OpenKey = rows.GetTextOrNull(18),
            MayCorrectAgain = rows.GetBoolean(19),
            DeferredPapers = rows.GetFieldValue<string[]>(20),
            IsByCommitment = rows.GetBoolean(21),
            WindowNumber = rows.GetTextOrNull(22),
        };
        _asRead = Changing(_case);
    }

    public void Write(CaseFile file, Statements statements)
    {
        // The centre's own file has no front page.
        if (_case is null) return;
        if (file.IsNew)
        {
            Insert(statements, Case);
            if (Case.OpenKey is { } key) OpenApplications.Hold(statements, key, Case.Number);
        }
        else if (_asRead != Changing(Case))
        {
            Update(statements, Case);
            if (Case is { OpenKey: { } key, ClosedAt: not null } && _asRead?.Closed is null) OpenApplications.Release(statements, key);
        }

        _asRead = Changing(Case);
    }

    private sealed record Changeable(
        CaseStatus Status, DateTimeOffset? Complete, DateTimeOffset? Accepted, DateTimeOffset? Decided, CaseStatus? Result, DateTimeOffset? Closed, bool IsDeemed,
        bool MayCorrectAgain, string[] Deferred, bool IsByCommitment);

    private static Changeable Changing(Case @case) =>
        new(@case.Status, @case.PapersCompleteAt, @case.AcceptedAt, @case.DecidedAt, @case.Result, @case.ClosedAt, @case.IsDeemedAccepted,
            @case.MayCorrectAgain, @case.DeferredPapers, @case.IsByCommitment);

    private static void Insert(Statements statements, Case @case) => statements.Add(
        $"INSERT INTO cases ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)",
        Statements.Value(@case.Number.Key), Statements.Text(@case.ItemCode), Statements.Value(@case.ItemVersion), Statements.Text(@case.ItemName),
        Statements.Text(@case.ApplicantName), Statements.Value(@case.ChosenBranches), Statements.Text(@case.QueryCode),
        Statements.Text(@case.Delivery.ToString()), Statements.Instant(@case.ReceivedAt), Statements.Text(@case.ReceivedBy),
        Statements.Text(@case.Status.ToString()), Statements.Instant(@case.PapersCompleteAt), Statements.Instant(@case.AcceptedAt),
        Statements.Instant(@case.DecidedAt), Statements.Text(@case.Result?.ToString()), Statements.Instant(@case.ClosedAt), Statements.Value(@case.IsDeemedAccepted),
        Statements.Text(@case.Station), Statements.Text(@case.OpenKey), Statements.Value(@case.MayCorrectAgain), Statements.Value(@case.DeferredPapers), Statements.Value(@case.IsByCommitment),
        Statements.Text(@case.WindowNumber));

    private static void Update(Statements statements, Case @case) => statements.Add(
        "UPDATE cases SET status = $2, papers_complete_at = $3, accepted_at = $4, decided_at = $5, result = $6, closed_at = $7, is_deemed_accepted = $8, " +
        "may_correct_again = $9, deferred_papers = $10, is_by_commitment = $11 WHERE case_key = $1",
        Statements.Value(@case.Number.Key), Statements.Text(@case.Status.ToString()), Statements.Instant(@case.PapersCompleteAt),
        Statements.Instant(@case.AcceptedAt), Statements.Instant(@case.DecidedAt), Statements.Text(@case.Result?.ToString()),
        Statements.Instant(@case.ClosedAt), Statements.Value(@case.IsDeemedAccepted),
        Statements.Value(@case.MayCorrectAgain), Statements.Value(@case.DeferredPapers), Statements.Value(@case.IsByCommitment));
}
