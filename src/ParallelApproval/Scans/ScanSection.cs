using Npgsql;
using ParallelApproval.Database;
using ParallelApproval.Identities;

namespace ParallelApproval.Scans;

/// <summary>The scans of the case; no command of another room pays for them. Content goes in with its row, in one transaction, and is never read here.</summary>
internal sealed class ScanSection : ICaseSection
{
    private readonly List<Scan> _scans = [];
    private readonly List<(Scan Scan, byte[] Content)> _new = [];
    private Scan? _struck;

    public Contents Contents => Contents.WithAnnexes;

    public IReadOnlyList<Scan> Scans => _scans;

    public string Query =>
        "SELECT number, paper, paper_version, name, format, size, sha256, filed_by, department, filed_at, struck_by, strike_reason FROM scans WHERE case_key = $1 ORDER BY number";

    public void Put(Scan scan, byte[] content)
    {
        _scans.Add(scan);
        _new.Add((scan, content));
    }

    public void Strike(Scan struck)
    {
        _scans[_scans.FindIndex(scan => scan.Number == struck.Number)] = struck;
        _struck = struck;
    }

    public void Read(CaseFile file, NpgsqlDataReader rows)
    {
        while (rows.Read()) _scans.Add(Of(file.Number, rows));
    }

    public void Write(CaseFile file, Statements statements)
    {
        foreach (var (scan, content) in _new)
        {
            statements.Add("INSERT INTO scan_contents (case_key, sha256, content) VALUES ($1, $2, $3) ON CONFLICT (case_key, sha256) DO NOTHING",
                Statements.Value(file.Number.Key), Statements.Text(scan.Sha256), Statements.Value(content));
            statements.Add(
                "INSERT INTO scans (case_key, number, paper, paper_version, name, format, size, sha256, filed_by, department, filed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
                Statements.Value(file.Number.Key), Statements.Value(scan.Number), Statements.Text(scan.Paper), Statements.Value(scan.PaperVersion), Statements.Text(scan.Name),
                Statements.Text(scan.Format.ToString()), Statements.Value(scan.Size), Statements.Text(scan.Sha256), Statements.Text(scan.FiledBy), Statements.Text(scan.Department),
                Statements.Instant(scan.FiledAt));
        }

        if (_struck is { } struck)
            statements.Add("UPDATE scans SET struck_by = $3, strike_reason = $4 WHERE case_key = $1 AND number = $2",
                Statements.Value(file.Number.Key), Statements.Value(struck.Number), Statements.Text(struck.StruckBy), Statements.Text(struck.StrikeReason));
        _new.Clear();
        _struck = null;
    }

    private static Scan Of(CaseNumber number, NpgsqlDataReader rows) => new(
        number, rows.GetInt32(0), rows.GetString(1), rows.GetInt32(2), rows.GetString(3), rows.GetEnum<ScanFormat>(4), rows.GetInt64(5), rows.GetString(6), rows.GetString(7), rows.GetString(8),
        rows.GetInstant(9), rows.GetTextOrNull(10), rows.GetTextOrNull(11));
}
