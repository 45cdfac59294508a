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

    /// <summary>Every activity that a definition may use: the engine's and the house's.</summary>
    public ActivityCatalogue Activities { get; } = ActivityCatalogue.BuiltIn.With(activities.Select(activity => activity.Descriptor));

    /// <summary>The version on which new cases start, or the named one if it is still published; null when there is none.</summary>
    public WorkflowVersion? Published(string definitionId, int? version = null) =>
        _published.GetValueOrDefault(definitionId) is { } published && (version is null || version == published.Version) ? published : null;

    /// <summary>The versions on which new cases start, by their names.</summary>
    public IEnumerable<WorkflowVersion> AllPublished =>
        _published.Values.OrderBy(version => version.Definition.Name ?? version.DefinitionId, StringComparer.Ordinal);

    /// <summary>The version that a case runs on.</summary>
    /// <exception cref="KeyNotFoundException">It was never published, or cannot be read.</exception>
    public WorkflowVersion Version(string definitionId, int version) => _versions[(definitionId, version)];

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
        foreach (var row in rows)
            try
            {
                versions[row] = held.GetValueOrDefault((row.DefinitionId, row.Version)) ?? Compile(row);
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

    private WorkflowVersion Compile(DefinitionRow row) => new(WorkflowDefinition.Parse(row.Content), Activities);
}

/// <summary>A published version that this node cannot make ready (无法读取的流程版本).</summary>
/// <param name="Fault">What the reader said; for whoever mends it.</param>
public sealed record UnreadableVersion(string DefinitionId, int Version, string Fault);
