using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using ParallelApproval.Web.Languages;
using ParallelApproval.Web.Problems;

namespace ParallelApproval.Web;

/// <summary>Every refusal and every word of the pages exists in both languages.</summary>
public sealed partial class RefusalTextsTests
{
    [Fact]
    public void Every_code_raised_in_the_source_has_a_sentence_in_both_languages()
    {
        var (english, chinese) = (RefusalTexts.All(System.Globalization.CultureInfo.InvariantCulture), RefusalTexts.All(ReaderLanguage.Chinese));
        var raised = Raised();
        raised.Count.ShouldBeGreaterThan(60);
        raised.Keys.Where(code => !english.ContainsKey(code)).ShouldBeEmpty("without English");
        raised.Keys.Where(code => !chinese.ContainsKey(code)).ShouldBeEmpty("without Chinese");
    }

    [Fact]
    public void Both_languages_hold_the_same_codes()
    {
        var (english, chinese) = (RefusalTexts.All(System.Globalization.CultureInfo.InvariantCulture), RefusalTexts.All(ReaderLanguage.Chinese));
        english.Keys.Order().ShouldBe(chinese.Keys.Order());
    }

    [Fact]
    public void A_sentence_uses_only_facts_that_its_refusal_carries()
    {
        var raised = Raised();
        var wrong = new[] { System.Globalization.CultureInfo.InvariantCulture, ReaderLanguage.Chinese }
            .SelectMany(culture => RefusalTexts.All(culture))
            .Where(text => raised.TryGetValue(text.Key, out var source) && Place().Matches(text.Value).Any(place => !source.Contains($"(\"{place.Groups[1].Value}\",", StringComparison.Ordinal) && !source.Contains($"[\"{place.Groups[1].Value}\"]", StringComparison.Ordinal)))
            .Select(text => $"{text.Key}: {text.Value}");
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void The_words_of_the_pages_are_the_same_in_both_languages() =>
        Words.All(System.Globalization.CultureInfo.InvariantCulture).Keys.Order().ShouldBe(Words.All(ReaderLanguage.Chinese).Keys.Order());

    [Fact]
    public void Every_word_that_a_page_uses_exists()
    {
        var words = Words.All(ReaderLanguage.Chinese);
        var used = Sources("*.razor").Concat(Sources("*.cs")).SelectMany(source => Used().Matches(source).Select(match => match.Groups[1].Value)).Distinct();
        used.Where(word => !words.ContainsKey(word)).ShouldBeEmpty();
    }

    /// <summary>Code by code, the source of the files that raise it.</summary>
    private static Dictionary<string, string> Raised()
    {
        var raised = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var source in Sources("*.cs"))
            foreach (var match in Code().Matches(source).Cast<Match>())
                raised[match.Groups[1].Value] = raised.GetValueOrDefault(match.Groups[1].Value) + source;
        return raised;
    }

    private static IEnumerable<string> Sources(string pattern, [CallerFilePath] string here = "") =>
        Directory.EnumerateFiles(Path.Combine(Path.GetDirectoryName(here)!, "../../src"), pattern, SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal)).Select(File.ReadAllText);

    [GeneratedRegex("""(?:Refusal\.(?:Input|NotFound|Conflict|Forbidden)|Error\.(?:Unauthorized|Unexpected|Custom))\((?:[^;"]|"(?![a-z]+(?:_[a-z]+)+")[^"\n]*")*?"([a-z]+(?:_[a-z]+)+)"[^;]*;""")]
    private static partial Regex Code();

    [GeneratedRegex(@"\{([A-Za-z]+)\}")]
    private static partial Regex Place();

    [GeneratedRegex("""\bWord\("([a-z_]+)"[,)]""")]
    private static partial Regex Used();
}
