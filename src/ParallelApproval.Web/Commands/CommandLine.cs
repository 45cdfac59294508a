using System.CommandLine;

namespace ParallelApproval.Web.Commands;

/// <summary>What can be typed: nothing, and the server runs; or one of the operator's commands.</summary>
internal static class CommandLine
{
    public static Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("ParallelApproval 并联审批: without a command, runs the server.") { TreatUnmatchedTokensAsErrors = false };
        root.SetAction(async (_, cancellation) => await Serve.RunAsync(args, cancellation));
        root.Subcommands.Add(CreateAdministratorCommand.Make(args));
        return root.Parse(args).InvokeAsync();
    }
}
