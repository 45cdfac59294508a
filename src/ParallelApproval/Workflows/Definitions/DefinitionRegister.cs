using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Engine;

namespace ParallelApproval.Workflows;

/// <summary>
/// The workflow definitions that cases start and run on (流程定义台账), ready to run, in memory. Every version that was ever published is here,
/// because a case stays on the version it started with.
/// </summary>
public sealed class DefinitionRegister(IEnumerable<CaseActivity> activities) : ICachedRegister
{
    private volatile FrozenDictionary<(string DefinitionId, int Version), WorkflowVersion> _versions = FrozenDictionary<
        (string, int),
        WorkflowVersion
    >.Empty;
    private volatile FrozenDictionary<string, WorkflowVersion> _published = FrozenDictionary<string, WorkflowVersion>.Empty;
    private volatile FrozenDictionary<(string DefinitionId, int Version), UnreadableVersion> _unreadable = FrozenDictionary<
        (string, int),
        UnreadableVersion
    >.Empty;

    /// <summary>Key in the table of editions.</summary>
    public const string Name = "workflow_definitions";

    string ICachedRegister.Name => Name;

    private readonly ActivityCatalogue _own = ActivityCatalogue.BuiltIn.With(activities.Select(activity => activity.Descriptor));
    private volatile ActivityCatalogue? _activities;
    private volatile IReadOnlyList<WorkflowDefinition> _composites = [];

    /// <summary>
    /// Every activity that a definition may use: the engine's, the house's, and published flows that are usable as an activity, each
    /// version of theirs as a version of the type.
    /// </summary>
    public ActivityCatalogue Activities => _activities ?? _own;

    /// <summary>
    /// Versions that may stand as one activity in another flow (子流程活动); only of flows that belong to no case. Which version stands there
    /// is said by the drawing, and never changes with a new one.
    /// </summary>
    public IReadOnlyList<WorkflowDefinition> Composites => _composites;

    /// <summary>The flow for which an activity of that type and version stands; null when it is an activity of its own.</summary>
    public WorkflowDefinition? CompositeOf(ActivityDescriptor activity) =>
        _own.FindNewest(activity.Type) is null
            ? _composites.FirstOrDefault(flow => flow.TypeName == activity.Type && flow.Version == activity.Version)
            : null;

    /// <summary>The version on which new cases start, or the named one if it is still published; null when there is none.</summary>
    public WorkflowVersion? Published(string definitionId, int? version = null) =>
        _published.GetValueOrDefault(definitionId) is { } published && (version is null || version == published.Version) ? published : null;

    /// <summary>The versions on which new cases start, by their names.</summary>
    public IEnumerable<WorkflowVersion> AllPublished =>
        _published.Values.OrderBy(version => version.Definition.Name ?? version.DefinitionId, StringComparer.Ordinal);

    /// <summary>The version that a case runs on.</summary>
    /// <exception cref="KeyNotFoundException">It was never published, or cannot be read.</exception>
    public WorkflowVersion Version(string definitionId, int version) => _versions[(definitionId, version)];

    /// <summary>Why no flow of that definition can be started by another flow, an event or a clock; null when it can.</summary>
    internal (string Code, string Sentence)? WhyNotStarted(string definitionId) =>
        Published(definitionId) is not { } other
            ? ("flow_not_published", $"Expected workflow '{definitionId}' to be published, but it is not.")
        : other.IsOfCase
            ? ("flow_is_of_case", $"Expected workflow '{definitionId}' to belong to no case, but only an application can start it.")
        : null;

    /// <summary>Published versions that belong to no case.</summary>
    internal IEnumerable<WorkflowVersion> OfNoCase => _published.Values.Where(version => !version.IsOfCase);

    /// <summary>Why that version cannot be read; null when it can, or was never published.</summary>
    internal UnreadableVersion? FaultOf(string definitionId, int version) => _unreadable.GetValueOrDefault((definitionId, version));

    /// <summary>
    /// Published versions that cannot be made ready: no case starts on them, and those on them wait. Everything else goes on.
    /// </summary>
    public IReadOnlyList<UnreadableVersion> Unreadable =>
        [.. _unreadable.Values.OrderBy(one => one.DefinitionId).ThenBy(one => one.Version)];

    /// <summary>Whether this node has read that version already; another node may have published it a moment ago.</summary>
    internal bool Holds(string definitionId, int version) =>
        _versions.ContainsKey((definitionId, version)) || _unreadable.ContainsKey((definitionId, version));

    public async Task LoadAsync(ApprovalDbContext db, CancellationToken cancellation)
    {
        var rows = await db.Set<DefinitionRow>().AsNoTracking().Where(row => row.WasPublished).ToListAsync(cancellation);
        var held = _versions;
        var (versions, unreadable) = (new Dictionary<DefinitionRow, WorkflowVersion>(), new List<UnreadableVersion>());
        var definitions = new Dictionary<DefinitionRow, WorkflowDefinition>();
        foreach (var row in rows)
            try
            {
                definitions[row] = held.GetValueOrDefault((row.DefinitionId, row.Version))?.Definition
                    ?? WorkflowDefinition.Parse(row.Content);
            }
            catch (Exception fault) when (fault is not OutOfMemoryException)
            {
                unreadable.Add(new(row.DefinitionId, row.Version, fault.Message));
            }

        Offer(definitions);
        foreach (var (row, definition) in definitions)
            try
            {
                versions[row] = held.GetValueOrDefault((row.DefinitionId, row.Version))
                    ?? new WorkflowVersion(definition, Activities, Composites);
            }
            catch (Exception fault) when (fault is not OutOfMemoryException)
            {
                unreadable.Add(new(row.DefinitionId, row.Version, fault.Message));
            }

        _unreadable = unreadable.ToFrozenDictionary(one => (one.DefinitionId, one.Version));
        _versions = versions.Values.ToFrozenDictionary(version => (version.DefinitionId, version.Version));
        _published = versions
            .Where(pair => pair.Key.IsPublished)
            .ToFrozenDictionary(pair => pair.Key.DefinitionId, pair => pair.Value, StringComparer.Ordinal);
    }

    // Only the version that is published is offered; the others stay known, because they stand in drawings. Of two flows of the same name
    // the first is offered.
    private void Offer(Dictionary<DefinitionRow, WorkflowDefinition> definitions)
    {
        var usable = definitions
            .Where(pair =>
                pair.Value.UsableAsActivity && !WorkflowVersion.HasStepsOfCases(pair.Value) && _own.FindNewest(pair.Value.TypeName) is null
            )
            .OrderBy(pair => pair.Key.DefinitionId, StringComparer.Ordinal)
            .ThenByDescending(pair => pair.Key.Version)
            .ToList();
        _composites = [.. usable.Select(pair => pair.Value)];
        _activities = _own.With(
            usable
                .DistinctBy(pair => (pair.Value.TypeName, pair.Value.Version))
                .Select(pair => ActivityDescriptor.OfComposite(pair.Value) with { IsBrowsable = pair.Key.IsPublished })
        );
    }
}

/// <summary>A published version that this node cannot make ready (无法读取的流程版本).</summary>
/// <param name="Fault">What the reader said; for whoever mends it.</param>
public sealed record UnreadableVersion(string DefinitionId, int Version, string Fault);
