using System.Diagnostics;
using System.Globalization;
using ParallelApproval.Benchmarks.Drill;
using ParallelApproval.Testing;

namespace ParallelApproval.Benchmarks;

/// <summary>A web server that is measured: its process, and the officers who are signed in to it.</summary>
internal sealed class Target : IAsyncDisposable
{
    public const string Product = "product";
    public const string Yardstick = "yardstick";

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);
    private readonly IReadOnlyList<WebProcess> _nodes;

    private Target(string name, IReadOnlyList<WebProcess> nodes, Office office) => (Name, _nodes, Office) = (name, nodes, office);

    public string Name { get; }

    public Office Office { get; }

    public IReadOnlyCollection<int> ProcessIds => [.. _nodes.Select(node => node.Id)];

    public static string Database(string name) => "bench_" + name;

    /// <param name="port">Where it finds PostgreSQL.</param>
    public static async Task<Target> StartAsync(string name, Plan plan, Bench bench, int port)
    {
        var environment = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Demo",
            ["ConnectionStrings__ParallelApproval"] =
                bench.ConnectionString(Database(name), port) + (name == Product ? ";" + plan.Connection : ""),
            ["ParallelApproval__DataFolder"] = bench.DataFolder(name),
            ["ParallelApproval__Rates__SignInsAMinute"] = "100000",
            ["Logging__LogLevel__Default"] = "Warning",
            ["Logging__LogLevel__Microsoft"] = "Warning",
        };
        if (name == Product && plan.House is { } house)
            foreach (var (setting, value) in KeysIn(house))
                environment[setting] = value;
        if (name == Product && plan.Loaded > 0)
        {
            await LoadAsync(environment["ConnectionStrings__ParallelApproval"], environment["ParallelApproval__DataFolder"], plan.Loaded);
            environment["ParallelApproval__SampleCases"] = "false";
        }

        var nodes = new List<WebProcess>();
        try
        {
            // One after the other: the first makes the tables.
            for (var node = 0; node < (name == Product ? plan.Nodes : 1); node++)
                nodes.Add(
                    name == Yardstick
                        ? await WebProcess.StartAsync(
                            typeof(Target).Assembly.Location,
                            ["--yardstick"],
                            environment,
                            StartLimit,
                            CancellationToken.None
                        )
                        : await WebProcess.StartAsync(Program(plan.Web), [], environment, StartLimit, CancellationToken.None)
                );
            return new(name, nodes, await Office.OpenAsync([.. nodes.Select(node => node.Address)], plan.Item, plan.TwoRequests));
        }
        catch
        {
            foreach (var node in nodes)
            {
                Console.Error.WriteLine(node.Output);
                await node.DisposeAsync();
            }

            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
    }

    /// <summary>A synthetic district of two years, of so many cases, in that database.</summary>
    internal static async Task LoadAsync(string connection, string folder, int cases)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [Program(null), "district", "load", "--cases", cases.ToString(CultureInfo.InvariantCulture)]
        );
        foreach (var (name, value) in Settings(connection, folder))
            start.Environment[name] = value;
        using var load = Process.Start(start)!;
        await load.WaitForExitAsync();
        if (load.ExitCode != 0)
            throw new InvalidOperationException($"Expected the district to be loaded, but the command ended with {load.ExitCode}.");
    }

    /// <summary>How a server is set that holds a loaded district, and no samples.</summary>
    internal static Dictionary<string, string> Settings(string connection, string folder) =>
        new()
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Demo",
            ["ConnectionStrings__ParallelApproval"] = connection,
            ["ParallelApproval__DataFolder"] = folder,
            ["ParallelApproval__SampleCases"] = "false",
            ["Logging__LogLevel__Default"] = "Warning",
            ["Logging__LogLevel__Microsoft"] = "Warning",
        };

    /// <summary>That the keys of a house lie in its data folder, and are not those of a database that was made for measuring.</summary>
    internal static Dictionary<string, string> KeysIn(string house) =>
        new()
        {
            ["ParallelApproval__DataFolder"] = house,
            [TestKeys.Variable] = File.ReadAllText(Path.Combine(house, "trail.keys")),
            [TestKeys.MasterVariable] = File.ReadAllText(Path.Combine(house, "master.keys")),
            ["ParallelApproval__SampleCases"] = "false",
        };

    /// <summary>The product as it was published with us; where we were not built for measuring, as it was built beside us.</summary>
    internal static string Program(string? web)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var published = Path.Combine(own.FullName, "product", "ParallelApproval.Web.dll");
        if (web is null && File.Exists(published))
            return published;
        var root = own;
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "ParallelApproval.sln")))
            root = root.Parent;
        var path = web
            ?? Path.Combine(root?.FullName ?? "", "src/ParallelApproval.Web/bin", own.Parent!.Name, own.Name, "ParallelApproval.Web.dll");
        return File.Exists(path)
            ? path
            : throw new FileNotFoundException(
                $"Expected the web server at {path}, but it is not there. Build it, or name it with --web.",
                path
            );
    }
}
