using Npgsql;
using ParallelApproval.Database;

namespace ParallelApproval.Evaluations;

/// <summary>The complaints about the case.</summary>
internal sealed class ComplaintSection : ICaseSection
{
    private readonly List<Complaint> _complaints = [];
    private readonly HashSet<Complaint> _new = [];
    private readonly HashSet<Complaint> _changed = [];

    public Contents Contents => Contents.Everything;

    public string Query => ComplaintRows.Select + " WHERE case_key = $1 ORDER BY number";

    public void Read(CaseFile file, NpgsqlDataReader rows)
    {
        while (rows.Read()) _complaints.Add(ComplaintRows.Read(rows));
    }

    public Complaint? Find(ComplaintNumber number) => _complaints.Find(complaint => complaint.Number == number);

    public void Put(Complaint complaint)
    {
        _complaints.Add(complaint);
        _new.Add(complaint);
    }

    public void Change(Complaint complaint) => _changed.Add(complaint);

    public void Write(CaseFile file, Statements statements)
    {
        foreach (var complaint in _new) ComplaintRows.Insert(statements, complaint, requestKey: null);
        foreach (var complaint in _changed) ComplaintRows.Update(statements, complaint);
        _new.Clear();
        _changed.Clear();
    }
}
