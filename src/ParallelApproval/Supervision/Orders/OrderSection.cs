using System.Text.Json;
using Npgsql;
using ParallelApproval.Cases;
using ParallelApproval.Database;

namespace ParallelApproval.Supervision;

/// <summary>The supervision orders of the file; only supervision takes them out, no approval pays for them.</summary>
internal sealed class OrderSection : ICaseSection
{
    /// <summary>Cases with an order that is not done.</summary>
    internal static readonly HoldsCases Holds = new(
        HoldGround.Order,
        $"SELECT case_key FROM supervision_orders WHERE case_key = ANY ($1) AND status IN ('{nameof(OrderStatus.Issued)}', "
            + $"'{nameof(OrderStatus.InHand)}', '{nameof(OrderStatus.Replied)}', '{nameof(OrderStatus.Returned)}')"
    );

    private static readonly ColumnMap<SupervisionOrder> Columns = new ColumnMap<SupervisionOrder>("supervision_orders")
        .Key("running", order => order.Number.Running)
        .Fixed("kind", order => order.Kind, onlyWritten: true)
        .Fixed("drafted_at", order => order.Drafted.At, onlyWritten: true)
        .Changing("department", order => order.Department, onlyWritten: true)
        .Changing("status", order => order.Status, onlyWritten: true)
        .Changing("next_at", order => order.NextAt, onlyWritten: true)
        .Changing("document", order => order, ColumnTypes.Jsonb<SupervisionOrder>())
        .ReadWith(
            (file, rows, at) =>
                JsonSerializer.Deserialize<SupervisionOrder>(rows.GetString(at + 1), HouseJson.Options)! with
                {
                    Number = new(file, rows.GetInt32(at)),
                }
        );

    private static readonly string InOrder = Columns.Select + " ORDER BY running";

    private readonly TrackedRows<SupervisionOrder> _orders = new(Columns);

    public Contents Contents => Contents.WithAnnexes;

    public IReadOnlyList<SupervisionOrder> Orders => _orders;

    public string Query => InOrder;

    public int NextRunning => _orders.Count == 0 ? 1 : _orders[^1].Number.Running + 1;

    public void Put(SupervisionOrder order) => _orders.Put(order, known => known.Number == order.Number);

    public SupervisionOrder? Find(int running) => _orders.Find(order => order.Number.Running == running);

    public void Read(CaseFile file, NpgsqlDataReader rows) => _orders.Read(file, rows);

    public void Write(CaseFile file, Statements statements) => _orders.Write(file, statements);
}
