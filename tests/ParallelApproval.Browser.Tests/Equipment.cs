namespace ParallelApproval.Browser;

/// <summary>
/// What these tests need of the machine beside the .NET SDK. Where it is missing they are left out and say what to install; in CI, which
/// installs it, they fail instead.
/// </summary>
internal static class Equipment
{
    public const string Browser = "/usr/bin/chromium";

    private static bool IsCi => Environment.GetEnvironmentVariable("CI") == "true";

    public static bool HasBrowser => File.Exists(Browser);

    public static void NeedsBrowser() =>
        Needs(
            HasBrowser,
            $"Expected Chromium at {Browser}, but it is not there. Install it: apt-get install -y --no-install-recommends chromium "
                + "fonts-noto-cjk"
        );

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
