using System.Text.Json;
using Npgsql;
using ParallelApproval.Database;

namespace ParallelApproval.Cases;

/// <summary>The joint site visits of the case; read by those commands only that ask for everything.</summary>
internal sealed class VisitSection : ICaseSection
{
    private readonly List<SiteVisit> _visits = [];
    private readonly HashSet<SiteVisit> _changed = [];

    public Contents Contents => Contents.Everything;

    public IReadOnlyList<SiteVisit> Visits => _visits;

    public string Query => "SELECT document FROM site_visits WHERE case_key = $1 ORDER BY round";

    public void Put(SiteVisit visit)
    {
        _visits.Add(visit);
        _changed.Add(visit);
    }

    public void Change(SiteVisit visit, Action<SiteVisit> change)
    {
        change(visit);
        _changed.Add(visit);
    }

    public void Read(CaseFile file, NpgsqlDataReader rows)
    {
        while (rows.Read()) _visits.Add(JsonSerializer.Deserialize<SiteVisit>(rows.GetString(0), HouseJson.Options)!);
    }

    public void Write(CaseFile file, Statements statements)
    {
        foreach (var visit in _changed)
            statements.Add("INSERT INTO site_visits (case_key, round, document) VALUES ($1, $2, $3) ON CONFLICT (case_key, round) DO UPDATE SET document = excluded.document",
                Statements.Value(file.Number.Key), Statements.Value(visit.Round), Statements.Json(JsonSerializer.Serialize(visit, HouseJson.Options)));
    }
}
