using System.Text;

namespace ParallelApproval.Web.Certificates;

/// <summary>The two weights in which papers are set (文书字体), loaded once.</summary>
internal sealed record PaperFonts(PaperFont Regular, PaperFont Bold) : IDisposable
{
    /// <summary>
    /// The fonts of this program, with the file that says where they lie when it runs from source; null where there are none.
    /// </summary>
    /// <param name="programFolder">Of this program.</param>
    public static PaperFonts? Find(string programFolder)
    {
        var location = Path.Combine(programFolder, "fonts.location");
        var folder = File.Exists(location) ? File.ReadAllText(location).Trim() : Path.Combine(programFolder, "fonts");
        return
            Read(folder, "400Regular/NotoSerifSC_400Regular.ttf", "NotoSerifSC-Regular") is { } regular
            && Read(folder, "700Bold/NotoSerifSC_700Bold.ttf", "NotoSerifSC-Bold") is { } bold
            ? new(regular, bold)
            : null;
    }

    public void Dispose()
    {
        Regular.Dispose();
        Bold.Dispose();
    }

    private static PaperFont? Read(string folder, string file, string name) => PaperFont.Read(name, Path.Combine(folder, file));
}

/// <summary>
/// A font as one paper uses it: which glyphs, and which text each stands for. A character that the font lacks is set as 〓, as printers do,
/// and is told to whoever asks for <see cref="Missing"/>; what is read and copied is the character itself.
/// </summary>
internal sealed class PaperInk(PaperFont font, string name)
{
    private const int Geta = '〓';

    private readonly SortedDictionary<ushort, string> _used = [];

    public PaperFont Font => font;

    /// <summary>As the pages call it.</summary>
    public string Name => name;

    public IReadOnlyDictionary<ushort, string> Used => _used;

    public SortedSet<int> Missing { get; } = [];

    /// <summary>In thousandths of an em.</summary>
    public double Width(Rune character) => font.Width(font.Glyph(character.Value) ?? font.Glyph(Geta) ?? 0);

    /// <summary>The glyph of a character, and whether it stands for another than its own.</summary>
    public (ushort Glyph, bool IsStandIn) Glyph(Rune character)
    {
        var isStandIn = false;
        if (font.Glyph(character.Value) is not { } glyph)
        {
            Missing.Add(character.Value);
            (glyph, isStandIn) = (font.Glyph(Geta) ?? 0, true);
        }

        var text = isStandIn ? "〓" : character.ToString();
        // Where a radical and a word share a glyph, the word is meant.
        if (!_used.TryGetValue(glyph, out var known) || (known != text && text.IsNormalized(NormalizationForm.FormKC)))
            _used[glyph] = text;
        return (glyph, isStandIn);
    }
}
