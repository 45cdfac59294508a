using Npgsql;
using ParallelApproval.Database;

namespace ParallelApproval.Cases;

/// <summary>The front page of the file.</summary>
internal sealed class CaseSection : ICaseSection
{
    private static readonly ColumnMap<Case> Columns = new ColumnMap<Case>("cases")
        .Fixed("item_code", page => page.ItemCode)
        .Fixed("item_version", page => page.ItemVersion)
        .Fixed("item_name", page => page.ItemName)
        .Fixed("applicant_name", page => page.ApplicantName)
        .Changing("chosen_branches", page => page.ChosenBranches)
        .Fixed("query_code", page => page.QueryCode)
        .Fixed("delivery", page => page.Delivery)
        .Fixed("received_at", page => page.ReceivedAt)
        .Fixed("received_by", page => page.ReceivedBy)
        .Fixed("station", page => page.Station)
        .Fixed("window_number", page => page.WindowNumber)
        .Fixed("open_key", page => page.OpenKey)
        .Changing("status", page => page.Status)
        .Changing("papers_complete_at", page => page.PapersCompleteAt)
        .Changing("accepted_at", page => page.AcceptedAt)
        .Changing("is_deemed_accepted", page => page.IsDeemedAccepted)
        .Changing("second_correction_asked_at", page => page.SecondCorrectionAskedAt)
        .Changing("decided_at", page => page.DecidedAt)
        .Changing("result", page => page.Result)
        .Changing("closed_at", page => page.ClosedAt)
        .Changing("may_correct_again", page => page.MayCorrectAgain)
        .Changing("deferred_papers", page => page.DeferredPapers)
        .Changing("is_by_commitment", page => page.IsByCommitment)
        .Fixed("disposed_at", page => page.DisposedAt)
        // What it says follows from an event of the chain; a check holds both together.
        .Unsealed("disposed_at");

    private readonly TrackedRows<Case> _case = new(Columns);

    public Case Case => _case.Count > 0 ? _case[0] : throw new InvalidOperationException("The file has no front page yet.");

    public string Query => Columns.Select;

    public void Put(Case received) => _case.Add(received);

    public void Read(CaseFile file, NpgsqlDataReader rows) => _case.Read(file, rows);

    public void Write(CaseFile file, Statements statements)
    {
        // The centre's own file has no front page.
        if (_case.Count == 0)
            return;
        var stored = _case.Stored(0);
        _case.Write(file, statements);
        if (Case.OpenKey is null)
            return;
        if (stored is null)
            OpenApplications.Hold(statements, Case.OpenKeys, Case.Number);
        else if (Case.ClosedAt is not null && stored.ClosedAt is null)
            OpenApplications.Release(statements, Case.Number);
    }
}
