using System.Collections.Frozen;

namespace ParallelApproval.Supervision;

/// <summary>The monitor points of this installation (监察点目录), with the values by which they work.</summary>
public sealed class PointCatalogue
{
    private readonly FrozenDictionary<string, MonitorPoint> _points;

    private readonly FactWords _words;

    internal PointCatalogue(IEnumerable<MonitorPoint> points, SupervisionSettings settings, FactWords words)
    {
        _words = words;
        _points = points.ToFrozenDictionary(point => point.Rule.Id, StringComparer.Ordinal);
        Settings = settings;
    }

    public SupervisionSettings Settings { get; }

    /// <summary>The rules in the order of their names.</summary>
    public IEnumerable<PointRule> Rules => All.Select(point => point.Rule);

    internal IEnumerable<MonitorPoint> All => _points.Values.OrderBy(point => point.Rule.Id, StringComparer.Ordinal);

    /// <summary>The points that are switched on, with their values.</summary>
    internal IEnumerable<(MonitorPoint Point, PointSettings Settings)> Watching =>
        All.Select(point => (point, Settings.Of(point.Rule.Id))).Where(pair => pair.Item2.IsOn);

    /// <summary>The rule of that name; null when there is none.</summary>
    public PointRule? Rule(string id) => _points.GetValueOrDefault(id)?.Rule;

    internal MonitorPoint? Find(string id) => _points.GetValueOrDefault(id);

    /// <summary>What a card says, in the reader's language.</summary>
    public string TextOf(Card card, bool english) => TextOf(card.Point, card.Reason, card.Facts, english);

    /// <summary>The same of a card that was written down elsewhere.</summary>
    public string TextOf(string point, string reason, IReadOnlyDictionary<string, string> facts, bool english) =>
        Rule(point)?.Reasons.GetValueOrDefault(reason)?.In(english, _words.Tell(facts, english)) ?? reason;
}
