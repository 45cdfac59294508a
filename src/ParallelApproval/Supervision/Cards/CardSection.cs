using System.Text.Json;
using Npgsql;
using ParallelApproval.Cases;
using ParallelApproval.Database;

namespace ParallelApproval.Supervision;

/// <summary>The cards of the file; only supervision takes them out, no approval pays for them.</summary>
internal sealed class CardSection : ICaseSection
{
    /// <summary>Cases with a card that waits for its answer, or for what comes of an appeal.</summary>
    internal static readonly HoldsCases Holds = new(
        HoldGround.Card,
        $"SELECT case_key FROM supervision_cards WHERE case_key = ANY ($1) AND status IN ('{nameof(CardStatus.Open)}', "
            + $"'{nameof(CardStatus.Overdue)}', '{nameof(CardStatus.Appealed)}')"
    );

    private static readonly ColumnMap<Card> Columns = new ColumnMap<Card>("supervision_cards")
        .Key("running", card => card.Number.Running)
        .Fixed("point", card => card.Point, onlyWritten: true)
        .Fixed("branch", card => card.Branch, onlyWritten: true)
        .Fixed("occasion", card => card.Occasion, onlyWritten: true)
        .Fixed("colour", card => card.Colour, onlyWritten: true)
        .Fixed("raised_at", card => card.RaisedAt, onlyWritten: true)
        .Changing("department", card => card.Department, onlyWritten: true)
        .Changing("status", card => card.Status, onlyWritten: true)
        .Changing("next_at", card => card.NextAt, onlyWritten: true)
        .Changing("document", card => card, ColumnTypes.Jsonb<Card>())
        .ReadWith(
            (file, rows, at) =>
                JsonSerializer.Deserialize<Card>(rows.GetString(at + 1), HouseJson.Options)! with
                {
                    Number = new(file, rows.GetInt32(at)),
                }
        );

    private static readonly string InOrder = Columns.Select + " ORDER BY running";

    private readonly TrackedRows<Card> _cards = new(Columns);

    public Contents Contents => Contents.WithAnnexes;

    public IReadOnlyList<Card> Cards => _cards;

    public string Query => InOrder;

    public int NextRunning => _cards.Count == 0 ? 1 : _cards[^1].Number.Running + 1;

    public void Put(Card card) => _cards.Put(card, known => known.Number == card.Number);

    public Card? Find(int running) => _cards.Find(card => card.Number.Running == running);

    public void Read(CaseFile file, NpgsqlDataReader rows) => _cards.Read(file, rows);

    public void Write(CaseFile file, Statements statements) => _cards.Write(file, statements);
}
