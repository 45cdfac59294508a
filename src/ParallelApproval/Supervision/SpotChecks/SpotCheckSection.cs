using Npgsql;
using ParallelApproval.Cases;
using ParallelApproval.Database;

namespace ParallelApproval.Supervision;

/// <summary>
/// What spot checks put into a file: the draw, into the centre's own; the result, into that of the case. Only filled; the tables themselves
/// let nothing in twice.
/// </summary>
internal sealed class SpotCheckSection : ICaseSection
{
    /// <summary>Cases that were drawn, and of which nothing is recorded yet.</summary>
    internal static readonly HoldsCases Holds = new(
        HoldGround.SpotCheck,
        """
        SELECT asked.case_key FROM unnest($1) AS asked (case_key) WHERE EXISTS (
            SELECT FROM spot_checks s WHERE s.document->'cases' @> jsonb_build_array(jsonb_build_object('key', asked.case_key))
            AND NOT EXISTS (SELECT FROM spot_check_results r
                WHERE r.case_key = asked.case_key AND r.check_key = s.case_key AND r.check_running = s.running))
        """
    );

    private static readonly ColumnMap<SpotCheck> Columns = new ColumnMap<SpotCheck>("spot_checks")
        .Key("running", drawn => drawn.Number.Running)
        .Fixed("drawn_at", drawn => drawn.At)
        .Fixed("document", drawn => drawn, ColumnTypes.Jsonb<SpotCheck>());

    private static readonly ColumnMap<Found> ResultColumns = new ColumnMap<Found>("spot_check_results")
        .Key("check_key", found => found.Check.File.Key)
        .Key("check_running", found => found.Check.Running)
        .Fixed("document", found => found.Result, ColumnTypes.Jsonb<SpotCheckResult>());

    private readonly TrackedRows<SpotCheck> _drawn = new(Columns);
    private readonly TrackedRows<Found> _found = new(ResultColumns);

    public Contents Contents => Contents.WithAnnexes;

    public int NextRunning { get; private set; } = 1;

    /// <summary>The spot checks for which this case has been looked through.</summary>
    public HashSet<SpotCheckNumber> Done { get; } = [];

    public string Query =>
        "SELECT 0 AS check_key, running FROM spot_checks WHERE case_key = $1 UNION ALL SELECT check_key, check_running FROM spot_check_results WHERE case_key = $1";

    public void Put(SpotCheck drawn) => _drawn.Add(drawn);

    public void Put(SpotCheckNumber check, SpotCheckResult result) => _found.Add(new(check, result));

    public void Read(CaseFile file, NpgsqlDataReader rows)
    {
        while (rows.Read())
            if (rows.GetInt64(0) == 0)
                NextRunning = Math.Max(NextRunning, rows.GetInt32(1) + 1);
            else
                Done.Add(new(new(rows.GetInt64(0)), rows.GetInt32(1)));
    }

    public void Write(CaseFile file, Statements statements)
    {
        _drawn.Write(file, statements);
        _found.Write(file, statements);
    }

    private sealed record Found(SpotCheckNumber Check, SpotCheckResult Result);
}
