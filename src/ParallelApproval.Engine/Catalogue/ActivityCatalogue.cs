using System.Collections.Frozen;

namespace ParallelApproval.Engine;

/// <summary>The activity types that definitions may use: the engine's own and those the host library. Key is type and version.</summary>
public sealed class ActivityCatalogue
{
    private readonly FrozenDictionary<(string Type, int Version), ActivityDescriptor> _byKey;
    private readonly FrozenDictionary<string, ActivityDescriptor> _newest;

    private ActivityCatalogue(IReadOnlyList<ActivityDescriptor> descriptors)
    {
        Descriptors = descriptors;
        _byKey = descriptors.ToFrozenDictionary(d => (d.Type, d.Version));
        _newest = descriptors.GroupBy(d => d.Type).ToFrozenDictionary(g => g.Key, g => g.MaxBy(d => d.Version)!);
    }

    /// <summary>Only the activities that the engine itself knows.</summary>
    public static ActivityCatalogue BuiltIn { get; } = new(BuiltInActivities.All.Select(a => a.Descriptor).ToList());

    /// <summary>Everything registered, the engine's own first.</summary>
    public IReadOnlyList<ActivityDescriptor> Descriptors { get; }

    /// <summary>This catalogue and more types.</summary>
    /// <exception cref="ArgumentException">A type and version twice.</exception>
    public ActivityCatalogue With(IEnumerable<ActivityDescriptor> external) => new([.. Descriptors, .. external]);

    /// <summary>The descriptor of that type and version; null when unknown.</summary>
    public ActivityDescriptor? Find(string type, int version) => _byKey.GetValueOrDefault((type, version));

    /// <summary>The highest version of that type; null when unknown.</summary>
    public ActivityDescriptor? FindNewest(string type) => _newest.GetValueOrDefault(type);

    /// <summary>The engine itself runs activities of this type; any other type is external.</summary>
    public static bool IsBuiltIn(string type) => BuiltInActivities.Find(type) is not null;
}
