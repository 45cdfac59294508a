using Npgsql;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;

namespace ParallelApproval.Cases;

/// <summary>The papers of the case, in the order of the checklist.</summary>
internal sealed class MaterialSection : ICaseSection
{
    private readonly List<CaseMaterial> _materials = [];
    private readonly HashSet<CaseMaterial> _changed = [];

    public Contents Contents => Contents.Everything;

    public IReadOnlyList<CaseMaterial> Materials => _materials;

    public string Query =>
        "SELECT code, name, state, form, copies, version, problem, wanted FROM case_materials WHERE case_key = $1 ORDER BY position";

    public void Put(IEnumerable<CaseMaterial> checklist) => _materials.AddRange(checklist);

    /// <summary>Notes that the paper has changed, so that it is stored.</summary>
    public void Change(CaseMaterial material, Action<CaseMaterial> change)
    {
        change(material);
        _changed.Add(material);
    }

    public void Read(CaseFile file, NpgsqlDataReader rows)
    {
        while (rows.Read())
            _materials.Add(new()
            {
                Code = rows.GetString(0),
                Name = rows.GetString(1),
                State = rows.GetEnum<MaterialState>(2),
                Form = rows.IsDBNull(3) ? null : rows.GetEnum<MaterialForm>(3),
                Copies = rows.GetInt32(4),
                Version = rows.GetInt32(5),
                Fault = rows.IsDBNull(6) ? null : new(rows.GetString(0), rows.GetString(6), rows.GetString(7)),
            });
    }

    public void Write(CaseFile file, Statements statements)
    {
        if (file.IsNew) Insert(file, statements);
        else foreach (var material in _changed) Update(file, statements, material);
        _changed.Clear();
    }

    private void Insert(CaseFile file, Statements statements)
    {
        if (_materials.Count == 0) return;
        statements.Add(
            "INSERT INTO case_materials (case_key, position, code, name, state, form, copies, version) " +
            "SELECT $1, m.position, m.code, m.name, m.state, m.form, m.copies, m.version " +
            "FROM unnest($2, $3, $4, $5, $6, $7) WITH ORDINALITY AS m (code, name, state, form, copies, version, position)",
            Statements.Value(file.Number.Key), Column(m => m.Code), Column(m => m.Name), Column(m => m.State.ToString()),
            Statements.Texts([.. _materials.Select(m => m.Form?.ToString())]),
            Statements.Value(_materials.Select(m => m.Copies).ToArray()), Statements.Value(_materials.Select(m => m.Version).ToArray()));
    }

    private NpgsqlParameter Column(Func<CaseMaterial, string> column) => Statements.Value(_materials.Select(column).ToArray());

    private static void Update(CaseFile file, Statements statements, CaseMaterial material) => statements.Add(
        "UPDATE case_materials SET state = $3, form = $4, copies = $5, version = $6, problem = $7, wanted = $8 WHERE case_key = $1 AND code = $2",
        Statements.Value(file.Number.Key), Statements.Text(material.Code), Statements.Text(material.State.ToString()),
        Statements.Text(material.Form?.ToString()), Statements.Value(material.Copies), Statements.Value(material.Version),
        Statements.Text(material.Fault?.Problem), Statements.Text(material.Fault?.Wanted));
}
