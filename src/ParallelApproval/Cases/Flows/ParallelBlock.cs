using System.Globalization;
using System.Text.Json;
using ParallelApproval.Engine;

namespace ParallelApproval.Cases;

/// <summary>
/// What a block of parallel approval says (并联块): its lanes, each a department by its code or a branch by its number, and which lane waits
/// for which. No lane stands for all branches of the item, in the order of the catalogue.
/// </summary>
public sealed class ParallelBlock
{
    /// <summary>Most lanes of one block.</summary>
    public const int MostLanes = 60;

    private static readonly char[] Commas = [',', '，', '、', ' ', '\t'];
    private static readonly char[] Stops = ['\n', '\r', ';', '；'];
    private static readonly char[] Colons = [':', '：'];
    private readonly Dictionary<string, List<string>> _first = new(StringComparer.Ordinal);

    private ParallelBlock(IEnumerable<string> lanes, IEnumerable<(string Lane, string First)> waits)
    {
        Lanes = [.. lanes.Distinct(StringComparer.Ordinal).Take(MostLanes)];
        var said = waits.Distinct().ToList();
        Strangers = [.. said.SelectMany(wait => (string[])[wait.Lane, wait.First]).Where(lane => !Lanes.Contains(lane)).Distinct()];
        foreach (var (lane, first) in said.Where(wait => Lanes.Contains(wait.Lane) && Lanes.Contains(wait.First)))
            (_first.TryGetValue(lane, out var before) ? before : _first[lane] = []).Add(first);
        Circle = [.. Lanes.Where(lane => ComesBack(lane))];
    }

    /// <summary>As chosen.</summary>
    public IReadOnlyList<string> Lanes { get; }

    /// <summary>Who waits or is waited for and is no lane.</summary>
    public IReadOnlyList<string> Strangers { get; }

    /// <summary>Lanes that wait for themselves by way of others; drawn as if they waited for nobody.</summary>
    public IReadOnlyList<string> Circle { get; }

    /// <summary>Who waits for whom, lanes of a circle too.</summary>
    public IEnumerable<(string Lane, string First)> Waits =>
        Lanes.SelectMany(lane => _first.GetValueOrDefault(lane) ?? [], (lane, first) => (lane, first));

    /// <summary>For whom a lane waits.</summary>
    public IReadOnlyList<string> Before(string lane) => Circle.Contains(lane) ? [] : _first.GetValueOrDefault(lane) ?? [];

    /// <summary>How many lanes come one after the other before it: 0 for one that begins at once.</summary>
    public int Rank(string lane) => Before(lane).Select(first => Rank(first) + 1).DefaultIfEmpty().Max();

    /// <summary>The lanes on which no other waits.</summary>
    public IEnumerable<string> Last => Lanes.Where(lane => !Lanes.Any(other => Before(other).Contains(lane)));

    /// <summary>
    /// What is written into the inputs: a list of lanes, as JSON or by commas; a line for each lane that waits, such as
    /// <c>TJJ: SYJ, GSJ</c>.
    /// </summary>
    public static ParallelBlock Read(string? lanes, string? waits) => new(List(lanes), WaitsIn(waits));

    public static ParallelBlock Of(IEnumerable<string> lanes, IEnumerable<(string Lane, string First)> waits) =>
        new(lanes.Select(lane => lane.Trim()).Where(lane => lane.Length > 0), waits);

    /// <summary>Whether the lane is a branch by its number.</summary>
    public static bool IsNumber(string lane) => int.TryParse(lane, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    /// <summary>The lanes as they are written.</summary>
    public string WrittenLanes => JsonSerializer.Serialize(Lanes);

    /// <summary>Who waits for whom, as it is written.</summary>
    public string WrittenWaits =>
        string.Join('\n', Lanes.Where(_first.ContainsKey).Select(lane => $"{lane}: {string.Join(", ", _first[lane])}"));

    private bool ComesBack(string lane)
    {
        var (seen, way) = (new HashSet<string>(StringComparer.Ordinal), new Stack<string>(_first.GetValueOrDefault(lane) ?? []));
        while (way.TryPop(out var first))
            if (first == lane)
                return true;
            else if (seen.Add(first))
                foreach (var before in _first.GetValueOrDefault(first) ?? [])
                    way.Push(before);
        return false;
    }

    private static IEnumerable<string> List(string? text)
    {
        if (text?.TrimStart().StartsWith('[') is true)
            try
            {
                return
                [
                    .. JsonSerializer
                        .Deserialize<JsonElement[]>(text)!
                        .Select(lane => lane.ValueKind is JsonValueKind.String ? lane.GetString()! : lane.GetRawText())
                        .Select(lane => lane.Trim())
                        .Where(lane => lane.Length > 0),
                ];
            }
            catch (JsonException)
            {
                // Taken by its commas: what is no lane is refused at publication by its name.
            }

        return (text ?? "").Split([.. Commas, .. Stops], StringSplitOptions.RemoveEmptyEntries);
    }

    private static IEnumerable<(string Lane, string First)> WaitsIn(string? text) =>
        from line in (text ?? "").Split(Stops, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        let colon = line.IndexOfAny(Colons)
        let lane = colon < 0 ? line : line[..colon].Trim()
        // A line without a colon says nothing that could be drawn; it is told by its own words.
        from first in colon < 0 ? [line] : line[(colon + 1)..].Split(Commas, StringSplitOptions.RemoveEmptyEntries)
        select (lane, first);
}
