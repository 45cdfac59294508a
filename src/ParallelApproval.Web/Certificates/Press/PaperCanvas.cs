using System.Globalization;
using System.Text;

namespace ParallelApproval.Web.Certificates;

/// <summary>
/// A page while it is drawn. Places are points from the upper left corner. What is drawn within <see cref="Mark"/> belongs to an element of
/// the structure; all else is an artifact, which nobody is read.
/// </summary>
internal sealed class PaperCanvas(int page)
{
    /// <summary>A4 in points.</summary>
    public const double Width = 210 * Millimetre;

    public const double Height = 297 * Millimetre;

    public const double Millimetre = 72 / 25.4;

    private const double Round = 0.5522847498;

    private readonly StringBuilder _drawn = new();
    private int _marks;
    private bool _isMarked;

    /// <summary>From 0.</summary>
    public int Page => page;

    /// <summary>The elements to which the marks belong, by the number of the mark.</summary>
    public List<PaperTag> Marks { get; } = [];

    public byte[] Content => Encoding.ASCII.GetBytes(_drawn.ToString());

    /// <summary>What is drawn meanwhile belongs to this element.</summary>
    public void Mark(PaperTag tag, Action draw)
    {
        tag.Kids.Add(new PaperMark(page, _marks));
        Marks.Add(tag);
        Say($"/{tag.Type} <</MCID {_marks++}>> BDC");
        _isMarked = true;
        draw();
        _isMarked = false;
        Say("EMC");
    }

    /// <summary>A line of text, black unless told otherwise.</summary>
    /// <param name="top">Of the line, whose letters stand in the middle of its height.</param>
    /// <param name="apart">By how much letters are moved apart besides their width.</param>
    public void Text(
        IReadOnlyList<PaperLetter> letters,
        PaperInk regular,
        PaperInk bold,
        double size,
        double left,
        double top,
        double leading,
        double apart = 0,
        string colour = "0 g"
    )
    {
        var below = Height - (top + ((leading - size) / 2) + (0.88 * size));
        Artifact(() =>
        {
            Say(colour);
            for (var at = 0; at < letters.Count; )
            {
                var end = at;
                while (end < letters.Count && letters[end].IsBold == letters[at].IsBold)
                    end++;
                var ink = letters[at].IsBold ? bold : regular;
                Say($"BT /{ink.Name} {N(size)} Tf {N(apart)} Tc {N(left)} {N(below)} Td");
                Show(ink, letters.Skip(at).Take(end - at));
                Say("ET");
                left += letters.Skip(at).Take(end - at).Sum(letter => letter.Width + apart);
                at = end;
            }
        });
    }

    /// <summary>A character that leans, its foot towards the middle of a circle.</summary>
    /// <param name="angle">From the top, clockwise, in radians.</param>
    public void OnCircle(PaperInk ink, Rune letter, double size, double x, double y, double radius, double angle, string colour)
    {
        var half = ink.Width(letter) * size / 2000;
        var (sine, cosine) = Math.SinCos(angle);
        Artifact(() =>
        {
            Say(colour);
            Say($"BT /{ink.Name} {N(size)} Tf 0 Tc {N(cosine)} {N(-sine)} {N(sine)} {N(cosine)} ");
            Say($"{N(x + (radius * sine) - (half * cosine))} {N(Height - y + (radius * cosine) + (half * sine))} Tm");
            Show(ink, [new(letter, false, 0)]);
            Say("ET");
        });
    }

    public void Line(
        double fromX,
        double fromY,
        double toX,
        double toY,
        double width = 0.75,
        string dash = "[] 0",
        string colour = "0.2 G"
    ) => Artifact(() => Say($"{colour} {N(width)} w {dash} d {N(fromX)} {N(Height - fromY)} m {N(toX)} {N(Height - toY)} l S"));

    public void Fill(double left, double top, double width, double height, string colour) =>
        Artifact(() => Say($"{colour} {N(left)} {N(Height - top - height)} {N(width)} {N(height)} re f"));

    public void Circle(double x, double y, double radius, double width, string dash, string colour) =>
        Artifact(() =>
        {
            var (middle, round) = (Height - y, radius * Round);
            Say($"{colour} {N(width)} w {dash} d {N(x + radius)} {N(middle)} m");
            Curve(x + radius, middle + round, x + round, middle + radius, x, middle + radius);
            Curve(x - round, middle + radius, x - radius, middle + round, x - radius, middle);
            Curve(x - radius, middle - round, x - round, middle - radius, x, middle - radius);
            Curve(x + round, middle - radius, x + radius, middle - round, x + radius, middle);
            Say("s");
        });

    /// <summary>A star of five points.</summary>
    public void Star(double x, double y, double radius, string colour) =>
        Artifact(() =>
        {
            var points = Enumerable
                .Range(0, 10)
                .Select(point =>
                {
                    var (sine, cosine) = Math.SinCos(point * Math.PI / 5);
                    var far = point % 2 == 0 ? radius : radius * 0.382;
                    return $"{N(x + (far * sine))} {N(Height - y + (far * cosine))}";
                });
            Say($"{colour} {string.Join(' ', points.Select((point, at) => point + (at == 0 ? " m" : " l")))} f");
        });

    private void Curve(double x1, double y1, double x2, double y2, double x3, double y3) =>
        Say($"{N(x1)} {N(y1)} {N(x2)} {N(y2)} {N(x3)} {N(y3)} c");

    private void Show(PaperInk ink, IEnumerable<PaperLetter> letters)
    {
        var codes = new StringBuilder();
        foreach (var letter in letters)
        {
            var (glyph, isStandIn) = ink.Glyph(letter.Character);
            if (isStandIn)
            {
                End();
                Say($"/Span <</ActualText {PdfFile.Text(letter.Character.ToString())}>> BDC <{glyph:X4}> Tj EMC");
            }
            else
                codes.Append(glyph.ToString("X4", CultureInfo.InvariantCulture));
        }

        End();

        void End()
        {
            if (codes.Length > 0)
                Say($"<{codes}> Tj");
            codes.Clear();
        }
    }

    private void Artifact(Action draw)
    {
        if (_isMarked)
        {
            draw();
            return;
        }

        Say("/Artifact BMC");
        draw();
        Say("EMC");
    }

    private void Say(string operators) => _drawn.Append(operators).Append('\n');

    private static string N(double number) => PdfFile.Number(number);
}
