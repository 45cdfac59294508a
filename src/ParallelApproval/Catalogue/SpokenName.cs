using System.Globalization;
using System.Text;

namespace ParallelApproval.Catalogue;

/// <summary>
/// A name as people type it (拼音、首字母、混输): each character by itself, by its whole syllable or by its first letters, in any mixture: 餐饮许可
/// is found by <c>canyinxuke</c>, <c>cyxk</c>, <c>餐yin</c> and <c>can饮xk</c>. What stands between words is left out.
/// </summary>
internal sealed class SpokenName
{
    private readonly string[][] _characters;

    // What each sounds like.
    private readonly string[][] _sounds;

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
        _sounds = [.. characters.Select(ways => Readings.Of(ways[0][0]).Select(Heard).Distinct().ToArray())];
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

    /// <summary>
    /// Whether it sounds like a part of the name, as an ear hears it: another character of the same sound, and what many do not tell apart,
    /// zh from z, ch from c, sh from s, -ing from -in. Only whole syllables count.
    /// </summary>
    /// <param name="typed">As for <see cref="Contains"/>.</param>
    public bool SoundsLike(string typed)
    {
        var heard = Heard(typed);
        for (var at = 0; at < _characters.Length; at++)
            if (SoundsOn(heard, 0, at))
                return true;
        return false;
    }

    private bool SoundsOn(string heard, int from, int at)
    {
        if (from == heard.Length)
            return true;
        if (at == _characters.Length)
            return false;
        var (character, sounds) = (_characters[at][0][0], _sounds[at]);
        if (heard[from] == character || Readings.Of(heard[from]).Any(syllable => sounds.Contains(Heard(syllable))))
            return SoundsOn(heard, from + 1, at + 1);
        return sounds.Any(sound =>
            heard.AsSpan(from).StartsWith(sound, StringComparison.Ordinal)
            && (SoundsOn(heard, from + sound.Length, at + 1) || EndsInG(heard, from, sound, at))
        );
    }

    // Of typed letters nobody knows whether a g ends one syllable or begins the next.
    private bool EndsInG(string heard, int from, string sound, int at) =>
        sound[^1] == 'n'
        && from + sound.Length < heard.Length
        && heard[from + sound.Length] == 'g'
        && SoundsOn(heard, from + sound.Length + 1, at + 1);

    private static string Heard(string syllables)
    {
        var plain = syllables.Replace("zh", "z", StringComparison.Ordinal).Replace("ch", "c", StringComparison.Ordinal);
        plain = plain.Replace("sh", "s", StringComparison.Ordinal);
        return plain.EndsWith("ng", StringComparison.Ordinal) ? plain[..^1] : plain;
    }
}
