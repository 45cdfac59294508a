using System.Globalization;
using System.Text;
using ParallelApproval.Supervision;
using ParallelApproval.Web.Languages;

namespace ParallelApproval.Web.Settings;

/// <summary>The page of all settings, printed from the code (设置一览).</summary>
internal static class SettingsPage
{
    public static string Print()
    {
        var page = new StringBuilder(
            "## The rooms and the door\n\n| setting | takes | default | what it does |\n| --- | --- | --- | --- |\n"
        );
        foreach (var setting in KnownSettings.All)
            Line(page, setting.Key + (setting.IsList ? ":0 …" : ""), setting.Takes, setting.Default, In(setting.Word));
        page.Append("\n## Supervision\n\n| setting | takes | default | what it does |\n| --- | --- | --- | --- |\n");
        foreach (var value in SupervisionSettings.Known())
            Line(page, value.Key, value.Takes, value.Default, value.Meaning.English);
        return page.ToString();
    }

    private static void Line(StringBuilder page, string key, string takes, string? usual, string does) =>
        page.Append(CultureInfo.InvariantCulture, $"| `{key}` | {takes} | {(usual is null ? "none" : $"`{usual}`")} | {does} |\n");

    private static string In(string word) => Words.All(CultureInfo.InvariantCulture)[word];
}
