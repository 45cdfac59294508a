using Npgsql;
using ParallelApproval.Database;

namespace ParallelApproval.Publication;

/// <summary>Whether the result of the case is kept from the public; no command of another room pays for it.</summary>
internal sealed class WithheldSection : ICaseSection
{
    private static readonly ColumnMap<WithheldResult> Columns = new ColumnMap<WithheldResult>("withheld_results")
        .Fixed("ground", withheld => withheld.Ground)
        .Fixed("reason", withheld => withheld.Reason)
        .Fixed("withheld_by", withheld => withheld.WithheldBy)
        .Fixed("withheld_at", withheld => withheld.WithheldAt);

    private readonly TrackedRows<WithheldResult> _withheld = new(Columns);

    public WithheldResult? Withheld => _withheld.Count > 0 ? _withheld[0] : null;

    public Contents Contents => Contents.WithAnnexes;

    public string Query => Columns.Select;

    public void Put(WithheldResult withheld) => _withheld.Add(withheld);

    public void Restore() => _withheld.RemoveAt(0);

    public void Read(CaseFile file, NpgsqlDataReader rows) => _withheld.Read(file, rows);

    public void Write(CaseFile file, Statements statements) => _withheld.Write(file, statements);
}
