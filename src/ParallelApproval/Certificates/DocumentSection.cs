using Npgsql;
using ParallelApproval.Database;

namespace ParallelApproval.Certificates;

/// <summary>The papers of the case: which are there already, and those that are added, with the use of their seals.</summary>
internal sealed class DocumentSection : ICaseSection
{
    private static readonly ColumnMap<Made> Columns = new ColumnMap<Made>("documents")
        .Key("number", made => made.Document.Number)
        .Fixed("kind", made => made.Document.Kind)
        .Fixed("branch", made => made.Document.Branch)
        .Fixed("cause", made => made.Document.Cause)
        .Fixed("issued_at", made => made.Document.IssuedAt)
        .Fixed("facts", made => made.Document.Facts, ColumnTypes.JsonText())
        .Fixed("template", made => made.Document.Template)
        .Fixed("code", made => made.Document.Code)
        .Fixed("seal", made => made.Document.Seal)
        .Fixed("sealed_by", made => made.Document.SealedBy)
        .Fixed("stamp", made => made.Document.Stamp)
        .Fixed("made_at", made => made.At);

    private static readonly ColumnMap<Document> SealColumns = new ColumnMap<Document>("seal_uses")
        .Key("document", document => document.Number)
        .Fixed("seal", document => document.Seal)
        .Fixed("officer", document => document.SealedBy)
        .Fixed("at", document => document.IssuedAt);

    private readonly HashSet<(int Cause, DocumentKind Kind, int Branch)> _there = [];
    private readonly Dictionary<(DocumentKind Kind, int Branch), (int Cause, string Number)> _numbers = [];
    private readonly List<Document> _new = [];

    public Contents Contents => Contents.Everything;

    public string Query => "SELECT cause, kind, branch, number FROM documents WHERE case_key = $1";

    public bool Has(DocumentNeed need) => _there.Contains((need.Cause.Sequence, need.Kind, need.Branch));

    /// <summary>The number of the newest paper of that kind for the branch; null when there is none.</summary>
    public string? NumberOf(DocumentKind kind, int branch) => _numbers.TryGetValue((kind, branch), out var known) ? known.Number : null;

    public void Put(Document document)
    {
        if (!_there.Add((document.Cause, document.Kind, document.Branch)))
            return;
        _new.Add(document);
        Note(document.Cause, document.Kind, document.Branch, document.Number);
    }

    public void Read(CaseFile file, NpgsqlDataReader rows)
    {
        while (rows.Read())
        {
            var (cause, kind, branch) = (rows.GetInt32(0), rows.GetEnum<DocumentKind>(1), rows.GetInt32(2));
            _there.Add((cause, kind, branch));
            Note(cause, kind, branch, rows.GetString(3));
        }
    }

    private void Note(int cause, DocumentKind kind, int branch, string number)
    {
        if (!_numbers.TryGetValue((kind, branch), out var known) || known.Cause <= cause)
            _numbers[(kind, branch)] = (cause, number);
    }

    public void Write(CaseFile file, Statements statements)
    {
        Columns.Insert(statements, file.Number, _new.ConvertAll(document => new Made(document, file.Act.At)));
        SealColumns.Insert(statements, file.Number, _new.FindAll(document => document.Seal is not null));
        _new.Clear();
    }

    private sealed record Made(Document Document, DateTimeOffset At);
}
