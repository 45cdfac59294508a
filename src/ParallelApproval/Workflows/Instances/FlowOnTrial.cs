using ErrorOr;
using ParallelApproval.Calendars;
using ParallelApproval.Database;
using ParallelApproval.Engine;

namespace ParallelApproval.Workflows;

/// <summary>A step that a flow took in a trial.</summary>
/// <param name="Display">The text on the canvas.</param>
/// <param name="EndedOn">Null while it waits.</param>
/// <param name="Outcomes">The ports by which it was left.</param>
public sealed record TrialStep(
    string ActivityId,
    string Display,
    string Type,
    DateOnly BegunOn,
    DateOnly? EndedOn,
    IReadOnlyList<string> Outcomes,
    string? Incident
);

/// <summary>Makes a version, draft or published, ready for a trial, and tells afterwards which way it went.</summary>
public sealed class FlowOnTrial(DefinitionQueries queries, DefinitionRegister register)
{
    /// <summary>The version ready to run. A draft that has faults runs until it comes to one.</summary>
    public async Task<ErrorOr<WorkflowVersion>> PrepareAsync(string definitionId, int? version, CancellationToken cancellation)
    {
        if (await queries.FindAsync(definitionId, new(version is { } number ? $"{number}" : "Latest"), cancellation) is not { } row)
            return version is null
                ? DefinitionRefusals.NoSuchDefinition(definitionId)
                : DefinitionRefusals.NoSuchVersion(definitionId, $"{version}");
        return Ready(row);
    }

    /// <summary>The flow of a drawing that is being judged, ready to run.</summary>
    public WorkflowVersion Ready(DrawnFlow drawn) => new(drawn.Definition, register.Activities, register.Composites);

    /// <summary>The version ready to run, as it is stored.</summary>
    internal WorkflowVersion Ready(DefinitionRow version) =>
        new(WorkflowDefinition.Parse(version.Content), register.Activities, register.Composites);

    /// <summary>The steps so far, in the order they began; flowcharts are left out.</summary>
    public static IReadOnlyList<TrialStep> Steps(CaseFile file)
    {
        var section = file.Section<InstanceSection>();
        var instance = new InstanceRow
        {
            CaseKey = file.Number.Key,
            DefinitionId = section.DefinitionId,
            Version = section.Version,
            Awaits = [],
            Status = "",
            SubStatus = "",
            State = section.State.ToJson(),
            CreatedAt = file.Act.At,
        };
        var history = new FlowHistory(instance, section.State, section.Held!.Definition, section.Journal);
        return
        [
            .. history
                .Runs.Where(run => run.Number > 0 && run.Type != Drawing.Flowchart)
                .Select(run => new TrialStep(
                    run.ActivityId,
                    run.Name ?? run.ActivityId,
                    run.Type,
                    run.StartedAt.OfficialDate(),
                    run.EndedAt?.OfficialDate(),
                    run.Outcomes,
                    run.Incident?.Message
                )),
        ];
    }
}
