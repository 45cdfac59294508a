using System.CommandLine;
using ParallelApproval.Workflows;

namespace ParallelApproval.Web.Commands;

/// <summary>
/// <c>workflows export [--folder workflows]</c>: the published versions as files, for review under version control. A file whose drawing
/// has not changed keeps its bytes.
/// </summary>
internal static class WorkflowsCommand
{
    public static Command Make()
    {
        var folder = new Option<string>("--folder")
        {
            Description = "Where the files are written.",
            DefaultValueFactory = _ => "workflows",
        };
        var export = new Command("export", "Writes the published versions as <definitionId>.v<version>.json into --folder.") { folder };
        export.SetAction((parsed, cancellation) => ExportAsync(parsed.GetValue(folder)!, parsed.Settings(), cancellation));
        return new("workflows", "Workflow definitions.") { export };
    }

    private static async Task<int> ExportAsync(string folder, string[] settings, CancellationToken cancellation)
    {
        await using var app = await Program.OpenAsync(settings, cancellation: cancellation);
        Directory.CreateDirectory(folder);
        foreach (var file in await app.Services.GetRequiredService<ExportDefinitions>().PublishedAsync(cancellation))
        {
            await File.WriteAllTextAsync(Path.Combine(folder, file.Name), file.Json, cancellation);
            Console.WriteLine(file.Name);
        }

        return 0;
    }
}
