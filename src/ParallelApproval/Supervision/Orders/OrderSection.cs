using System.Text.Json;
using Npgsql;
using ParallelApproval.Database;

namespace ParallelApproval.Supervision;

/// <summary>The supervision orders of the file; only supervision takes them out, no approval pays for them.</summary>
internal sealed class OrderSection : ICaseSection
{
    private readonly SortedDictionary<int, SupervisionOrder> _orders = [];
    private readonly HashSet<int> _changed = [];

    public Contents Contents => Contents.WithAnnexes;

    public IEnumerable<SupervisionOrder> Orders => _orders.Values;

    public string Query => "SELECT running, document FROM supervision_orders WHERE case_key = $1 ORDER BY running";

    public int NextRunning => _orders.Count == 0 ? 1 : _orders.Keys.Max() + 1;

    public void Put(SupervisionOrder order)
    {
        _orders[order.Number.Running] = order;
        _changed.Add(order.Number.Running);
    }

    public SupervisionOrder? Find(int running) => _orders.GetValueOrDefault(running);

    public void Read(CaseFile file, NpgsqlDataReader rows)
    {
        while (rows.Read())
            _orders[rows.GetInt32(0)] = JsonSerializer.Deserialize<SupervisionOrder>(rows.GetString(1), HouseJson.Options)! with { Number = new(file.Number, rows.GetInt32(0)) };
    }

    public void Write(CaseFile file, Statements statements)
    {
        foreach (var running in _changed) Write(statements, _orders[running]);
        _changed.Clear();
    }

    private static void Write(Statements statements, SupervisionOrder order) => statements.Add(
        "INSERT INTO supervision_orders (case_key, running, kind, status, department, drafted_at, next_at, document) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) " +
        "ON CONFLICT (case_key, running) DO UPDATE SET status = excluded.status, next_at = excluded.next_at, document = excluded.document",
        Statements.Value(order.Number.File.Key), Statements.Value(order.Number.Running), Statements.Text(order.Kind.ToString()), Statements.Text(order.Status.ToString()),
        Statements.Text(order.Department), Statements.Instant(order.Drafted.At), Statements.Instant(order.NextAt),
        Statements.Jsonb(JsonSerializer.Serialize(order, HouseJson.Options)));
}
