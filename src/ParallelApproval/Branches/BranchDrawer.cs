using ParallelApproval.Catalogue;
using Npgsql;
using ParallelApproval.Database;

namespace ParallelApproval.Branches;

/// <summary>The branches of the case, in the order of their numbers.</summary>
internal sealed class BranchDrawer : IDrawer
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
        "SELECT number, department, result, kind, hard, soft, status, round, holder, bookmark, asks_applicant, opened_at, settled_at " +
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
            });
    }

    public void Write(CaseFile file, Statements statements)
    {
        foreach (var branch in _new) Insert(file, statements, branch);
        foreach (var branch in _changed)
            if (!_new.Contains(branch)) Update(file, statements, branch);
    }

    private static void Insert(CaseFile file, Statements statements, Branch branch) => statements.Add(
        "INSERT INTO branches (case_key, number, department, result, kind, hard, soft, status, round, holder, bookmark, asks_applicant, opened_at, settled_at) " +
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        Statements.Value(file.Number.Key), Statements.Value(branch.Number), Statements.Text(branch.Department), Statements.Text(branch.Result),
        Statements.Text(branch.Kind.ToString()), Statements.Value(branch.HardDependencies), Statements.Value(branch.SoftDependencies),
        Statements.Text(branch.Status.ToString()), Statements.Value(branch.Round), Statements.Text(branch.Holder), Statements.Text(branch.Bookmark),
        Statements.Value(branch.AsksApplicant), Statements.Instant(branch.OpenedAt), Statements.Instant(branch.SettledAt));

    private static void Update(CaseFile file, Statements statements, Branch branch) => statements.Add(
        "UPDATE branches SET status = $3, round = $4, holder = $5, bookmark = $6, asks_applicant = $7, opened_at = $8, settled_at = $9 " +
        "WHERE case_key = $1 AND number = $2",
        Statements.Value(file.Number.Key), Statements.Value(branch.Number), Statements.Text(branch.Status.ToString()),
        Statements.Value(branch.Round), Statements.Text(branch.Holder), Statements.Text(branch.Bookmark), Statements.Value(branch.AsksApplicant),
        Statements.Instant(branch.OpenedAt), Statements.Instant(branch.SettledAt));
}
