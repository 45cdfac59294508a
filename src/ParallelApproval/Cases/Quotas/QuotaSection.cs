using Npgsql;
using ParallelApproval.Database;
using ParallelApproval.Events;

namespace ParallelApproval.Cases;

/// <summary>
/// The place of the case among a limited number. Its state follows from branch and case whenever the file is put back, so that no verb can
/// forget it; how many are taken is counted by the database, whose constraint lets no one too many in, however many decide at once.
/// </summary>
internal sealed class QuotaSection : ICaseSection
{
    private const string Open =
        "INSERT INTO quotas (item_code, period, places, taken) VALUES ($1, $2, $3, 0) "
        + "ON CONFLICT (item_code, period) DO UPDATE SET places = greatest(excluded.places, quotas.taken)";

    private const string Count = "UPDATE quotas SET taken = taken + $3 WHERE item_code = $1 AND period = $2";

    /// <summary>The count of a limited number is that of the places taken: where it differs, somebody has changed it.</summary>
    internal static readonly StateCheck Counted = new(
        "quota_miscounted",
        "SELECT min(p.case_key) FROM quotas q JOIN quota_places p USING (item_code, period) GROUP BY q.item_code, q.period, q.taken "
            + "HAVING q.taken <> count(*) FILTER (WHERE p.state = 'Taken')"
    );

    private static readonly ColumnMap<QuotaPlace> Columns = new ColumnMap<QuotaPlace>("quota_places")
        .Fixed("item_code", place => place.ItemCode)
        .Fixed("period", place => place.Period)
        .Fixed("branch", place => place.Branch)
        .Fixed("is_in_order", place => place.IsInOrder)
        .Fixed("accepted_at", place => place.AcceptedAt)
        .Changing("state", place => place.State);

    private static readonly string WithNumbers =
        $"SELECT {Columns.Joined("p")}, q.places, q.taken, (SELECT count(*)::int FROM quota_places w WHERE w.item_code = p.item_code "
        + "AND w.period = p.period AND w.state = 'Waiting' AND (w.accepted_at, w.case_key) < (p.accepted_at, p.case_key)) "
        + "FROM quota_places p JOIN quotas q USING (item_code, period) WHERE p.case_key = $1";

    private readonly TrackedRows<QuotaPlace> _places = new(Columns);

    /// <summary>Null when the item has no limited number, or the case has not been accepted.</summary>
    public QuotaPlace? Place => _places.Count > 0 ? _places[0] : null;

    public string Query => WithNumbers;

    public bool IsOfThisFileAlone => Place is null;

    public void Put(QuotaPlace place) => _places.Add(place);

    public void Read(CaseFile file, NpgsqlDataReader rows)
    {
        while (rows.Read())
        {
            var place = _places.Take(Columns.ReadRow(file.Number, rows));
            (place.Places, place.Taken, place.Before) = (
                rows.GetInt32(Columns.Width),
                rows.GetInt32(Columns.Width + 1),
                rows.GetInt32(Columns.Width + 2)
            );
        }
    }

    public void Write(CaseFile file, Statements statements)
    {
        if (Place is not { } place)
            return;
        var before = _places.Stored(0)?.State;
        place.State = StateOf(file, place);
        if (before is null)
            statements.Add(Open, Statements.Text(place.ItemCode), Statements.Text(place.Period), Statements.Value(place.Places));
        var change = (place.State is PlaceState.Taken ? 1 : 0) - (before is PlaceState.Taken ? 1 : 0);
        if (change != 0)
            statements.Add(Count, Statements.Text(place.ItemCode), Statements.Text(place.Period), Statements.Value(change));
        _places.Write(file, statements);
    }

    private static PlaceState StateOf(CaseFile file, QuotaPlace place) =>
        file.Case.Status is CaseStatus.Revoked ? PlaceState.Left
        : file.FindBranch(place.Branch)?.Status is { } status && status.IsSettled()
            ? status.Passes() ? PlaceState.Taken
                : PlaceState.Left
        : file.Case.Status.IsClosed() ? PlaceState.Left
        : PlaceState.Waiting;
}
