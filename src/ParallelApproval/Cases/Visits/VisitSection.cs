using System.Text.Json;
using Npgsql;
using ParallelApproval.Database;

namespace ParallelApproval.Cases;

/// <summary>The site visits of the case; every signature asks for them.</summary>
internal sealed class VisitSection : ICaseSection
{
    private static readonly ColumnMap<SiteVisit> Columns = new ColumnMap<SiteVisit>("site_visits")
        .Key("round", visit => visit.Round, onlyWritten: true)
        .Changing("document", visit => visit, ColumnTypes.Json<SiteVisit>())
        .ReadWith((_, rows, at) => JsonSerializer.Deserialize<SiteVisit>(rows.GetString(at), HouseJson.Options)!);

    private static readonly string InOrder = Columns.Select + " ORDER BY round";

    private readonly TrackedRows<SiteVisit> _visits = new(Columns);

    public IReadOnlyList<SiteVisit> Visits => _visits;

    public string Query => InOrder;

    /// <summary>A visit that is new, or as it has become.</summary>
    public SiteVisit Put(SiteVisit visit)
    {
        _visits.Put(visit, known => known.Round == visit.Round);
        return visit;
    }

    public void Read(CaseFile file, NpgsqlDataReader rows) => _visits.Read(file, rows);

    public void Write(CaseFile file, Statements statements) => _visits.Write(file, statements);
}
