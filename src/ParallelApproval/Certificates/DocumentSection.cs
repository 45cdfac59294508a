using Npgsql;
using ParallelApproval.Database;
using ParallelApproval.Identities;

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
        .Fixed("facts", made => made.Document.Facts, ColumnTypes.EncryptedJsonText())
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

    private readonly Dictionary<(int Cause, DocumentKind Kind, int Branch), string> _there = [];
    private readonly List<Document> _new = [];

    public Contents Contents => Contents.Papers;

    public string Query => "SELECT cause, kind, branch, number FROM documents WHERE case_key = $1";

    public bool Has(DocumentNeed need) => _there.ContainsKey((need.Cause.Sequence, need.Kind, need.Branch));

    /// <summary>Number of the branch's newest paper with a decision, called for before that place in the trail; null for none.</summary>
    public string? DecisionOn(int branch, int before) =>
        _there
            .Where(paper =>
                paper.Key.Branch == branch
                && paper.Key.Cause < before
                && paper.Key.Kind is DocumentKind.Grant or DocumentKind.Refusal or DocumentKind.OpinionPaper
            )
            .OrderBy(paper => paper.Key.Cause)
            .LastOrDefault()
            .Value;

    /// <summary>The number of the newest paper of that kind for the branch; null when there is none.</summary>
    public string? NumberOf(DocumentKind kind, int branch) =>
        _there.Where(paper => paper.Key.Kind == kind && paper.Key.Branch == branch).OrderBy(paper => paper.Key.Cause).LastOrDefault().Value;

    /// <summary>Numbers of all its papers, and what the column of their facts holds once nothing is left of them.</summary>
    public (string[] Numbers, string[] Facts) Erased(CaseNumber number, Vault vault)
    {
        var numbers = _there.Values.Order(StringComparer.Ordinal).ToArray();
        return (numbers, Array.ConvertAll(numbers, paper => Columns.Encrypt("facts", number, "{}", vault, paper)));
    }

    public int CountOf(DocumentKind kind) => _there.Keys.Count(paper => paper.Kind == kind);

    public void Put(Document document)
    {
        if (_there.TryAdd((document.Cause, document.Kind, document.Branch), document.Number))
            _new.Add(document);
    }

    public void Read(CaseFile file, NpgsqlDataReader rows)
    {
        while (rows.Read())
            _there.Add((rows.GetInt32(0), rows.GetEnum<DocumentKind>(1), rows.GetInt32(2)), rows.GetString(3));
    }

    public void Write(CaseFile file, Statements statements)
    {
        Columns.Insert(statements, file.Number, _new.ConvertAll(document => new Made(document, file.Act.At)));
        SealColumns.Insert(statements, file.Number, _new.FindAll(document => document.Seal is not null));
        _new.Clear();
    }

    private sealed record Made(Document Document, DateTimeOffset At);
}
