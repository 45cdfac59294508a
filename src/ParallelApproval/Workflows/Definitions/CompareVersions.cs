using System.Text.Json;
using ErrorOr;
using ParallelApproval.Engine;

namespace ParallelApproval.Workflows;

/// <summary>版本对比: the differences of two versions of a definition in words, Chinese and English.</summary>
public sealed record CompareVersions(string DefinitionId, int From, int To);

/// <summary>One difference.</summary>
/// <param name="Kind"><c>added</c>, <c>removed</c>, <c>changed</c>, <c>renamed</c>, <c>connected</c>, <c>disconnected</c>.</param>
/// <param name="ActivityId">The activity concerned; null for the whole definition.</param>
public sealed record VersionDifference(string Kind, string? ActivityId, string Zh, string En);

/// <inheritdoc cref="CompareVersions"/>
public sealed class CompareVersionsHandler(DefinitionQueries queries, DefinitionRegister register)
{
    public async Task<ErrorOr<IReadOnlyList<VersionDifference>>> HandleAsync(CompareVersions command, CancellationToken cancellation)
    {
        if (await FindAsync(command.DefinitionId, command.From, cancellation) is not { } from)
            return DefinitionRefusals.NoSuchVersion(command.DefinitionId, $"{command.From}");
        if (await FindAsync(command.DefinitionId, command.To, cancellation) is not { } to)
            return DefinitionRefusals.NoSuchVersion(command.DefinitionId, $"{command.To}");
        return new VersionComparison(from, to, register.Activities).Differences().ToList();
    }

    private async Task<WorkflowDefinition?> FindAsync(string definitionId, int version, CancellationToken cancellation) =>
        await queries.FindAsync(definitionId, new($"{version}"), cancellation) is { } row ? WorkflowDefinition.Parse(row.Content) : null;
}

/// <summary>Compares two drawings activity by activity, arrow by arrow. Where things stand on the canvas is no difference.</summary>
internal sealed class VersionComparison(WorkflowDefinition from, WorkflowDefinition to, ActivityCatalogue activities)
{
    private readonly Dictionary<string, ActivityNode> _before = ById(from),
        _after = ById(to);

    public IEnumerable<VersionDifference> Differences() =>
        Whole()
            .Concat(Removed())
            .Concat(Added())
            .Concat(_after.Values.Where(now => _before.ContainsKey(now.Id)).SelectMany(now => Changed(_before[now.Id], now)))
            .Concat(Arrows());

    private IEnumerable<VersionDifference> Whole()
    {
        if (from.Name != to.Name)
            yield return new("renamed", null, $"名称由“{from.Name}”改为“{to.Name}”", $"Renamed from \"{from.Name}\" to \"{to.Name}\"");
        // The designer's tool writes an empty description where there was none.
        if ((from.Description ?? "") != (to.Description ?? ""))
            yield return new("changed", null, "说明已修改", "Description changed");
        foreach (var variable in to.Variables.ExceptBy(from.Variables.Select(v => v.Name), v => v.Name))
            yield return new("added", null, $"新增变量“{variable.Name}”", $"Added variable \"{variable.Name}\"");
        foreach (var variable in from.Variables.ExceptBy(to.Variables.Select(v => v.Name), v => v.Name))
            yield return new("removed", null, $"删除变量“{variable.Name}”", $"Removed variable \"{variable.Name}\"");
    }

    private IEnumerable<VersionDifference> Removed() =>
        _before
            .Values.Where(was => !_after.ContainsKey(was.Id))
            .Select(was => new VersionDifference(
                "removed",
                was.Id,
                $"删除{Kind(was).Zh}“{was.DisplayText}”",
                $"Removed {Kind(was).En} \"{was.DisplayText}\""
            ));

    private IEnumerable<VersionDifference> Added() =>
        _after
            .Values.Where(now => !_before.ContainsKey(now.Id))
            .Select(now => new VersionDifference(
                "added",
                now.Id,
                $"新增{Kind(now).Zh}“{now.DisplayText}”",
                $"Added {Kind(now).En} \"{now.DisplayText}\""
            ));

