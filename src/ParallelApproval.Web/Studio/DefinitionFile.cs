using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using ErrorOr;
using ParallelApproval.Engine;
using ParallelApproval.Workflows;

namespace ParallelApproval.Web.Studio;

/// <summary>A file with a definition (流程文件), as it was uploaded or as it lay in an uploaded archive.</summary>
/// <param name="Document">What it says, or why it cannot be read.</param>
internal sealed record DefinitionFile(string Name, ErrorOr<JsonObject> Document)
{
    private const int MostEntries = 200;

    private static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    /// <summary>
    /// The definitions in an uploaded file: itself, or the JSON files of an archive, 200 at most. A damaged archive is one file that
    /// cannot be read.
    /// </summary>
    public static async Task<IReadOnlyList<DefinitionFile>> ReadAsync(IFormFile upload, CancellationToken cancellation)
    {
        await using var content = upload.OpenReadStream();
        if (!IsArchive(upload))
            return [await ReadAsync(upload.FileName, content, cancellation)];
        try
        {
            await using var archive = await ZipArchive.CreateAsync(
                content,
                ZipArchiveMode.Read,
                leaveOpen: true,
                entryNameEncoding: null,
                cancellation
            );
            var files = new List<DefinitionFile>();
            foreach (
                var entry in archive.Entries.Where(one => one.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase)).Take(MostEntries)
            )
            {
                await using var inside = await entry.OpenAsync(cancellation);
                files.Add(await ReadAsync($"{upload.FileName}/{entry.FullName}", inside, cancellation));
            }

            return files;
        }
        catch (Exception damaged) when (damaged is InvalidDataException or IOException or ArgumentException or NotSupportedException)
        {
            return [new(upload.FileName, DefinitionDocument.Unreadable(damaged.Message))];
        }
    }

    private static bool IsArchive(IFormFile upload) =>
        upload.FileName.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) || upload.ContentType == "application/zip";

    // No more is unpacked than a definition may have, whatever the archive says of its size.
    private static async Task<DefinitionFile> ReadAsync(string name, Stream content, CancellationToken cancellation)
    {
        using var reader = new StreamReader(content, Utf8);
        var text = new char[WorkflowDefinition.MaxLength + 1];
        var length = await reader.ReadBlockAsync(text, cancellation);
        return new(name, DefinitionDocument.Read(new(text, 0, length)));
    }
}
