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

/// <summary>
/// A name as people type it (拼音、首字母、混输): each character by itself, by its whole syllable or by its first letters, in any mixture: 餐饮许可
/// is found by <c>canyinxuke</c>, <c>cyxk</c>, <c>餐yin</c> and <c>can饮xk</c>. What stands between words is left out.
/// </summary>
internal sealed class SpokenName
{
    private readonly string[][] _characters;

    // Before which of them something stands that is neither letter nor digit.
    private readonly HashSet<int> _breaks = [];

    public SpokenName(string name)
    {
        var characters = new List<string[]>();
        foreach (var character in name.Normalize(NormalizationForm.FormKC).ToLower(CultureInfo.InvariantCulture))
            if (char.IsLetterOrDigit(character))
                characters.Add(Ways(character));
            else
                _breaks.Add(characters.Count);
        _characters = [.. characters];
    }

    /// <param name="typed">Half-width and in small letters, without blanks.</param>
    public bool Contains(string typed)
    {
        for (var at = 0; at < _characters.Length; at++)
            if (GoesOn(typed, 0, at, at))
                return true;
        return false;
    }

    // The last syllable may still be under way.
    // Whoever types a name from its beginning goes on over brackets; the end of one word and what stands in brackets after it is no word:
    // 工程（易地建设） is not found by cyd.
    private bool GoesOn(string typed, int from, int at, int begin)
    {
        if (from == typed.Length)
            return true;
        if (at == _characters.Length || (begin > 0 && at > begin && _breaks.Contains(at)))
            return false;
        var rest = typed.AsSpan(from);
        foreach (var way in _characters[at])
            if (rest.StartsWith(way, StringComparison.Ordinal) ? GoesOn(typed, from + way.Length, at + 1, begin) : IsBegun(way, rest))
                return true;
        return false;
    }

    private static bool IsBegun(string way, ReadOnlySpan<char> rest) =>
        rest.Length > 1 && way.AsSpan().StartsWith(rest, StringComparison.Ordinal);

    private static string[] Ways(char character) =>
        [character.ToString(), .. Readings.Of(character).SelectMany(FirstsAndWhole).Distinct().OrderByDescending(way => way.Length)];

    private static IEnumerable<string> FirstsAndWhole(string syllable)
    {
        yield return syllable;
        yield return syllable[..1];
        if (syllable.Length > 2 && syllable[1] == 'h')
            yield return syllable[..2];
    }
}
