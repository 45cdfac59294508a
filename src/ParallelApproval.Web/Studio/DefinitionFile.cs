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
    private const int MostUnpacked = 4 * WorkflowDefinition.MaxLength;

    private static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    /// <summary>
    /// The definitions in an uploaded file: itself, or the JSON files of an archive, 200 at most and 16 MiB together. A damaged archive is
    /// one file that cannot be read.
    /// </summary>
    public static async Task<IReadOnlyList<DefinitionFile>> ReadAsync(IFormFile upload, CancellationToken cancellation)
    {
        await using var content = upload.OpenReadStream();
        if (!IsArchive(upload))
            return [new(upload.FileName, DefinitionDocument.Read(await TextAsync(content, cancellation)))];
        try
        {
            await using var archive = await ZipArchive.CreateAsync(
                content,
                ZipArchiveMode.Read,
                leaveOpen: true,
                entryNameEncoding: null,
                cancellation
            );
            var (files, unpacked) = (new List<DefinitionFile>(), 0);
            foreach (
                var entry in archive.Entries.Where(one => one.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase)).Take(MostEntries)
            )
            {
                await using var inside = await entry.OpenAsync(cancellation);
                var text = await TextAsync(inside, cancellation);
                unpacked += text.Length;
                if (unpacked > MostUnpacked)
                    return [.. files, new(upload.FileName, DefinitionDocument.Unreadable($"Expected at most {MostUnpacked} characters."))];
                files.Add(new($"{upload.FileName}/{entry.FullName}", DefinitionDocument.Read(text)));
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

    // No more is unpacked than shows that it is too long, whatever the archive says of its size.
    private static async Task<string> TextAsync(Stream content, CancellationToken cancellation)
    {
        using var reader = new StreamReader(content, Utf8);
        var (text, part) = (new StringBuilder(), new char[16 * 1024]);
        while (text.Length <= WorkflowDefinition.MaxLength && await reader.ReadBlockAsync(part, cancellation) is > 0 and var read)
            text.Append(part, 0, read);
        return text.ToString();
    }
}
