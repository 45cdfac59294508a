using Npgsql;
using ParallelApproval.Database;

namespace ParallelApproval.Evaluations;

/// <summary>The complaints about the case.</summary>
internal sealed class ComplaintSection : ICaseSection
{
    private static readonly string OfCase = ComplaintRows.Columns.Select + " WHERE case_key = $1 ORDER BY number";

    private readonly TrackedRows<Complaint> _complaints = new(ComplaintRows.Columns);

    public Contents Contents => Contents.Everything;

    /// <summary>A complaint may be worked on without the file.</summary>
    public bool IsOfThisFileAlone => false;

    public string Query => OfCase;

    public void Read(CaseFile file, NpgsqlDataReader rows) => _complaints.Read(file, rows);

    public Complaint? Find(ComplaintNumber number) => _complaints.Find(complaint => complaint.Number == number);

    public void Put(Complaint complaint) => _complaints.Add(complaint);

    public void Write(CaseFile file, Statements statements) => _complaints.Write(file, statements);
}
