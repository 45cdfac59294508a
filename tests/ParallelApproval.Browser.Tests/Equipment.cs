using ParallelApproval.Web.Certificates;

namespace ParallelApproval.Browser;

/// <summary>
/// What these tests need of the machine beside the .NET SDK. Where it is missing they are left out and say what to install; in CI, which
/// installs it, they fail instead.
/// </summary>
internal static class Equipment
{
    public static string? Browser => PdfPrinter.Installed;

    private static bool IsCi => Environment.GetEnvironmentVariable("CI") == "true";

    public static bool HasBrowser => Browser is not null;

    public static void NeedsBrowser() => Needs(HasBrowser, $"Expected Chromium, but there is none. Install it: {PdfPrinter.HowToInstall}");

    public static void NeedsStudio() =>
        Needs(
            File.Exists(Path.Combine(AppContext.BaseDirectory, "studio.location")),
            "Expected Studio's package beside the build, but there is none. Install npm and build again: apt-get install -y "
                + "--no-install-recommends nodejs npm"
        );

    private static void Needs(bool isThere, string sentence)
    {
        if (isThere)
            return;
        if (IsCi)
            Assert.Fail(sentence);
        Assert.Skip(sentence);
    }
}
