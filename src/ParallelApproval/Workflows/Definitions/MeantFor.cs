using System.Text.Json;
using ParallelApproval.Engine;

namespace ParallelApproval.Workflows;

/// <summary>
/// For which items a flow is meant (适用事项), as its designer says in the custom property <c>parallelApprovalMeantFor</c> of the definition:
/// <c>{"kinds":["Promised"],"tiers":["District"],"leastBranches":2,"mostBranches":6,"leftOut":[6]}</c>. What is not said is open. A branch
/// that is left out (留待最后征询) is one that the drawing leaves to the house on purpose: its department is asked when the flow has come to its
/// end.
/// </summary>
public sealed record MeantFor
{
    /// <summary>Name of the custom property.</summary>
    public const string Property = "parallelApprovalMeantFor";

    private string[]? Kinds { get; init; }

    private string[]? Tiers { get; init; }

    private int? LeastBranches { get; init; }

    private int? MostBranches { get; init; }

    private int[]? LeftOut { get; init; }

    /// <summary>What cannot be read in it; null when all can.</summary>
    public string? Unreadable { get; private init; }

    /// <summary>As it is written, for sentences; empty when nothing is said.</summary>
    public string Written { get; private init; } = "";

    internal static MeantFor In(WorkflowDefinition definition)
    {
        if (
            definition.CustomProperties.ValueKind is not JsonValueKind.Object
            || !definition.CustomProperties.TryGetProperty(Property, out var said)
            || said.ValueKind is JsonValueKind.Null
        )
            return new();
        var written = said.GetRawText();
        if (said.ValueKind is not JsonValueKind.Object)
            return new() { Unreadable = Property, Written = written };
        var meant = new MeantFor { Written = written };
        foreach (var member in said.EnumerateObject())
            meant = (member.Name, member.Value.ValueKind) switch
            {
                ("kinds", JsonValueKind.Array) when Texts(member.Value) is { } kinds => meant with { Kinds = kinds },
                ("tiers", JsonValueKind.Array) when Texts(member.Value) is { } tiers => meant with { Tiers = tiers },
                ("leastBranches", JsonValueKind.Number) when member.Value.TryGetInt32(out var least) => meant with
                {
                    LeastBranches = least,
                },
                ("mostBranches", JsonValueKind.Number) when member.Value.TryGetInt32(out var most) => meant with { MostBranches = most },
                ("leftOut", JsonValueKind.Array) when Numbers(member.Value) is { } branches => meant with { LeftOut = branches },
                _ => meant with { Unreadable = member.Name },
            };
        return meant;
    }

    private static string[]? Texts(JsonElement list) =>
        list.EnumerateArray().All(one => one.ValueKind is JsonValueKind.String)
            ? [.. list.EnumerateArray().Select(one => one.GetString()!)]
            : null;

    private static int[]? Numbers(JsonElement list) =>
        list.EnumerateArray().All(one => one.ValueKind is JsonValueKind.Number && one.TryGetInt32(out _))
            ? [.. list.EnumerateArray().Select(one => one.GetInt32())]
            : null;

    /// <summary>Whether the designer leaves that branch out on purpose.</summary>
    public bool LeavesOut(int branch) => LeftOut?.Contains(branch) is true;

    /// <summary>The first word of it that is no kind, or no tier; null when all are.</summary>
    public string? Unknown(string[] kinds, string[] tiers) =>
        Kinds?.FirstOrDefault(kind => !kinds.Contains(kind)) ?? Tiers?.FirstOrDefault(tier => !tiers.Contains(tier));

    /// <summary>Whether the flow is meant for items of that kind and tier with so many branches.</summary>
    public bool Covers(string kind, string tier, int branches) =>
        Kinds?.Contains(kind) is not false
        && Tiers?.Contains(tier) is not false
        && !(branches < LeastBranches)
        && !(branches > MostBranches);
}
