using System.Collections.Frozen;
using Microsoft.Net.Http.Headers;

namespace ParallelApproval.Web.Studio;

/// <summary>
/// The files of Studio by their address below <c>/studio/</c>. They are the same for everybody and hold no data of a case. The package's
/// own demonstration page and its settings are left out.
/// </summary>
internal sealed class StudioFiles
{
    private static readonly string[] LeftOut = ["index.html", "appsettings.json", "package.json"];
    private readonly FrozenDictionary<string, StudioFile> _files;

    public StudioFiles(StudioInstallation installation)
    {
        var files = installation.Package is { } package ? Read(package) : [];
        if (installation.Shell is { } shell)
        {
            ShellAddress = $"shell/{StudioFile.HashOf(shell)}/{Path.GetFileName(shell)}";
            files[ShellAddress] = new(shell, HasBrotli: false, HasGzip: false);
        }

        IsInstalled = installation.Package is not null;
        _files = files.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public bool IsInstalled { get; }

    /// <summary>
    /// The address of our assembly, relative to <c>/studio/</c>; null when only the package's custom elements can be shown.
    /// </summary>
    public string? ShellAddress { get; }

    /// <summary>Answers with the file at that address in the best encoding that the browser takes.</summary>
    public IResult Answer(HttpContext context, string address)
    {
        if (!_files.TryGetValue(address, out var file))
            return TypedResults.NotFound();
        var encoding = EncodingFor(context, file);
        var headers = context.Response.Headers;
        headers.Vary = HeaderNames.AcceptEncoding;
        headers.CacheControl = file.IsImmutable || address == ShellAddress ? "public,max-age=31536000,immutable" : "no-cache";
        if (encoding is not null)
            headers.ContentEncoding = encoding;
        return TypedResults.PhysicalFile(
            file.Path + Ending(encoding),
            file.ContentType,
            entityTag: new($"\"{file.Hash}{Ending(encoding)}\"")
        );
    }

    private static Dictionary<string, StudioFile> Read(string package)
    {
        var names = Directory
            .EnumerateFiles(package, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(package, path).Replace('\\', '/'))
            .ToHashSet(StringComparer.Ordinal);
        return names
            .Where(name => !name.EndsWith(".br", StringComparison.Ordinal) && !name.EndsWith(".gz", StringComparison.Ordinal))
            .Except(LeftOut)
            .ToDictionary(
                name => name,
                name => new StudioFile(Path.Combine(package, name), names.Contains(name + ".br"), names.Contains(name + ".gz")),
                StringComparer.Ordinal
            );
    }

    private static string? EncodingFor(HttpContext context, StudioFile file)
    {
        var taken = context
            .Request.GetTypedHeaders()
            .AcceptEncoding.Where(encoding => encoding.Quality is not 0)
            .Select(encoding => encoding.Value.Value)
            .ToList();
        if (file.HasBrotli && taken.Contains("br", StringComparer.OrdinalIgnoreCase))
            return "br";
        return file.HasGzip && taken.Contains("gzip", StringComparer.OrdinalIgnoreCase) ? "gzip" : null;
    }

    private static string Ending(string? encoding) =>
        encoding switch
        {
            "br" => ".br",
            "gzip" => ".gz",
            _ => "",
        };
}
