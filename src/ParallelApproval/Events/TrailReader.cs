using Npgsql;
using ParallelApproval.Database;
using ParallelApproval.Identities;

namespace ParallelApproval.Events;

/// <summary>Reads events of all cases in the order of writing.</summary>
internal static class TrailReader
{
    /// <summary>What a query must begin with.</summary>
    public const string Columns =
        "SELECT e.case_key, e.position, e.sequence, e.kind, e.at, e.user_name, e.actor, e.department, e.branch, e.data::text "
        + "FROM case_events e";

    public static async Task<List<Heard>> ReadAsync(
        NpgsqlConnection connection,
        string query,
        CancellationToken cancellation,
        params NpgsqlParameter[] parameters
    )
    {
        await using var read = new NpgsqlCommand(query, connection);
        foreach (var parameter in parameters)
            read.Parameters.Add(parameter);
        await using var rows = await read.ExecuteReaderAsync(cancellation);
        var found = new List<Heard>();
        while (await rows.ReadAsync(cancellation))
            found.Add(
                new(
                    new CaseNumber(rows.GetInt64(0)),
                    rows.GetInt64(1),
                    new(
                        rows.GetInt32(2),
                        rows.GetString(3),
                        rows.GetInstant(4),
                        rows.GetString(5),
                        rows.GetString(6),
                        rows.GetString(7),
                        rows.GetNumberOrNull(8),
                        rows.GetString(9)
                    )
                )
            );
        return found;
    }
}
