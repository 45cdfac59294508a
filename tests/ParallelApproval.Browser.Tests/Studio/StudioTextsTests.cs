using System.Text.Json;
using System.Text.RegularExpressions;

namespace ParallelApproval.Browser.Studio;

/// <summary>Our dictionary against the texts that stand in Studio's own code.</summary>
public sealed partial class StudioTextsTests
{
    private static readonly Dictionary<string, string> Dictionary = JsonSerializer.Deserialize<Dictionary<string, string>>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Studio", "zh-CN.json"))
    )!;

    [Fact]
    public void Every_text_of_Studio_has_a_Chinese_one()
    {
        Equipment.NeedsStudio();
        var texts = StudioTexts.In(UnwrappedFolder());
        texts.Count.ShouldBeGreaterThan(500, "the reader of the compiled code does not find the texts any more");
        texts.Except(Dictionary.Keys).ShouldBeEmpty();
    }

    [Fact]
    public void Every_Chinese_text_has_the_places_of_the_English_one() =>
        Dictionary.Where(text => !Places(text.Key).SequenceEqual(Places(text.Value))).Select(text => text.Key).ShouldBeEmpty();

    [Fact]
    public void Every_Chinese_text_is_Chinese() =>
        Dictionary.Where(text => text.Key is not ("JSON" or ", ") && !Han().IsMatch(text.Value)).Select(text => text.Key).ShouldBeEmpty();

    private static IEnumerable<string> Places(string text) =>
        Place().Matches(text).Select(place => place.Value).Order(StringComparer.Ordinal);

    // The first line says where the package lies, four folders below the project that unwraps it.
    private static string UnwrappedFolder()
    {
        var package = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "studio.location"))[0];
        return Path.GetFullPath(Path.Combine(package, "..", "..", "..", "obj", "unwrapped"));
    }

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Place();

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex Han();
}
