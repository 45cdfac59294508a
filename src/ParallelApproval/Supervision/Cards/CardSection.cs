using System.Text.Json;
using Npgsql;
using ParallelApproval.Database;

namespace ParallelApproval.Supervision;

/// <summary>The cards of the file; only supervision takes them out, no approval pays for them.</summary>
internal sealed class CardSection : ICaseSection
{
    private readonly SortedDictionary<int, Card> _cards = [];
    private readonly HashSet<int> _changed = [];

    public Contents Contents => Contents.WithAnnexes;

    public IEnumerable<Card> Cards => _cards.Values;

    public string Query => "SELECT running, document FROM supervision_cards WHERE case_key = $1 ORDER BY running";

    public int NextRunning => _cards.Count == 0 ? 1 : _cards.Keys.Max() + 1;

    public void Put(Card card)
    {
        _cards[card.Number.Running] = card;
        _changed.Add(card.Number.Running);
    }

    public Card? Find(int running) => _cards.GetValueOrDefault(running);

    public void Read(CaseFile file, NpgsqlDataReader rows)
    {
        while (rows.Read())
            _cards[rows.GetInt32(0)] = JsonSerializer.Deserialize<Card>(rows.GetString(1), HouseJson.Options)! with { Number = new(file.Number, rows.GetInt32(0)) };
    }

    public void Write(CaseFile file, Statements statements)
    {
        foreach (var running in _changed) Write(statements, _cards[running]);
        _changed.Clear();
    }

    private static void Write(Statements statements, Card card) => statements.Add(
        "INSERT INTO supervision_cards (case_key, running, point, branch, occasion, colour, status, department, raised_at, next_at, document) " +
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) " +
        "ON CONFLICT (case_key, running) DO UPDATE SET status = excluded.status, next_at = excluded.next_at, document = excluded.document",
        Statements.Value(card.Number.File.Key), Statements.Value(card.Number.Running), Statements.Text(card.Point), Statements.Value(card.Branch),
        Statements.Text(card.Occasion), Statements.Text(card.Colour.ToString()), Statements.Text(card.Status.ToString()), Statements.Text(card.Department),
        Statements.Instant(card.RaisedAt), Statements.Instant(card.NextAt), Statements.Jsonb(JsonSerializer.Serialize(card, HouseJson.Options)));
}
