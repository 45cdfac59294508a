using System.IO.Compression;
using System.Security.Cryptography;
using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Events;

namespace ParallelApproval.Scans;

/// <summary>上传被拒: a file was refused because something was found in it; whose it was and what it was called, the trail does not
/// say.</summary>
/// <param name="For">The case or the application sent beforehand for which it was sent.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Of the content, hexadecimal.</param>
/// <param name="Found">The name that the scanner gives it.</param>
public sealed record UploadRefused(string For, string Paper, long Size, string Sha256, string Found) : HouseEvent;

/// <summary>未经查毒: a file was taken in while the scanner was away, as the setting allows.</summary>
/// <param name="For">As in <see cref="UploadRefused"/>.</param>
public sealed record UploadNotSearched(string For, string Paper, string Sha256) : HouseEvent;

/// <summary>What was found out of a file that may be taken in.</summary>
/// <param name="IsSearched">False when the scanner was away; true where none is set.</param>
public sealed record CheckedUpload(ScanFormat Format, bool IsSearched);

/// <summary>
/// Whether a file may be taken in at all (上传检查): what it is, by its bytes; whether it does something by itself, by our own look; whether
/// the scanner finds something in it. Each way by which files come in asks here.
/// </summary>
public sealed class UploadCheck(VirusScanner scanner, HouseStore house, ScanLimits limits)
{
    /// <summary>By this name the test file of the scanners' makers is refused, without a scanner, too.</summary>
    public const string TestFile = "EICAR-Test-File";

    // Written in two, for scanners would take this program for the test file.
    private static readonly byte[] TestMark = [.. "$EICAR-STANDARD-"u8, .. "ANTIVIRUS-TEST-FILE!$H+H*"u8];

    private const int MostUnpacked = 64 * 1024 * 1024;

    /// <param name="name">What the file is called.</param>
    /// <param name="about">The case or the application for which it was sent.</param>
    public async Task<ErrorOr<CheckedUpload>> CheckAsync(
        byte[] content,
        string name,
        string about,
        string paper,
        Act act,
        CancellationToken cancellation
    )
    {
        var called = Path.GetFileName(name);
        if (ScanFormats.Of(content) is not { } format)
            return ScanRefusals.WrongFormat(called);
        if (HoldsTestMark(content, format))
            return await RefuseAsync(content, called, about, paper, TestFile, act, cancellation);
        if (format is ScanFormat.Pdf && PdfScripts.AreIn(content))
            return ScanRefusals.RunsScripts(called);
        if (format is ScanFormat.Pdf && PdfScripts.CarryFiles(content))
            return ScanRefusals.CarriesFiles(called);
        var word = await scanner.AskAsync(content, cancellation);
        if (word.Found is { } found)
            return await RefuseAsync(content, called, about, paper, found, act, cancellation);
        if (!word.IsAway)
            return new CheckedUpload(format, IsSearched: true);
        if (limits.WhenScannerIsAway is ScannerAway.Refuse)
            return ScanRefusals.ScannerAway();
        await RecordAsync(new UploadNotSearched(about, paper, Sha256Of(content)), act, cancellation);
        return new CheckedUpload(format, IsSearched: false);
    }

    private async Task<Error> RefuseAsync(
        byte[] content,
        string called,
        string about,
        string paper,
        string found,
        Act act,
        CancellationToken cancellation
    )
    {
        await RecordAsync(new UploadRefused(about, paper, content.Length, Sha256Of(content), found), act, cancellation);
        return ScanRefusals.Infected(called, found);
    }

    private Task RecordAsync(HouseEvent happened, Act act, CancellationToken cancellation) =>
        house.ActAsync<Success>(
            act,
            _ => Task.FromResult<ErrorOr<Entry<Success>>>(new Entry<Success>(Result.Success, happened)),
            cancellation
        );

    private static string Sha256Of(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static bool HoldsTestMark(byte[] content, ScanFormat format)
    {
        if (content.AsSpan().IndexOf(TestMark) >= 0)
            return true;
        if (format is not ScanFormat.Ofd)
            return false;
        try
        {
            using var archive = new ZipArchive(new MemoryStream(content, writable: false), ZipArchiveMode.Read);
            var left = MostUnpacked;
            return archive.Entries.Any(entry => HoldsTestMark(entry, ref left));
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException or NotSupportedException)
        {
            return false;
        }
    }

    private static bool HoldsTestMark(ZipArchiveEntry entry, ref int left)
    {
        using var packed = entry.Open();
        using var unpacked = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int got; left > 0 && (got = packed.Read(buffer)) > 0; left -= got)
            unpacked.Write(buffer, 0, got);
        return unpacked.GetBuffer().AsSpan(0, (int)unpacked.Length).IndexOf(TestMark) >= 0;
    }
}
