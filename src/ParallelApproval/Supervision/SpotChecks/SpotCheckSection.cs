using System.Text.Json;
using Npgsql;
using ParallelApproval.Database;

namespace ParallelApproval.Supervision;

/// <summary>What spot checks put into a file: the draw, into the centre's own; the result, into that of the case. Only filled; the tables themselves let nothing in twice.</summary>
internal sealed class SpotCheckSection : ICaseSection
{
    private SpotCheck? _drawn;
    private (SpotCheckNumber Check, SpotCheckResult Result)? _found;

    public Contents Contents => Contents.WithAnnexes;

    public int NextRunning { get; private set; } = 1;

    /// <summary>The spot checks for which this case has been looked through.</summary>
    public HashSet<SpotCheckNumber> Done { get; } = [];

    public string Query =>
        "SELECT 0 AS check_key, running FROM spot_checks WHERE case_key = $1 UNION ALL SELECT check_key, check_running FROM spot_check_results WHERE case_key = $1";

    public void Put(SpotCheck drawn) => _drawn = drawn;

    public void Put(SpotCheckNumber check, SpotCheckResult result) => _found = (check, result);

    public void Read(CaseFile file, NpgsqlDataReader rows)
    {
        while (rows.Read())
            if (rows.GetInt64(0) == 0) NextRunning = Math.Max(NextRunning, rows.GetInt32(1) + 1);
            else Done.Add(new(new(rows.GetInt64(0)), rows.GetInt32(1)));
    }

    public void Write(CaseFile file, Statements statements)
    {
        if (_drawn is { } drawn)
            statements.Add("INSERT INTO spot_checks (case_key, running, drawn_at, document) VALUES ($1, $2, $3, $4)",
                Statements.Value(file.Number.Key), Statements.Value(drawn.Number.Running), Statements.Instant(drawn.At), Statements.Jsonb(JsonSerializer.Serialize(drawn, HouseJson.Options)));
        if (_found is { } found)
            statements.Add("INSERT INTO spot_check_results (case_key, check_key, check_running, document) VALUES ($1, $2, $3, $4)",
                Statements.Value(file.Number.Key), Statements.Value(found.Check.File.Key), Statements.Value(found.Check.Running),
                Statements.Jsonb(JsonSerializer.Serialize(found.Result, HouseJson.Options)));
    }
}
