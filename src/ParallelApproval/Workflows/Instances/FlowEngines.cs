using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Loader;
using ParallelApproval.Engine;

namespace ParallelApproval.Workflows;

/// <summary>The engine on which new cases begin; setting <c>ParallelApproval:Engine</c>.</summary>
/// <param name="Name">Null for the product's own.</param>
public sealed record FlowEngineChoice(string? Name);

/// <summary>
/// The engines that this program has (流程引擎), and the one on which new cases begin. A case stays on the engine on which it began, so that
/// cases of both lie side by side. The product's own is always there; engine <c>X</c> is there when the folder <c>ParallelApproval.X</c>
/// beside the program holds the assembly of that name, and is loaded when the first case asks for it.
/// </summary>
public sealed class FlowEngines
{
    private const string Prefix = "ParallelApproval.";

    // Loaded once, however many houses stand in one process: an engine knows nothing of a house.
    private static readonly ConcurrentDictionary<string, Lazy<IFlowEngine>> Loaded = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, IFlowEngine> _engines = new(StringComparer.Ordinal);

    /// <param name="ofNewCases">The name of the one for new cases; null for the product's own.</param>
    /// <param name="others">Those that need not be looked for.</param>
    /// <exception cref="InvalidOperationException">None has that name.</exception>
    public FlowEngines(string? ofNewCases = null, params ReadOnlySpan<IFlowEngine> others)
    {
        _engines[OwnEngine.OwnName] = new OwnEngine();
        foreach (var other in others)
            _engines[other.Name] = other;
        OfNewCases = Named(ofNewCases ?? OwnEngine.OwnName);
    }

    /// <summary>The product's own.</summary>
    public IFlowEngine Own => _engines[OwnEngine.OwnName];

    /// <summary>The one on which new cases, runs and trials begin, and by which drawings are judged.</summary>
    public IFlowEngine OfNewCases { get; }

    /// <summary>The one of that name.</summary>
    /// <exception cref="InvalidOperationException">This program has none of that name.</exception>
    public IFlowEngine Named(string name) =>
        _engines.TryGetValue(name, out var known) ? known
        : IsThere(name) ? _engines.GetOrAdd(name, Loaded.GetOrAdd(name, asked => new(() => Load(asked))).Value)
        : throw new InvalidOperationException(
            $"Expected the engine {name} in the folder {Folder(name)} beside the program, but it is not there."
        );

    /// <summary>Whether this program has an engine of that name.</summary>
    public static bool IsThere(string name) => name == OwnEngine.OwnName || (IsName(name) && File.Exists(FileOf(name)));

    private static IFlowEngine Load(string name)
    {
        var assembly = new Neighbour(FileOf(name)).LoadFromAssemblyName(new(Prefix + name));
        var engine = assembly.GetExportedTypes().Single(type => type is { IsClass: true, IsAbstract: false } && IsEngine(type));
        return (IFlowEngine)Activator.CreateInstance(engine)!;
    }

    private static bool IsEngine(Type type) => typeof(IFlowEngine).IsAssignableFrom(type);

    // The name comes from a setting and from rows; it must not lead anywhere else.
    private static bool IsName(string name) => name.Length is > 0 and <= 32 && name.All(char.IsAsciiLetterOrDigit);

    private static string Folder(string name) => Prefix + name;

    private static string FileOf(string name) => Path.Combine(AppContext.BaseDirectory, Folder(name), $"{Prefix}{name}.dll");

    /// <summary>What the program has itself is shared, so that both mean the same types; the rest comes from the engine's folder.</summary>
    private sealed class Neighbour(string file) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(file))
    {
        private readonly AssemblyDependencyResolver _beside = new(file);

        protected override Assembly? Load(AssemblyName wanted)
        {
            try
            {
                return Default.LoadFromAssemblyName(wanted);
            }
            catch (FileNotFoundException)
            {
                return _beside.ResolveAssemblyToPath(wanted) is { } path ? LoadFromAssemblyPath(path) : null;
            }
        }

        protected override nint LoadUnmanagedDll(string wanted) =>
            _beside.ResolveUnmanagedDllToPath(wanted) is { } path ? LoadUnmanagedDllFromPath(path) : 0;
    }
}
