using System.Diagnostics;
using System.Text;

namespace ParallelApproval.Database.Embedded;

/// <summary>One run of a program of the machine: how it ended and all that it wrote.</summary>
internal sealed record ToolRun(string Program, int ExitCode, string Output)
{
    // As the shell says it; also for a link that leads nowhere.
    private const int NotFound = 127;

    // A PostgreSQL that is started here has them, too. Without them the C library gives memory back after every statement and fetches it
    // anew for the next, a seventh of the server's time; with them a session keeps up to 8 MB.
    private static readonly (string Name, string Value)[] KeptMemory =
    [
        ("MALLOC_TRIM_THRESHOLD_", "8388608"),
        ("MALLOC_MMAP_THRESHOLD_", "1048576"),
    ];

    public bool Succeeded => ExitCode == 0;

    /// <summary>Runs a program to its end. It is killed, with its children, when it is late or the caller gives up.</summary>
    public static async Task<ToolRun> RunAsync(
        ServerAccount? account,
        string folder,
        TimeSpan limit,
        CancellationToken cancellation,
        string program,
        params IEnumerable<string> arguments
    )
    {
        var start = account is null ? new ProcessStartInfo(program, arguments) : account.Command(program, arguments);
        start.WorkingDirectory = folder;
        start.RedirectStandardOutput = start.RedirectStandardError = start.RedirectStandardInput = true;
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        start.Environment["LC_ALL"] = "C";
        foreach (var (name, value) in KeptMemory)
            start.Environment[name] = value;
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("PG", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        using var process = new Process { StartInfo = start };
        var output = new StringBuilder();
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(output, line.Data);
        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            return new(program, NotFound, missing.Message);
        }
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new(program, await EndAsync(process, limit, cancellation), Text(output));
    }

    /// <summary>Throws, with what the program wrote, unless it succeeded.</summary>
    public ToolRun OrThrow(string wanted) =>
        Succeeded ? this : throw new EmbeddedPostgresException($"Expected {Program} to {wanted}, but it ended with {ExitCode}:\n{Output}");

    /// <summary>The first of the programs that a folder of <c>PATH</c> has.</summary>
    public static string? Find(params IEnumerable<string> programs) =>
        programs.SelectMany(program => SearchPath().Select(folder => Path.Combine(folder, program))).FirstOrDefault(File.Exists);

    /// <summary>The folders of <c>PATH</c>, and the system's own, which a bare service account does not always have.</summary>
    public static IEnumerable<string> SearchPath() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Concat(["/usr/sbin", "/usr/bin", "/sbin", "/bin"])
            .Distinct();

    private static async Task<int> EndAsync(Process process, TimeSpan limit, CancellationToken cancellation)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        late.CancelAfter(limit);
        try
        {
            await process.WaitForExitAsync(late.Token);
            return process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellation.ThrowIfCancellationRequested();
            return -1;
        }
    }

    private static void Append(StringBuilder output, string? line)
    {
        if (line is not null)
            lock (output)
                output.AppendLine(line);
    }

    private static string Text(StringBuilder output)
    {
        lock (output)
            return output.ToString().TrimEnd();
    }
}
