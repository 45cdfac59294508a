using Npgsql;
using ParallelApproval.Database;

namespace ParallelApproval.Certificates;

/// <summary>The certificates of the case.</summary>
internal sealed class CertificateSection : ICaseSection
{
    private readonly List<Certificate> _certificates = [];
    private int _stored;

    public IReadOnlyList<Certificate> Certificates => _certificates;

    public void Put(Certificate certificate) => _certificates.Add(certificate);

    public string Query => "SELECT branch, number, name, document, department, issued_at FROM certificates WHERE case_key = $1 ORDER BY branch";

    public void Read(CaseFile file, NpgsqlDataReader rows)
    {
        while (rows.Read())
            _certificates.Add(new(file.Number, rows.GetInt32(0), rows.GetString(1), rows.GetString(2), rows.GetString(3), rows.GetString(4), rows.GetInstant(5)));
        _stored = _certificates.Count;
    }

    public void Write(CaseFile file, Statements statements)
    {
        if (_certificates.Count == _stored) return;
        var made = _certificates.Skip(_stored).ToArray();
        statements.Add(
            "INSERT INTO certificates (case_key, branch, number, name, document, department, issued_at) " +
            "SELECT $1, c.branch, c.number, c.name, c.document, c.department, $2 FROM unnest($3, $4, $5, $6, $7) AS c (branch, number, name, document, department)",
            Statements.Value(file.Number.Key), Statements.Instant(file.Act.At), Statements.Value(made.Select(c => c.Branch).ToArray()),
            Statements.Value(made.Select(c => c.Number).ToArray()), Statements.Value(made.Select(c => c.Name).ToArray()),
            Statements.Value(made.Select(c => c.Document).ToArray()), Statements.Value(made.Select(c => c.Department).ToArray()));
        _stored = _certificates.Count;
    }
}
