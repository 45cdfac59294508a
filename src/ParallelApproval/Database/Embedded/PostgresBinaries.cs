using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace ParallelApproval.Database.Embedded;

/// <summary>The programs of one PostgreSQL: <c>initdb</c>, <c>pg_ctl</c> and <c>postgres</c> in one folder.</summary>
internal sealed partial record PostgresBinaries(string Folder, int Version)
{
    /// <summary>The oldest major version that serves.</summary>
    public const int Oldest = 15;

    private static readonly string[] UsualPlaces =
    [
        "/usr/lib/postgresql",
        "/usr/pgsql-*",
        "/usr/local/pgsql",
        "/opt/homebrew/opt/postgresql@*",
        "/usr/local/opt/postgresql@*",
    ];

    public string Program(string name) => Path.Combine(Folder, OperatingSystem.IsWindows() ? name + ".exe" : name);

    /// <summary>
    /// A program that not every folder of PostgreSQL has: where a link leads to the folder of its kin, it lies there.
    /// </summary>
    /// <exception cref="EmbeddedPostgresException">It is not there.</exception>
    public string Tool(string name)
    {
        var server = Program("postgres");
        var home = Path.GetDirectoryName(File.ResolveLinkTarget(server, returnFinalTarget: true)?.FullName ?? server)!;
        var tool = (this with { Folder = home }).Program(name);
        return File.Exists(tool)
            ? tool
            : throw new EmbeddedPostgresException(
                $"Expected {name} beside PostgreSQL in {home}, but it is not there. Type:\n  sudo apt-get install -y postgresql-{Version}"
            );
    }

    /// <summary>Finds the programs or gets them. An existing cluster needs those of its own major version.</summary>
    /// <exception cref="EmbeddedPostgresException">There are none and none can be got, or none of the version of the cluster.</exception>
    public static async Task<PostgresBinaries> ObtainAsync(
        ClusterFolder folder,
        PostgresSource sources,
        ILogger logger,
        CancellationToken cancellation
    )
    {
        var found = await FindAsync(folder, sources, cancellation);
        if (found.Count == 0 && sources.HasFlag(PostgresSource.Apt) && await AptInstallation.TryAsync(logger, cancellation))
            found = await FindAsync(folder, sources | PostgresSource.Machine, cancellation);
        if (found.Count == 0 && sources.HasFlag(PostgresSource.Npm) && await NpmInstallation.TryAsync(folder, logger, cancellation))
            found = await FindAsync(folder, sources, cancellation);
        return Choose(found, folder);
    }

    private static PostgresBinaries Choose(IReadOnlyList<PostgresBinaries> found, ClusterFolder folder)
    {
        if (found.Count == 0)
            throw new EmbeddedPostgresException(
                $"Expected PostgreSQL {Oldest} or newer on this machine, but there is none, and none could be installed. Type:\n  "
                    + "sudo apt-get install -y postgresql\n"
                    + "or name the folder of its programs in PG_BIN, or a server of yours in ConnectionStrings__ParallelApproval."
            );
        if (folder.Version is not { } version)
            return found[0];
        return found.FirstOrDefault(one => one.Version == version)
            ?? throw new EmbeddedPostgresException(
                $"Expected PostgreSQL {version}, which made the cluster in {folder.Data}, but this machine has only "
                    + $"{string.Join(", ", found.Select(one => one.Version).Distinct())}. Type:\n"
                    + $"  sudo apt-get install -y postgresql-{version}\nor move {folder.Path} away to start with an empty one."
            );
    }

    private static async Task<List<PostgresBinaries>> FindAsync(
        ClusterFolder folder,
        PostgresSource sources,
        CancellationToken cancellation
    )
    {
        var found = new List<PostgresBinaries>();
        foreach (var place in Places(folder, sources).Distinct())
            if (await IdentifyAsync(place, cancellation) is { } binaries)
                found.Add(binaries);
        return found;
    }

    /// <summary>The places in the order in which they are preferred.</summary>
    private static IEnumerable<string> Places(ClusterFolder folder, PostgresSource sources)
    {
        if (sources.HasFlag(PostgresSource.Machine))
        {
            if (Environment.GetEnvironmentVariable("PG_BIN") is { Length: > 0 } named)
                yield return named;
            foreach (var place in ToolRun.SearchPath())
                yield return place;
            foreach (var place in UsualPlaces.SelectMany(Versions))
                yield return place;
        }
        if (sources.HasFlag(PostgresSource.Npm) && NpmInstallation.Programs(folder) is { } fetched)
            yield return fetched;
    }

    private static IEnumerable<string> Versions(string place)
    {
        var parent = place.Contains('*', StringComparison.Ordinal) ? Path.GetDirectoryName(place)! : place;
        if (!Directory.Exists(parent))
            return [];
        var folders = place.Contains('*', StringComparison.Ordinal)
            ? Directory.GetDirectories(parent, Path.GetFileName(place))
            : [place, .. Directory.GetDirectories(parent)];
        return folders.OrderByDescending(VersionInName).Select(one => Path.Combine(one, "bin"));
    }

    private static int VersionInName(string folder) =>
        int.TryParse(Digits().Match(Path.GetFileName(folder)).Value, CultureInfo.InvariantCulture, out var version) ? version : 0;

    private static async Task<PostgresBinaries?> IdentifyAsync(string place, CancellationToken cancellation)
    {
        var candidate = new PostgresBinaries(Path.GetFullPath(place), 0);
        if (
            !File.Exists(candidate.Program("initdb"))
            || !File.Exists(candidate.Program("pg_ctl"))
            || !File.Exists(candidate.Program("postgres"))
        )
            return null;
        var run = await ToolRun.RunAsync(null, "/", TimeSpan.FromSeconds(10), cancellation, candidate.Program("postgres"), "--version");
        return
            run.Succeeded
            && int.TryParse(Digits().Match(run.Output).Value, CultureInfo.InvariantCulture, out var version)
            && version >= Oldest
            ? candidate with
            {
                Version = version,
            }
            : null;
    }

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();
}
