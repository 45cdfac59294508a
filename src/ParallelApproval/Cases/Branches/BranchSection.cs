using ParallelApproval.Catalogue;
using Npgsql;
using ParallelApproval.Database;

namespace ParallelApproval.Cases;

/// <summary>The branches of the case, in the order of their numbers.</summary>
internal sealed class BranchSection : ICaseSection
{
    private readonly SortedDictionary<int, Branch> _branches = [];
    private readonly HashSet<Branch> _new = [];
    private readonly HashSet<Branch> _changed = [];

    public IReadOnlyCollection<Branch> Branches => _branches.Values;

    public Branch? Find(int number) => _branches.GetValueOrDefault(number);

    public void Put(Branch branch)
    {
        _branches.Add(branch.Number, branch);
        _new.Add(branch);
    }

    /// <summary>Notes that the branch changes, so that it is stored.</summary>
    public void Change(Branch branch, Action<Branch> change)
    {
        change(branch);
        _changed.Add(branch);
    }

    public string Query =>
        "SELECT number, department, result, kind, hard, soft, status, round, holder, bookmark, asks_applicant, opened_at, settled_at, excluded, recusal_of, reviewed_by, corrections, awaits " +
        "FROM branches WHERE case_key = $1";

    public void Read(CaseFile file, NpgsqlDataReader rows)
    {
        while (rows.Read())
            _branches.Add(rows.GetInt32(0), new()
            {
                Number = rows.GetInt32(0),
                Department = rows.GetString(1),
                Result = rows.GetString(2),
                Kind = rows.GetEnum<BranchKind>(3),
                HardDependencies = rows.GetFieldValue<int[]>(4),
                SoftDependencies = rows.GetFieldValue<int[]>(5),
                Status = rows.GetEnum<BranchStatus>(6),
                Round = rows.GetInt32(7),
                Holder = rows.GetTextOrNull(8),
                Bookmark = rows.GetTextOrNull(9),
                AsksApplicant = rows.GetBoolean(10),
                OpenedAt = rows.GetInstantOrNull(11),
                SettledAt = rows.GetInstantOrNull(12),
                Excluded = rows.GetFieldValue<string[]>(13),
                RecusalOf = rows.GetTextOrNull(14),
                ReviewedBy = rows.GetTextOrNull(15),
                Corrections = rows.GetInt32(16),
                AwaitsResults = rows.GetFieldValue<int[]>(17),
            });
    }

    public void Write(CaseFile file, Statements statements)
    {
        if (_new.Count > 0) Insert(file, statements, [.. _new]);
        if (_changed.Except(_new).ToArray() is { Length: > 0 } changed) Update(file, statements, changed);
        _new.Clear();
        _changed.Clear();
    }

    // Arrays of arrays cannot be unnested row by row, so the dependencies travel as PostgreSQL writes them.
    private static void Insert(CaseFile file, Statements statements, Branch[] branches) => statements.Add(
        "INSERT INTO branches (case_key, number, department, result, kind, hard, soft, status, round, holder, bookmark, asks_applicant, opened_at, settled_at, excluded, corrections, awaits) " +
        "SELECT $1, b.number, b.department, b.result, b.kind, b.hard::int[], b.soft::int[], b.status, b.round, b.holder, b.bookmark, b.asks_applicant, b.opened_at, b.settled_at, '{}', 0, '{}' " +
        "FROM unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) " +
        "AS b (number, department, result, kind, hard, soft, status, round, holder, bookmark, asks_applicant, opened_at, settled_at)",
        Statements.Value(file.Number.Key), Column(branches, b => b.Number), Column(branches, b => b.Department), Column(branches, b => b.Result),
        Column(branches, b => b.Kind.ToString()), Column(branches, b => $"{{{string.Join(',', b.HardDependencies)}}}"),
        Column(branches, b => $"{{{string.Join(',', b.SoftDependencies)}}}"), Column(branches, b => b.Status.ToString()), Column(branches, b => b.Round),
        Statements.Texts(Array.ConvertAll(branches, b => b.Holder)), Statements.Texts(Array.ConvertAll(branches, b => b.Bookmark)),
        Column(branches, b => b.AsksApplicant), Statements.Instants(Array.ConvertAll(branches, b => b.OpenedAt)),
        Statements.Instants(Array.ConvertAll(branches, b => b.SettledAt)));

    private static void Update(CaseFile file, Statements statements, Branch[] branches) => statements.Add(
        "UPDATE branches SET status = b.status, round = b.round, holder = b.holder, bookmark = b.bookmark, asks_applicant = b.asks_applicant, " +
        "opened_at = b.opened_at, settled_at = b.settled_at, excluded = b.excluded::text[], recusal_of = b.recusal_of, reviewed_by = b.reviewed_by, corrections = b.corrections, awaits = b.awaits::int[] " +
        "FROM unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) AS b (number, status, round, holder, bookmark, asks_applicant, opened_at, settled_at, excluded, recusal_of, reviewed_by, corrections, awaits) " +
        "WHERE branches.case_key = $1 AND branches.number = b.number",
        Statements.Value(file.Number.Key), Column(branches, b => b.Number), Column(branches, b => b.Status.ToString()), Column(branches, b => b.Round),
        Statements.Texts(Array.ConvertAll(branches, b => b.Holder)), Statements.Texts(Array.ConvertAll(branches, b => b.Bookmark)),
        Column(branches, b => b.AsksApplicant), Statements.Instants(Array.ConvertAll(branches, b => b.OpenedAt)),
        Statements.Instants(Array.ConvertAll(branches, b => b.SettledAt)), Column(branches, b => $"{{{string.Join(',', b.Excluded)}}}"), Statements.Texts(Array.ConvertAll(branches, b => b.RecusalOf)),
        Statements.Texts(Array.ConvertAll(branches, b => b.ReviewedBy)), Column(branches, b => b.Corrections), Column(branches, b => $"{{{string.Join(',', b.AwaitsResults)}}}"));

    private static NpgsqlParameter Column<T>(Branch[] branches, Converter<Branch, T> column) => Statements.Value(Array.ConvertAll(branches, column));
}
