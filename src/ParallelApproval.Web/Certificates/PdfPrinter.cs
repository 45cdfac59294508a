using System.Diagnostics;
using System.Text;
using ErrorOr;
using ParallelApproval.Web.Problems;

namespace ParallelApproval.Web.Certificates;

/// <summary>
/// Makes PDF of a report by the Chromium that is installed on the machine. It gets the page as a file with everything in it, whose
/// policy lets no script run, and it can reach no host. Two at a time; one that takes longer than twenty seconds
/// (<c>ParallelApproval:PrintingSeconds</c>) is ended.
/// </summary>
internal sealed class PdfPrinter(IConfiguration settings, ILogger<PdfPrinter> log) : IDisposable
{
    /// <summary>What to type where there is none.</summary>
    public const string HowToInstall = "apt-get install -y --no-install-recommends chromium-headless-shell fonts-noto-cjk";

    internal const int LongestSeconds = 20;

    // The shell has no windows to build, and starts in half the time of the whole browser.
    private static readonly string[] Places =
    [
        "/usr/bin/chromium-headless-shell",
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
    ];

    private static readonly string[] Switches =
    [
        "--headless",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-extensions",
        "--disable-dev-shm-usage",
        "--host-resolver-rules=MAP * ~NOTFOUND",
        "--no-pdf-header-footer",
    ];

    private readonly SemaphoreSlim _offsets = new(2, 2);

    private readonly TimeSpan _longest = LongestOf(settings);

    private string? Browser =>
        settings["ParallelApproval:Chromium"] is { Length: > 0 } chosen ? (File.Exists(chosen) ? chosen : null) : Installed;

    /// <summary>The Chromium of this machine that costs least to start; null where there is none.</summary>
    public static string? Installed => Array.Find(Places, File.Exists);

    /// <summary>How long one print may take by the settings of this node.</summary>
    public static TimeSpan LongestOf(IConfiguration settings) =>
        TimeSpan.FromSeconds(settings.GetValue("ParallelApproval:PrintingSeconds", LongestSeconds));

    /// <summary>Whether this machine can print.</summary>
    public bool IsThere => Browser is not null;

    /// <summary>Refuses where no Chromium is installed, and when it fails.</summary>
    public async Task<ErrorOr<byte[]>> PrintAsync(string html, CancellationToken cancellation)
    {
        if (Browser is not { } browser)
            return FrontRefusals.NoPdfPrinter(HowToInstall);
        await _offsets.WaitAsync(cancellation);
        var folder = Directory.CreateTempSubdirectory("paper-");
        try
        {
            var (page, pdf) = (Path.Combine(folder.FullName, "paper.html"), Path.Combine(folder.FullName, "paper.pdf"));
            await File.WriteAllTextAsync(page, html, new UTF8Encoding(false), cancellation);
            var (isOver, said) = await RunAsync(browser, folder.FullName, page, pdf, cancellation);
            // One that was ended may have left half a paper.
            if (isOver && File.Exists(pdf))
                return await File.ReadAllBytesAsync(pdf, cancellation);
            log.LogError("Chromium made no PDF: {Fault}", said);
            return FrontRefusals.PdfFailed();
        }
        finally
        {
            folder.Delete(recursive: true);
            _offsets.Release();
        }
    }

    private async Task<(bool IsOver, string Said)> RunAsync(
        string browser,
        string folder,
        string page,
        string pdf,
        CancellationToken cancellation
    )
    {
        var start = new ProcessStartInfo(browser) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in Switches)
            start.ArgumentList.Add(argument);
        // Chromium's sandbox refuses to run as root; as any other account it stays on.
        if (Environment.UserName == "root")
            start.ArgumentList.Add("--no-sandbox");
        start.ArgumentList.Add("--user-data-dir=" + Path.Combine(folder, "profile"));
        start.ArgumentList.Add("--print-to-pdf=" + pdf);
        start.ArgumentList.Add(new Uri(page).AbsoluteUri);
        using var process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(_longest);
        try
        {
            var (said, _) = (process.StandardError.ReadToEndAsync(limit.Token), process.StandardOutput.ReadToEndAsync(limit.Token));
            await process.WaitForExitAsync(limit.Token);
            return (true, await said);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (false, "it took longer than " + _longest);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                // While it lives it still writes into the folder that is removed next.
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }
    }

    public void Dispose() => _offsets.Dispose();
}
