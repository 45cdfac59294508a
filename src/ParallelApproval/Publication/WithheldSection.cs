using Npgsql;
using ParallelApproval.Database;

namespace ParallelApproval.Publication;

/// <summary>Whether the result of the case is kept from the public; no command of another room pays for it.</summary>
internal sealed class WithheldSection : ICaseSection
{
    private WithheldResult? _asRead;

    public WithheldResult? Withheld { get; set; }

    public Contents Contents => Contents.WithAnnexes;

    public string Query => "SELECT ground, reason, withheld_by, withheld_at FROM withheld_results WHERE case_key = $1";

    public void Read(CaseFile file, NpgsqlDataReader rows)
    {
        if (rows.Read()) Withheld = _asRead = new(file.Number, rows.GetEnum<WithholdingGround>(0), rows.GetString(1), rows.GetString(2), rows.GetInstant(3));
    }

    public void Write(CaseFile file, Statements statements)
    {
        if (Withheld == _asRead) return;
        if (Withheld is { } withheld)
            statements.Add("INSERT INTO withheld_results (case_key, ground, reason, withheld_by, withheld_at) VALUES ($1, $2, $3, $4, $5)",
                Statements.Value(file.Number.Key), Statements.Text(withheld.Ground.ToString()), Statements.Text(withheld.Reason), Statements.Text(withheld.WithheldBy), Statements.Instant(withheld.WithheldAt));
        else statements.Add("DELETE FROM withheld_results WHERE case_key = $1", Statements.Value(file.Number.Key));
        _asRead = Withheld;
    }
}
