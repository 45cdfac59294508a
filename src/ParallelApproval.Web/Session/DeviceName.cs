namespace ParallelApproval.Web.Session;

/// <summary>
/// On what somebody works (设备), as far as his program says: system and browser in two words. Believed by nobody, shown so that a session is
/// recognised.
/// </summary>
internal static class DeviceName
{
    // The first that is found counts: Chromium calls itself Safari, and Edge both.
    private static readonly (string Mark, string Name)[] Systems =
    [
        ("HarmonyOS", "HarmonyOS"),
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ];

    private static readonly (string Mark, string Name)[] Programs =
    [
        ("MicroMessenger", "WeChat"),
        ("DingTalk", "DingTalk"),
        ("Edg", "Edge"),
        ("OPR", "Opera"),
        ("Firefox", "Firefox"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
        ("curl", "curl"),
        ("python", "Python"),
        ("Java", "Java"),
    ];

    /// <summary>E.g. <c>Windows · Edge</c>; what tells neither as it stands; a stroke where nothing is told.</summary>
    public static string Of(string agent)
    {
        string?[] parts = [NameIn(Systems, agent), NameIn(Programs, agent)];
        return parts.OfType<string>().ToList() is { Count: > 0 } told ? string.Join(" · ", told)
            : agent.Length > 0 ? agent
            : "–";
    }

    private static string? NameIn((string Mark, string Name)[] marks, string agent) =>
        marks.FirstOrDefault(one => agent.Contains(one.Mark, StringComparison.OrdinalIgnoreCase)).Name;
}
