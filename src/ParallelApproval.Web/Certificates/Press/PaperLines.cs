using System.Globalization;
using System.Text;

namespace ParallelApproval.Web.Certificates;

/// <summary>A character as it is set.</summary>
internal readonly record struct PaperLetter(Rune Character, bool IsBold, double Width);

/// <summary>A line of text.</summary>
/// <param name="IsLast">Of its paragraph, or before a line break: it is not drawn out to the edge.</param>
internal sealed record PaperLine(IReadOnlyList<PaperLetter> Letters, double Width, bool IsLast);

/// <summary>
/// Breaks text into lines (排版): between any two Chinese characters and at spaces; no line begins with what closes and none ends with what
/// opens (避头尾), as GB/T 15834 has it for punctuation.
/// </summary>
internal static class PaperLines
{
    private const string Closing = "，。、；：？！）》〉】」』〕”’％％℃…—,.;:?!)]}%·";
    private const string Opening = "（《〈【「『〔“‘([{";

    /// <param name="size">Of the letters, in points.</param>
    /// <param name="width">Of a line, in points.</param>
    /// <param name="indent">Of the first line, in points.</param>
    /// <param name="spacing">Between letters, in points.</param>
    public static List<PaperLine> Break(
        IEnumerable<PaperRun> runs,
        PaperInk regular,
        PaperInk bold,
        double size,
        double width,
        double indent = 0,
        double spacing = 0
    )
    {
        var lines = new List<PaperLine>();
        var line = new List<PaperLetter>();
        var (used, room) = (0.0, width - indent);
        foreach (var atom in Atoms(Letters(runs, regular, bold, size, spacing)))
        {
            if (atom is [{ Character.Value: '\n' }])
            {
                End(isLast: true);
                continue;
            }

            var wide = atom.Sum(letter => letter.Width);
            var isSpace = atom is [{ Character.Value: ' ' }];
            if (used + wide > room + 0.01 && used > 0)
            {
                End(isLast: false);
                if (isSpace)
                    continue;
            }

            foreach (var letter in atom)
            {
                // A word that is longer than a line is cut.
                if (used + letter.Width > room + 0.01 && used > 0)
                    End(isLast: false);
                line.Add(letter);
                used += letter.Width;
            }
        }

        if (line.Count > 0 || lines.Count == 0)
            End(isLast: true);
        return lines;

        void End(bool isLast)
        {
            while (line.Count > 0 && line[^1].Character.Value == ' ')
                line.RemoveAt(line.Count - 1);
            lines.Add(new([.. line], line.Sum(letter => letter.Width), isLast));
            line.Clear();
            (used, room) = (0, width);
        }
    }

    /// <summary>How wide the text is on one line, and how narrow it can be.</summary>
    public static (double Whole, double Least) Measure(IEnumerable<PaperRun> runs, PaperInk regular, PaperInk bold, double size)
    {
        var (whole, widest, least) = (0.0, 0.0, 0.0);
        foreach (var atom in Atoms(Letters(runs, regular, bold, size, 0)))
        {
            if (atom is [{ Character.Value: '\n' }])
            {
                whole = 0;
                continue;
            }

            var wide = atom.Sum(letter => letter.Width);
            whole += wide;
            widest = Math.Max(widest, whole);
            least = Math.Max(least, wide);
        }

        return (widest, least);
    }

    private static IEnumerable<PaperLetter> Letters(
        IEnumerable<PaperRun> runs,
        PaperInk regular,
        PaperInk bold,
        double size,
        double spacing
    ) =>
        from run in runs
        let ink = run.IsBold ? bold : regular
        from letter in run.Text.EnumerateRunes()
        where letter.Value == '\n' || !IsUnseen(letter)
        select new PaperLetter(letter, run.IsBold, letter.Value == '\n' ? 0 : (ink.Width(letter) * size / 1000) + spacing);

    // Marks of direction, joiners and selectors of variants have no looks of their own.
    private static bool IsUnseen(Rune letter) =>
        Rune.GetUnicodeCategory(letter) is UnicodeCategory.Format or UnicodeCategory.Control or UnicodeCategory.Surrogate
        || letter.Value is (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF);

    // What stays on one line.
    private static IEnumerable<List<PaperLetter>> Atoms(IEnumerable<PaperLetter> letters)
    {
        var atom = new List<PaperLetter>();
        foreach (var letter in letters)
        {
            var last = atom.Count > 0 ? atom[^1].Character : default;
            if (atom.Count > 0 && MayBreak(last, letter.Character))
            {
                yield return atom;
                atom = [];
            }

            atom.Add(letter);
        }

        if (atom.Count > 0)
            yield return atom;
    }

    private static bool MayBreak(Rune before, Rune after)
    {
        if (before.Value is '\n' or ' ' || after.Value is '\n' or ' ')
            return true;
        if (Is(Closing, after) || Is(Opening, before))
            return false;
        return IsIdeograph(before) || IsIdeograph(after);
    }

    private static bool Is(string marks, Rune letter) => letter.IsBmp && marks.Contains((char)letter.Value, StringComparison.Ordinal);

    private static bool IsIdeograph(Rune letter) => letter.Value >= 0x2E80;
}
