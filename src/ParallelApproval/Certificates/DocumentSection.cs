using Npgsql;
using ParallelApproval.Database;

namespace ParallelApproval.Certificates;

/// <summary>The papers of the case: which are there already, and those that are added, with the use of their seals.</summary>
internal sealed class DocumentSection : ICaseSection
{
    private readonly HashSet<(int Cause, DocumentKind Kind, int Branch)> _there = [];
    private readonly List<Document> _new = [];

    public Contents Contents => Contents.Everything;

    public string Query => "SELECT cause, kind, branch FROM documents WHERE case_key = $1";

    public bool Has(DocumentNeed need) => _there.Contains((need.Cause.Sequence, need.Kind, need.Branch));

    public void Put(Document document)
    {
        if (_there.Add((document.Cause, document.Kind, document.Branch))) _new.Add(document);
    }

    public void Read(CaseFile file, NpgsqlDataReader rows)
    {
        while (rows.Read()) _there.Add((rows.GetInt32(0), rows.GetEnum<DocumentKind>(1), rows.GetInt32(2)));
    }

    public void Write(CaseFile file, Statements statements)
    {
        foreach (var made in _new)
        {
            statements.Add(
                "INSERT INTO documents (case_key, number, kind, branch, cause, issued_at, facts, template, code, seal, sealed_by, stamp, made_at) " +
                "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
                Statements.Value(file.Number.Key), Statements.Text(made.Number), Statements.Text(made.Kind.ToString()), Statements.Value(made.Branch), Statements.Value(made.Cause),
                Statements.Instant(made.IssuedAt), Statements.Json(made.Facts), Statements.Value(made.Template), Statements.Text(made.Code), Statements.Text(made.Seal),
                Statements.Text(made.SealedBy), Statements.Value(made.Stamp), Statements.Instant(file.Act.At));
            if (made.Seal is { } seal)
                statements.Add("INSERT INTO seal_uses (case_key, document, seal, officer, at) VALUES ($1, $2, $3, $4, $5)",
                    Statements.Value(file.Number.Key), Statements.Text(made.Number), Statements.Text(seal), Statements.Text(made.SealedBy), Statements.Instant(made.IssuedAt));
        }

        _new.Clear();
    }
}
