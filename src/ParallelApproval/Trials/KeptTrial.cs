using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ParallelApproval.Cases;
using ParallelApproval.Workflows;

namespace ParallelApproval.Trials;

/// <summary>To what end a trial came, without its dates: they move with the calendar, and a flow is no worse for it (试运行结果).</summary>
/// <param name="Branches">Status by number of the branch.</param>
/// <param name="Told">Ids of the steps that raised a card or told the leaders, in order of the alphabet.</param>
/// <param name="Stopped">Code of what stood in the way; null when nothing did.</param>
public sealed record TrialEnd(CaseStatus Status, SortedDictionary<int, BranchStatus> Branches, string[] Told, string? Stopped = null)
{
    private static readonly string[] Telling = ["ParallelApproval.RaiseCard", "ParallelApproval.TellLeaders"];

    /// <summary>The end of a trial that was played.</summary>
    public static TrialEnd Of(TrialOutcome trial) =>
        new(
            trial.Status,
            new(trial.Branches.ToDictionary(branch => branch.Number, branch => branch.Status)),
            [
                .. trial
                    .Steps.Where(step => Telling.Contains(step.Type) && step.EndedOn is not null)
                    .Select(step => step.ActivityId)
                    .Order(StringComparer.Ordinal),
            ],
            trial.StoppedBecause?.Code
        );

    /// <summary>Whether the two say the same.</summary>
    public bool IsSame(TrialEnd other) =>
        (Status, Stopped) == (other.Status, other.Stopped) && Branches.SequenceEqual(other.Branches) && Told.SequenceEqual(other.Told);
}

/// <summary>
/// A trial that is kept with its flow (随流程保存的试运行), in the custom property <c>parallelApprovalTrials</c> of the definition: what was put in,
/// and to what end it came. Every publication plays all of them.
/// </summary>
/// <param name="Name">By which the designer knows it; one of a name.</param>
public sealed record KeptTrial(
    string Name,
    string ItemCode,
    TrialEnd End,
    int[]? Branches = null,
    int[]? Refuse = null,
    int[]? Late = null,
    int[]? Correct = null,
    int[]? Stop = null,
    JsonObject? Form = null
)
{
    /// <summary>Name of the custom property.</summary>
    public const string Property = "parallelApprovalTrials";

    /// <summary>How many a flow keeps at most: all of them are played at a publication.</summary>
    public const int Most = 50;

    private static readonly JsonSerializerOptions Written = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    /// <summary>Those that are written in the property, in order of their names; null when it cannot be read.</summary>
    public static IReadOnlyList<KeptTrial>? Read(string? property)
    {
        try
        {
            return property is null ? []
                : JsonSerializer.Deserialize<KeptTrial[]>(property, Written) is { } kept && !kept.Contains(null!) ? kept
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Those of a version as it is stored; none when they cannot be read.</summary>
    public static IReadOnlyList<KeptTrial> Of(DefinitionRow version) =>
        Read(JsonNode.Parse(version.Content)!["customProperties"]?[Property]?.ToJsonString()) ?? [];

    internal static JsonNode? Write(IEnumerable<KeptTrial> trials) =>
        trials.ToList() is { Count: > 0 } some
            ? JsonSerializer.SerializeToNode(some.OrderBy(trial => trial.Name, StringComparer.Ordinal), Written)
            : null;

    /// <summary>The same trial of that version, received today.</summary>
    public TrialRun On(WorkflowVersion workflow) => new(workflow, ItemCode, null, Branches, Refuse, Late, Form, Correct, Stop);
}
