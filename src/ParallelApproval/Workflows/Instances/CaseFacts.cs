using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using ParallelApproval.Database;

namespace ParallelApproval.Workflows;

/// <summary>
/// What expressions in a flow may know of the case (流程可用数据), gathered from the rooms by every command that moves a flow which asks for
/// some of it. A step keeps what came out, and no replay asks again.
/// </summary>
public sealed class CaseFacts(IEnumerable<ITellFacts> rooms)
{
    private readonly ITellFacts[] _rooms = [.. rooms];

    /// <summary>Those facts of the case for which the version asks, as one JSON object.</summary>
    public JsonElement Of(CaseFile file, WantedFacts wanted)
    {
        var facts = new JsonObject();
        foreach (var room in _rooms)
            room.Tell(file, wanted, facts);
        return JsonSerializer.SerializeToElement(facts);
    }
}

/// <summary>Which parts of the facts a flow asks for; all of them when one of its scripts hands on the whole.</summary>
public sealed class WantedFacts(IEnumerable<string> parts)
{
    private readonly FrozenSet<string> _parts = parts.ToFrozenSet(StringComparer.Ordinal);

    public bool Have(string part) => _parts.Contains(part) || _parts.Contains("");
}

/// <summary>A room that has something to tell the expressions of a flow.</summary>
public interface ITellFacts
{
    /// <summary>Adds those of its facts that are wanted, under names of its own.</summary>
    /// <exception cref="FileIncompleteException">They stand in a part of the file that this command did not take out.</exception>
    void Tell(CaseFile file, WantedFacts wanted, JsonObject facts);
}
