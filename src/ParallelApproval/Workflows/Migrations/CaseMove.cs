using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;

namespace ParallelApproval.Workflows;

/// <summary>A case goes on by another version of its workflow (流程迁移).</summary>
public sealed record FlowMigrated(int FromVersion, int ToVersion, string Migration, string ProposedBy, string Reason) : DomainEvent;

/// <summary>Where the flow of a case stands.</summary>
/// <param name="Display">The text on the canvas.</param>
public sealed record FlowPlace(string ActivityId, string Display, string Type);

/// <summary>What moving one case does, or why it cannot move.</summary>
/// <param name="Stands">Where it stands afterwards; empty when it cannot move.</param>
/// <param name="Opens">Of these, the steps that begin because of the move, such as a department that the old version did not ask.</param>
/// <param name="PassedBy">Steps that only the new version has and that this case can no longer come to.</param>
public sealed record CaseMove(
    string CaseNumber,
    int? FromVersion,
    IReadOnlyList<FlowPlace> Stands,
    IReadOnlyList<FlowPlace> Opens,
    IReadOnlyList<FlowPlace> PassedBy,
    Error? Refusal
)
{
    public bool CanMove => Refusal is null;

    internal static CaseMove Impossible(CaseNumber number, int? from, Error refusal) => new(number.ToString(), from, [], [], [], refusal);
}

/// <summary>Moves one case, on its open file.</summary>
public sealed class CaseMover(DefinitionRegister register, WorkflowRunner runner)
{
    internal ErrorOr<CaseMove> Move(CaseFile file, WorkflowVersion to)
    {
        var from = register.Version(file.WorkflowId, file.WorkflowVersion);
        var before = file.WorkflowState.Bookmarks.Select(waiting => waiting.Id).ToHashSet(StringComparer.Ordinal);
        if (runner.Migrate(file, to) is { IsError: true } refused)
            return refused.Errors;
        var waits = file.WorkflowState.Bookmarks.ToList();
        return new CaseMove(
            file.Number.ToString(),
            from.Version,
            [.. waits.Select(waiting => Place(to, waiting.ActivityId))],
            [.. waits.Where(waiting => !before.Contains(waiting.Id)).Select(waiting => Place(to, waiting.ActivityId))],
            [
                .. to.On(file.Section<InstanceSection>().Engine)
                    .OutOfReach(file.WorkflowState)
                    .Where(activity => from.TypeOf(activity) is null)
                    .Select(activity => Place(to, activity)),
            ],
            null
        );
    }

    private static FlowPlace Place(WorkflowVersion version, string activityId) =>
        new(
            activityId,
            version.Definition.Activities().FirstOrDefault(activity => activity.Id == activityId)?.DisplayText ?? activityId,
            version.TypeOf(activityId) ?? ""
        );
}
