using System.Text.Json;
using System.Text.Json.Nodes;
using ParallelApproval.Database;

namespace ParallelApproval.Workflows;

/// <summary>
/// What expressions in a flow may know of the case (流程可用数据), gathered from the rooms only when the version that runs has expressions at
/// all.
/// </summary>
public sealed class CaseFacts(IEnumerable<ITellFacts> rooms)
{
    private readonly ITellFacts[] _rooms = [.. rooms];

    /// <summary>The facts of the case as one JSON object.</summary>
    public JsonElement Of(CaseFile file)
    {
        var facts = new JsonObject();
        foreach (var room in _rooms)
            room.Tell(file, facts);
        return JsonSerializer.SerializeToElement(facts);
    }
}

/// <summary>A room that has something to tell the expressions of a flow.</summary>
public interface ITellFacts
{
    /// <summary>Adds its facts under names of its own.</summary>
    void Tell(CaseFile file, JsonObject facts);
}
