using System.CommandLine;
using ParallelApproval.Province.Registers;

namespace ParallelApproval.Province;

/// <summary>
/// What can be typed (命令): nothing, and the entrance runs; or <c>check FILE</c>, which judges a register and starts nothing.
/// </summary>
internal static class ProvinceCommand
{
    // What was typed is no command and no setting.
    private const int NotUnderstood = 2;

    public static Task<int> Main(string[] args)
    {
        var root = new RootCommand("ParallelApproval.Province 省级入口: without a command, runs the entrance of a province.")
        {
            TreatUnmatchedTokensAsErrors = false,
            Subcommands = { Check() },
        };
        root.SetAction((parsed, cancellation) => ServeAsync(args, parsed, cancellation));
        return root.Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = null });
    }

    private static Command Check()
    {
        var file = new Argument<string>("file") { Description = "The register, e.g. districts.json." };
        var check = new Command("check", "Says what is wrong with a register, and exits with 1 where something is.") { file };
        check.SetAction(parsed =>
        {
            var read = new RegisterFile(parsed.GetRequiredValue(file)).Read();
            if (read.IsError)
            {
                foreach (var fault in read.Errors)
                    Console.Error.WriteLine(RegisterFaults.Line(fault));
                return 1;
            }

            var (districts, servers) = (read.Value.Districts.Count, read.Value.Districts.Sum(district => district.Nodes.Count));
            Console.WriteLine($"The register is sound: {districts} districts, {servers} servers.");
            return 0;
        });
        return check;
    }

    private static async Task<int> ServeAsync(string[] args, ParseResult parsed, CancellationToken cancellation)
    {
        if (parsed.UnmatchedTokens.FirstOrDefault(token => !token.Contains('=', StringComparison.Ordinal)) is { } stranger)
        {
            await Console.Error.WriteLineAsync($"Expected check or a setting such as --Province:Register=FILE, but it is \"{stranger}\".");
            return NotUnderstood;
        }

        try
        {
            await using var app = ProvinceServer.Open(args);
            await app.StartAsync(cancellation);
            Console.WriteLine($"The entrance of the province listens on {string.Join(", ", app.Urls)}.");
            await app.WaitForShutdownAsync(cancellation);
            return 0;
        }
        catch (Exception fault) when (fault is InvalidOperationException or IOException)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return 1;
        }
    }
}
