using System.Security.Cryptography;
using Microsoft.AspNetCore.StaticFiles;

namespace ParallelApproval.Web.Studio;

/// <summary>One file of Studio, with its twins that were compressed by its makers.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="HasBrotli">Whether <c>Path.br</c> lies beside it.</param>
/// <param name="HasGzip">Whether <c>Path.gz</c> lies beside it.</param>
internal sealed record StudioFile(string Path, bool HasBrotli, bool HasGzip)
{
    private static readonly FileExtensionContentTypeProvider Types = new()
    {
        Mappings = { [".dat"] = "application/octet-stream", [".dll"] = "application/octet-stream" },
    };

    private readonly Lazy<string> _hash = new(() => HashOf(Path));

    /// <summary>The same name will never stand for other bytes: it holds a fingerprint of ten characters.</summary>
    public bool IsImmutable { get; } = IsFingerprinted(System.IO.Path.GetFileName(Path));

    public string ContentType { get; } = Types.TryGetContentType(Path, out var type) ? type : "application/octet-stream";

    /// <summary>Of the bytes as they are when not compressed; 16 hexadecimal digits.</summary>
    public string Hash => _hash.Value;

    public static string HashOf(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file))[..16];
    }

    // A plain word of ten letters is no fingerprint; one without a digit is rare, and is then only asked for again.
    private static bool IsFingerprinted(string name) =>
        name.Split('.')[1..]
            .Any(part =>
                part.Length == 10 && part.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)) && part.Any(char.IsAsciiDigit)
            );
}
