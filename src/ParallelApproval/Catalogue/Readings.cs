using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace ParallelApproval.Catalogue;

/// <summary>
/// How Chinese characters are read (汉语拼音), without tones: from the dictionary of pinyin-pro, which <c>readings.mjs</c> writes into
/// <c>readings.txt</c>. A character that is read in several ways has all of them, the way it is read in a word among them: 长 is chang and
/// zhang.
/// </summary>
internal static class Readings
{
    private static readonly FrozenDictionary<char, string[]> OfCharacter = Read();

    /// <summary>The syllables; none for what is no Chinese character.</summary>
    public static IReadOnlyList<string> Of(char character) => OfCharacter.GetValueOrDefault(character, []);

    private static FrozenDictionary<char, string[]> Read()
    {
        using var stream = typeof(Readings).Assembly.GetManifestResourceStream("ParallelApproval.Catalogue.readings.txt")!;
        using var lines = new StreamReader(stream, Encoding.UTF8);
        var readings = new Dictionary<char, List<string>>();
        while (lines.ReadLine() is { } line)
        {
            var (syllable, characters) = (line[..line.IndexOf(' ')], line[(line.IndexOf(' ') + 1)..]);
            foreach (var character in characters)
                if (readings.TryGetValue(character, out var others))
                    others.Add(syllable);
                else
                    readings.Add(character, [syllable]);
        }

        return readings.ToFrozenDictionary(pair => pair.Key, pair => pair.Value.ToArray());
    }
}
