using Npgsql;
using ParallelApproval.Database;

namespace ParallelApproval.Cases;

/// <summary>The papers of the case, in the order of the checklist.</summary>
internal sealed class MaterialSection : ICaseSection
{
    private static readonly ColumnMap<CaseMaterial> Columns = new ColumnMap<CaseMaterial>("case_materials")
        .Key("code", material => material.Code)
        .Fixed("position", material => material.Position)
        .Fixed("name", material => material.Name)
        .Changing("state", material => material.State)
        .Changing("form", material => material.Form)
        .Changing("copies", material => material.Copies)
        .Changing("version", material => material.Version)
        .Changing("problem", material => material.Problem)
        .Changing("wanted", material => material.Wanted);

    private static readonly string InOrder = Columns.Select + " ORDER BY position";

    private readonly TrackedRows<CaseMaterial> _materials = new(Columns);

    public Contents Contents => Contents.Papers;

    public IReadOnlyList<CaseMaterial> Materials => _materials;

    public string Query => InOrder;

    public void Put(IEnumerable<CaseMaterial> checklist)
    {
        foreach (var material in checklist)
            _materials.Add(material);
    }

    public void Read(CaseFile file, NpgsqlDataReader rows) => _materials.Read(file, rows);

    public void Write(CaseFile file, Statements statements) => _materials.Write(file, statements);
}
