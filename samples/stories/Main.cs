using System.CommandLine;
using Stories.Catering;
using Stories.Late;
using Stories.Tiers;

namespace Stories;

/// <summary>
/// Tells, through the API of a running server, the catering case twice (all departments at once, then one after the other), one matter of
/// each kind at each tier, and three that go late. Without <c>--url</c> it starts a server of its own in a folder for temporary files.
/// </summary>
internal static class Entry
{
    private static Task<int> Main(string[] args)
    {
        var url = new Option<Uri?>("--url") { Description = "A server in the Demo environment; its clock will be moved forward by weeks." };
        var root = new RootCommand(
            "The catering case in parallel and in series, a matter of each kind at each tier, and three that go late."
        )
        {
            url,
        };
        root.SetAction(
            async (parsed, cancellation) =>
            {
                if (parsed.GetValue(url) is { } given)
                    await TellAsync(given, cancellation);
                else
                    await TellOnOwnServerAsync(cancellation);
            }
        );
        return root.Parse(args).InvokeAsync();
    }

    private static async Task TellOnOwnServerAsync(CancellationToken cancellation)
    {
        // Not CreateTempSubdirectory: PostgreSQL may have to run as another user, who must be able to enter.
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "stories-" + Guid.NewGuid().ToString("n")[..8]));
        try
        {
            await using var server = await Program.OpenAsync(
                [
                    "--urls=http://127.0.0.1:0",
                    "--environment=Demo",
                    $"--ParallelApproval:DataFolder={folder.FullName}",
                    "--ParallelApproval:SampleCases=false",
                    "--Logging:LogLevel:Default=Warning",
                    "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Warning",
                ],
                cancellation: cancellation
            );
            await server.StartAsync(cancellation);
            await TellAsync(new(server.Urls.Single()), cancellation);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task TellAsync(Uri server, CancellationToken cancellation)
    {
        var (parallel, serial) = await CateringStory.TellAsync(server, Console.Out, cancellation);
        Comparison.Print(Console.Out, parallel, serial);
        await TierStories.TellAsync(server, Console.Out, cancellation);
        await LateStories.TellAsync(server, Console.Out, cancellation);
    }
}