    private IEnumerable<VersionDifference> Changed(ActivityNode was, ActivityNode now)
    {
        if (was.Type != now.Type)
            yield return new(
                "changed",
                now.Id,
                $"“{now.DisplayText}”由{Kind(was).Zh}改为{Kind(now).Zh}",
                $"\"{now.DisplayText}\": {Kind(was).En} became {Kind(now).En}"
            );
        if (was.DisplayText != now.DisplayText)
            yield return new(
                "renamed",
                now.Id,
                $"“{was.DisplayText}”改名为“{now.DisplayText}”",
                $"\"{was.DisplayText}\" renamed to \"{now.DisplayText}\""
            );
        if (was.MergeMode != now.MergeMode)
            yield return new(
                "changed",
                now.Id,
                $"“{now.DisplayText}”的汇合方式由 {was.MergeMode} 改为 {now.MergeMode}",
                $"\"{now.DisplayText}\": merge mode changed from {was.MergeMode} to {now.MergeMode}"
            );
        foreach (var input in was.Properties.Keys.Union(now.Properties.Keys).Order(StringComparer.Ordinal))
        {
            var (before, after) = (Value(was, input), Value(now, input));
            if (before == after)
                continue;
            var name = activities
                .Find(now.Type, now.Version)
                ?.Inputs.FirstOrDefault(one => Drawing.CamelCase(one.Name) == input)
                ?.DisplayName
                ?? new(input, input);
            yield return new(
                "changed",
                now.Id,
                $"“{now.DisplayText}”的{name.Zh}由“{before}”改为“{after}”",
                $"\"{now.DisplayText}\": {name.En} changed from \"{before}\" to \"{after}\""
            );
        }
    }

    private IEnumerable<VersionDifference> Arrows()
    {
        var (before, after) = (ArrowsOf(from), ArrowsOf(to));
        foreach (
            var gone in before
                .ExceptBy(after.Select(arrow => arrow.ToString()), arrow => arrow.ToString())
                .Where(arrow => _after.ContainsKey(arrow.Source) && _after.ContainsKey(arrow.Target))
        )
            yield return new(
                "disconnected",
                gone.Source,
                $"断开“{Display(gone.Source)}”（{Port(gone).Zh}）到“{Display(gone.Target)}”的连线",
                $"Disconnected \"{Display(gone.Source)}\" ({Port(gone).En}) from \"{Display(gone.Target)}\""
            );
        foreach (var drawn in after.ExceptBy(before.Select(arrow => arrow.ToString()), arrow => arrow.ToString()))
            yield return new(
                "connected",
                drawn.Source,
                $"连接“{Display(drawn.Source)}”（{Port(drawn).Zh}）到“{Display(drawn.Target)}”",
                $"Connected \"{Display(drawn.Source)}\" ({Port(drawn).En}) to \"{Display(drawn.Target)}\""
            );
    }

    private string Display(string id) => (_after.GetValueOrDefault(id) ?? _before.GetValueOrDefault(id))?.DisplayText ?? id;

    private Bilingual Port(Connection arrow)
    {
        var source = _after.GetValueOrDefault(arrow.Source) ?? _before.GetValueOrDefault(arrow.Source);
        return (
            source is null
                ? null
                : activities.Find(source.Type, source.Version)?.Ports.FirstOrDefault(port => port.Name == arrow.SourcePort)?.DisplayName
        ) ?? new(arrow.SourcePort, arrow.SourcePort);
    }

    private Bilingual Kind(ActivityNode activity) =>
        activities.Find(activity.Type, activity.Version)?.DisplayName ?? new(activity.Type, activity.Type);

    private static string Value(ActivityNode activity, string input)
    {
        if (activity.Input(input) is { } argument)
            return argument.Expression is { } expression
                ? expression.Type is "Literal" or "Object"
                    ? expression.Text
                    : $"{expression.Type}: {expression.Text}"
                : argument.MemoryReference ?? "";
        return activity.Properties.TryGetValue(input, out var bare) && bare.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)
            ? bare.GetRawText()
            : "";
    }

    private static List<Connection> ArrowsOf(WorkflowDefinition definition) =>
        [.. definition.Activities().SelectMany(activity => activity.Connections ?? [])];

    private static Dictionary<string, ActivityNode> ById(WorkflowDefinition definition) =>
        definition.Activities().DistinctBy(activity => activity.Id).ToDictionary(activity => activity.Id, StringComparer.Ordinal);
}
