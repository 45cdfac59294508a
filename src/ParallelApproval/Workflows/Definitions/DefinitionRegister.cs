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

    /// <summary>Key in the table of editions.</summary>
    public const string Name = "workflow_definitions";

    string ICachedRegister.Name => Name;

    /// <summary>Every activity that a definition may use: the engine's and the house's.</summary>
    public ActivityCatalogue Activities { get; } = ActivityCatalogue.BuiltIn.With(activities.Select(activity => activity.Descriptor));

    /// <summary>The version on which new cases start, or the named one if it is still published; null when there is none.</summary>
    public WorkflowVersion? Published(string definitionId, int? version = null) =>
        _published.GetValueOrDefault(definitionId) is { } published && (version is null || version == published.Version) ? published : null;

    /// <summary>The version that a case runs on.</summary>
    /// <exception cref="KeyNotFoundException">It was never published.</exception>
    public WorkflowVersion Version(string definitionId, int version) => _versions[(definitionId, version)];

    /// <summary>Whether this node has read that version already; another node may have published it a moment ago.</summary>
    internal bool Holds(string definitionId, int version) => _versions.ContainsKey((definitionId, version));

    public async Task LoadAsync(ApprovalDbContext db, CancellationToken cancellation)
    {
        var rows = await db.Set<DefinitionRow>().AsNoTracking().Where(row => row.WasPublished).ToListAsync(cancellation);
        var held = _versions;
        var versions = rows.ToDictionary(row => row, row => held.GetValueOrDefault((row.DefinitionId, row.Version)) ?? Compile(row));
        _versions = versions.Values.ToFrozenDictionary(version => (version.DefinitionId, version.Version));
        _published = versions
            .Where(pair => pair.Key.IsPublished)
            .ToFrozenDictionary(pair => pair.Key.DefinitionId, pair => pair.Value, StringComparer.Ordinal);
    }

    private WorkflowVersion Compile(DefinitionRow row) => new(WorkflowDefinition.Parse(row.Content), Activities);
}
