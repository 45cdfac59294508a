using System.CommandLine;
using Npgsql;
using ParallelApproval.Database;

namespace ParallelApproval.Web.Commands;

/// <summary>What can be typed: nothing, and the server runs; or one of the operator's commands.</summary>
internal static class CommandLine
{
    public static Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("ParallelApproval 并联审批: without a command, runs the server.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        root.SetAction((_, cancellation) => ServeAsync(args, cancellation));
        root.Subcommands.Add(CreateAdministratorCommand.Make());
        root.Subcommands.Add(WorkflowsCommand.Make());
        root.Subcommands.Add(DistrictCommand.Make());
        // Signals are the host's: it drains requests and stops the private PostgreSQL, however long that takes.
        return root.Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = null });
    }

    private static async Task<int> ServeAsync(string[] args, CancellationToken cancellation)
    {
        try
        {
            await using var app = await Program.OpenAsync(args, cancellation: cancellation);
            await app.StartAsync(cancellation);
            Greeting.Print(app);
            await app.WaitForShutdownAsync(cancellation);
            return 0;
        }
        catch (Exception fault) when (fault is EmbeddedPostgresException or NpgsqlException or IOException)
        {
            // No database, or the address is taken: the sentence says what to do, a stack trace would hide it.
            await Console.Error.WriteLineAsync(fault.Message);
            return 1;
        }
    }
}
