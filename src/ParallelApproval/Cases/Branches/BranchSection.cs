using Npgsql;
using ParallelApproval.Database;

namespace ParallelApproval.Cases;

/// <summary>The branches of the case, in the order of their numbers.</summary>
internal sealed class BranchSection : ICaseSection
{
    private static readonly ColumnMap<Branch> Columns = new ColumnMap<Branch>("branches")
        .Key("number", branch => branch.Number)
        .Changing("department", branch => branch.Department)
        .Changing("taken_from", branch => branch.TakenFrom)
        .Fixed("result", branch => branch.Result)
        .Fixed("kind", branch => branch.Kind)
        .Fixed("hard", branch => branch.HardDependencies)
        .Fixed("soft", branch => branch.SoftDependencies)
        .Changing("status", branch => branch.Status)
        .Changing("round", branch => branch.Round)
        .Changing("holder", branch => branch.Holder)
        .Changing("bookmark", branch => branch.Bookmark)
        .Changing("asks_applicant", branch => branch.AsksApplicant)
        .Changing("opened_at", branch => branch.OpenedAt)
        .Changing("settled_at", branch => branch.SettledAt)
        .Changing("excluded", branch => branch.Excluded)
        .Changing("recusal_of", branch => branch.RecusalOf)
        .Changing("reviewed_by", branch => branch.ReviewedBy)
        .Changing("extension_asked", branch => branch.ExtensionAsked, ColumnTypes.Json<ExtensionRequest?>())
        .Changing("fee_paid", branch => branch.FeePaid)
        .Changing("corrections", branch => branch.Corrections)
        .Changing("awaits", branch => branch.AwaitsResults)
        .Changing("held_since", branch => branch.HeldSince)
        .Changing("held_before", branch => branch.HeldBefore)
        .Changing("on_desk_since", branch => branch.OnDeskSince)
        .Changing("inspectors", branch => branch.Inspectors);

    private static readonly string InOrder = Columns.Select + " ORDER BY number";

    private readonly TrackedRows<Branch> _branches = new(Columns);

    public IReadOnlyCollection<Branch> Branches => _branches;

    public string Query => InOrder;

    public Branch? Find(int number) => _branches.Find(branch => branch.Number == number);

    public void Put(Branch branch)
    {
        var next = _branches.FindIndex(other => other.Number > branch.Number);
        _branches.Insert(next < 0 ? _branches.Count : next, branch);
    }

    public void Remove(int number)
    {
        if (_branches.FindIndex(branch => branch.Number == number) is >= 0 and var place)
            _branches.RemoveAt(place);
    }

    public void Read(CaseFile file, NpgsqlDataReader rows) => _branches.Read(file, rows);

    public void Write(CaseFile file, Statements statements) => _branches.Write(file, statements);
}
