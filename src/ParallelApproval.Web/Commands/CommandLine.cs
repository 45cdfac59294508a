using System.CommandLine;

namespace ParallelApproval.Web.Commands;

/// <summary>What can be typed: nothing, and the server runs; or one of the operator's commands.</summary>
internal static class CommandLine
{
    public static Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("ParallelApproval 并联审批: without a command, runs the server.") { TreatUnmatchedTokensAsErrors = false };
        root.SetAction((_, cancellation) => ServeAsync(args, cancellation));
        root.Subcommands.Add(CreateAdministratorCommand.Make());
        root.Subcommands.Add(WorkflowsCommand.Make());
        return root.Parse(args).InvokeAsync();
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
