using System.CommandLine;
using System.Globalization;
using System.Text;
using Npgsql;
using ParallelApproval.Database;
using ParallelApproval.Web.Settings;

namespace ParallelApproval.Web.Commands;

/// <summary>
/// What can be typed: nothing, and the server runs; or one of the operator's commands. Settings may follow either
/// (<c>--ParallelApproval:DataFolder=/srv/pa</c>); anything else is refused, with the list of the commands and exit code 2.
/// </summary>
internal static class CommandLine
{
    /// <summary>What was typed is no command and no setting.</summary>
    public const int NotUnderstood = 2;

    public static async Task<int> RunAsync(string[] args)
    {
        var root = Root();
        root.SetAction((_, cancellation) => ServeAsync(args, cancellation));
        var parsed = root.Parse(args);
        if (StrangerIn(parsed.UnmatchedTokens) is { } stranger)
        {
            await Console.Error.WriteLineAsync($"Expected a command or a setting, but it is \"{stranger}\".\n{Known(root)}");
            return NotUnderstood;
        }

        // Signals are the host's: it drains requests and stops the private PostgreSQL, however long that takes.
        return await CarryOutAsync(() =>
            parsed.InvokeAsync(new() { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false })
        );
    }

    /// <summary>Every command as it is typed, e.g. <c>settings check</c>.</summary>
    public static IEnumerable<string> Names() => Ends(Root()).Select(end => end.Typed);

    /// <summary>The settings that were typed after a command.</summary>
    public static string[] Settings(this ParseResult parsed) => [.. parsed.UnmatchedTokens];

    // The first word that is neither --name=value, name=value nor --name value.
    private static string? StrangerIn(IReadOnlyList<string> tokens)
    {
        for (var at = 0; at < tokens.Count; at++)
        {
            var token = tokens[at];
            if (token.IndexOf('=') > 0)
                continue;
            var hasValue = at + 1 < tokens.Count && !tokens[at + 1].StartsWith("--", StringComparison.Ordinal);
            if (!token.StartsWith("--", StringComparison.Ordinal) || !hasValue)
                return token;
            at++;
        }

        return null;
    }

    private static RootCommand Root() =>
        new("ParallelApproval 并联审批: without a command, runs the server.")
        {
            TreatUnmatchedTokensAsErrors = false,
            Subcommands =
            {
                CreateAdministratorCommand.Make(),
                InstallationCommand.Make(),
                SettingsCommand.Make(),
                WorkflowsCommand.Make(),
                DatabaseCommand.Make(),
                DistrictCommand.Make(),
                TrailCommand.Make(),
                SigningCommand.Make(),
                VaultCommand.Make(),
                BackupCommand.Make(),
                BackupCommand.MakeRestore(),
            },
        };

    private static IEnumerable<(string Typed, Command End)> Ends(RootCommand root) =>
        from command in root.Subcommands
        from end in command.Subcommands.DefaultIfEmpty(command)
        select (end == command ? end.Name : command.Name + " " + end.Name, end);

    private static string Known(RootCommand root)
    {
        var known = new StringBuilder("Commands:");
        foreach (var (typed, end) in Ends(root))
            known.Append(CultureInfo.InvariantCulture, $"\n  {typed, -24}{end.Description}");
        return known.Append("\nWithout a command the server runs. Help: --help").ToString();
    }

    private static async Task<int> CarryOutAsync(Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (SettingsException wrong)
        {
            foreach (var fault in wrong.Faults)
                await Console.Error.WriteLineAsync(fault);
            return 1;
        }
        catch (Exception fault) when (fault is EmbeddedPostgresException or UnfitDatabaseException or NpgsqlException or IOException)
        {
            // No database, or the address is taken: the sentence says what to do, a stack trace would hide it.
            await Console.Error.WriteLineAsync(fault.Message);
            return 1;
        }
        catch (OperationCanceledException)
        {
            // Whoever stopped the program in the middle of its start knows why.
            return 1;
        }
        catch (Exception fault)
        {
            await Console.Error.WriteLineAsync(fault.ToString());
            return 1;
        }
    }

    private static async Task<int> ServeAsync(string[] args, CancellationToken cancellation)
    {
        await using var app = await Program.OpenAsync(args, cancellation: cancellation);
        await app.StartAsync(cancellation);
        Greeting.Print(app);
        await app.WaitForShutdownAsync(cancellation);
        return 0;
    }
}
