using System.Text.Json;
using Npgsql;
using ParallelApproval.Database;

namespace ParallelApproval.Cases;

/// <summary>The hearings of the case, in the order of branches and rounds; read by every command, since a decision waits for them.</summary>
internal sealed class HearingSection : ICaseSection
{
    private static readonly ColumnMap<Hearing> Columns = new ColumnMap<Hearing>("hearings")
        .Key("branch", hearing => hearing.Branch, onlyWritten: true)
        .Key("round", hearing => hearing.Round, onlyWritten: true)
        .Changing("document", hearing => hearing, ColumnTypes.Json<Hearing>())
        .ReadWith((_, rows, at) => JsonSerializer.Deserialize<Hearing>(rows.GetString(at), HouseJson.Options)!);

    private static readonly string InOrder = Columns.Select + " ORDER BY branch, round";

    private readonly TrackedRows<Hearing> _hearings = new(Columns);

    public IReadOnlyList<Hearing> Hearings => _hearings;

    public string Query => InOrder;

    /// <summary>A hearing that is new, or as it has become.</summary>
    public Hearing Put(Hearing hearing)
    {
        _hearings.Put(hearing, known => known.Branch == hearing.Branch && known.Round == hearing.Round);
        return hearing;
    }

    public void Read(CaseFile file, NpgsqlDataReader rows) => _hearings.Read(file, rows);

    public void Write(CaseFile file, Statements statements) => _hearings.Write(file, statements);
}
