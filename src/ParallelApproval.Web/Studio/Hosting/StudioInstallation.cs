namespace ParallelApproval.Web.Studio;

/// <summary>
/// Where Studio lies on this machine (流程设计器的文件位置): beside the program when it was published, else where the build fetched it to,
/// which stands in the file <c>studio.location</c>.
/// </summary>
/// <param name="Package">The folder of the published package; null when the build could not fetch it.</param>
/// <param name="Shell">Our assembly that starts the whole Studio in place of the package's own; null when it does not fit the
/// package.</param>
internal sealed record StudioInstallation(string? Package, string? Shell)
{
    private const string ShellName = "ParallelApproval.Studio.dll";

    /// <param name="programFolder">Of this program.</param>
    public static StudioInstallation Find(string programFolder)
    {
        var (package, browser) = Folders(programFolder);
        if (!Directory.Exists(Path.Combine(package, "_framework")))
            return new(null, null);
        var shell = Path.Combine(browser, ShellName);
        return new(package, File.Exists(shell) ? shell : null);
    }

    private static (string Package, string Browser) Folders(string programFolder)
    {
        var location = Path.Combine(programFolder, "studio.location");
        if (File.Exists(location) && File.ReadAllLines(location) is [var package, var browser, ..])
            return (package, browser);
        return (Path.Combine(programFolder, "studio", "package"), Path.Combine(programFolder, "studio", "browser"));
    }
}
