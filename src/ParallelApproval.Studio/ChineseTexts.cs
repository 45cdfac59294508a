using System.Globalization;
using System.Text.Json;
using Elsa.Studio.Localization;

namespace ParallelApproval.Studio;

/// <summary>
/// The texts of Studio in Chinese (中文词典), from <c>zh-CN.json</c>: the English text as Studio has it, and ours. What comes from the server
/// (names of activities, ports, inputs) is in the reader's language already and passes through.
/// </summary>
internal sealed class ChineseTexts : ILocalizationProvider
{
    private readonly Dictionary<string, string> _texts = Read();
    private readonly bool _isChinese = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh";

    public string GetTranslation(string key) => _isChinese && _texts.TryGetValue(key, out var text) ? text : InEnglish(key);

    // Studio's one link out of the viewer; on this server it leads to the case.
    private static string InEnglish(string key) =>
        key switch
        {
            "Structured Logs" => "Case",
            "Open filtered logs" => "Open the case",
            "{0} consuming workflow(s) updated" => "{0} case(s) go on by the version they started with",
            _ => key,
        };

    private static Dictionary<string, string> Read()
    {
        using var file = typeof(ChineseTexts).Assembly.GetManifestResourceStream("zh-CN.json")!;
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes, 0, bytes.Length);
        using var json = JsonDocument.Parse(bytes);
        var texts = new Dictionary<string, string>();
        foreach (var text in json.RootElement.EnumerateObject())
            texts[text.Name] = text.Value.GetString()!;
        return texts;
    }
}
