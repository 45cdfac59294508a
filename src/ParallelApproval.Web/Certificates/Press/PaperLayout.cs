using System.Text;
using QRCoder;

namespace ParallelApproval.Web.Certificates;

/// <summary>
/// Sets a paper on A4 pages (版面), each copy on pages of its own: number at the right above, issuer and title in the middle, body, at the
/// end the code for verification at the left and seal, signer and date at the right.
/// </summary>
internal sealed class PaperLayout(PaperInk regular, PaperInk bold, double closeness, bool keepsLast)
{
    private const double Mm = PaperCanvas.Millimetre;
    private const double Left = 15 * Mm;
    private const double Top = 18 * Mm;
    private const double Right = PaperCanvas.Width - Left;
    private const double Wide = Right - Left;

    // Below it stand the name of the copy and the numbers of the pages.
    private const double Bottom = PaperCanvas.Height - (24 * Mm);
    private const double Size = 12;
    private const double CellSize = 11;
    private const double CellAbove = 2.4;
    private const double CellBeside = 6;
    private const double Small = 9;
    private const double SmallLeading = Small * 1.9;
    private const double QrSide = 72;
    private const double SealRadius = 18 * Mm;
    private const string Red = "0.8 0 0 rg";
    private const string RedLine = "0.8 0 0 RG";
    private const string Grey = "0.27 g";

    // How close the lines stand, where a seal would else stand alone.
    private static readonly double[] Closer = [1, 0.9, 0.8];

    private double Leading { get; } = Size * 1.9 * closeness;

    private double CellLeading { get; } = CellSize * 1.6 * closeness;

    private readonly List<PaperCanvas> _pages = [];

    // The end stands on a page on which nothing else does.
    private bool _isFootAlone;
    private PaperTag _copy = null!;
    private double _y;

    /// <summary>The whole paper, to be read in this order.</summary>
    public PaperTag Root { get; } = new("Document", null);

    public IReadOnlyList<PaperCanvas> Pages => _pages;

    private PaperCanvas Page => _pages[^1];

    private double Room => Bottom - _y;

    /// <summary>
    /// No seal stands on a page without text: the lines stand closer then, and where that is not enough, the last paragraph goes with the
    /// seal (GB/T 9704-2012, 7.3.5).
    /// </summary>
    public static PaperLayout Of(PaperSheet sheet, PaperInk regular, PaperInk bold)
    {
        foreach (var closeness in Closer)
        {
            var layout = new PaperLayout(regular, bold, closeness, keepsLast: false);
            layout.Set(sheet);
            if (!layout._isFootAlone)
                return layout;
        }

        var last = new PaperLayout(regular, bold, Closer[0], keepsLast: true);
        last.Set(sheet);
        return last;
    }

    private void Set(PaperSheet sheet)
    {
        var body = PaperBody.Read(sheet.Body);
        var qr = Qr(sheet.Address);
        foreach (var copy in sheet.Copies)
            SetCopy(sheet, body, qr, copy);
    }

    private void SetCopy(PaperSheet sheet, IReadOnlyList<PaperBlock> body, IReadOnlyList<System.Collections.BitArray> qr, string? copy)
    {
        var first = _pages.Count;
        _copy = Root.Add("Sect");
        Turn();
        Lines(_copy.Add("P"), [new(sheet.Number, false)], Size, Leading, PaperSide.Right);
        _y += 6;
        Lines(_copy.Add("P"), [new(sheet.Issuer, false)], 14, 14 * 1.9, PaperSide.Centre);
        _y += 2.4;
        Lines(_copy.Add("H1"), [new(sheet.Title, true)], 20, 28, PaperSide.Centre, spacing: 4);
        _y += 16.8;
        for (var at = 0; at < body.Count; at++)
        {
            if (keepsLast && at > 0 && at == body.Count - 1)
                Turn();
            Block(body[at], isFirst: at == 0);
        }

        Foot(sheet, qr);
        for (var page = first; page < _pages.Count; page++)
            Margin(_pages[page], copy, page - first + 1, _pages.Count - first);
    }

    private void Turn()
    {
        _pages.Add(new(_pages.Count));
        _y = Top;
    }

    private void Block(PaperBlock block, bool isFirst)
    {
        switch (block)
        {
            case PaperParagraph paragraph:
                var isIndented = !isFirst && paragraph.Side is PaperSide.Justified;
                Lines(_copy.Add("P"), paragraph.Runs, Size, Leading, paragraph.Side, isIndented ? 2 * Size : 0);
                _y += 6;
                break;
            case PaperList list:
                List(list);
                break;
            case PaperTable table:
                Table(table);
                break;
            default:
                throw new InvalidOperationException($"Nobody has said how a {block.GetType().Name} is set.");
        }
    }

    private void Lines(
        PaperTag tag,
        IReadOnlyList<PaperRun> runs,
        double size,
        double leading,
        PaperSide side,
        double indent = 0,
        double left = Left,
        double spacing = 0
    )
    {
        var width = Right - left;
        var lines = PaperLines.Break(runs, regular, bold, size, width, indent, spacing);
        for (var at = 0; at < lines.Count; at++)
        {
            // Two lines stay together: no page begins with the last line of a paragraph.
            var together = at == 0 && lines.Count > 1 ? 2 : 1;
            if (Room < together * leading)
                Turn();
            Line(tag, lines[at], size, leading, side, left, width, at == 0 ? indent : 0, spacing);
            _y += leading;
        }
    }

    private void Line(
        PaperTag tag,
        PaperLine line,
        double size,
        double leading,
        PaperSide side,
        double left,
        double width,
        double indent,
        double spacing
    )
    {
        if (line.Letters.Count == 0)
            return;
        var slack = width - indent - line.Width + spacing;
        var isDrawnOut = side is PaperSide.Justified && !line.IsLast && line.Letters.Count > 1 && slack < 3 * size;
        var at =
            left
            + indent
            + side switch
            {
                PaperSide.Centre => slack / 2,
                PaperSide.Right => slack,
                _ => 0,
            };
        var apart = isDrawnOut ? slack / (line.Letters.Count - 1) : spacing;
        var page = Page;
        var top = _y;
        page.Mark(tag, () => page.Text(line.Letters, regular, bold, size, at, top, leading, apart));
    }

    private void List(PaperList list)
    {
        const double Indent = 30;
        var tag = _copy.Add("L", list.IsNumbered ? "/A <</O /List /ListNumbering /Decimal>>" : "");
        for (var at = 0; at < list.Items.Count; at++)
        {
            var item = tag.Add("LI");
            if (Room < Leading)
                Turn();
            var label = PaperLines.Break(
                [new(list.IsNumbered ? FormattableString.Invariant($"{at + 1}.") : "•", false)],
                regular,
                bold,
                Size,
                Indent
            )[0];
            Line(item.Add("Lbl"), label, Size, Leading, PaperSide.Right, Left, Indent - 6, 0, 0);
            Lines(item.Add("LBody"), list.Items[at], Size, Leading, PaperSide.Justified, 0, Left + Indent);
        }

        _y += 6;
    }

    private void Table(PaperTable table)
    {
        _y += 7.2;
        var tag = _copy.Add("Table");
        var widths = Widths(table);
        var heads = table.Rows.TakeWhile(row => row.IsHead).ToList();
        for (var at = 0; at < table.Rows.Count; at++)
        {
            var row = Row(table.Rows[at], widths);
            if (Room < row.Height)
            {
                // A row that no page can hold is divided; any other goes whole onto the next one.
                var isLong = row.Height > Bottom - Top - (Leading * 2);
                if (!isLong || Room < CellLeading * 3)
                {
                    Turn();
                    if (at >= heads.Count)
                        foreach (var head in heads.Select(head => Row(head, widths)))
                            Draw(head, null, 0, head.Lines);
                }
            }

            var line = tag.Add("TR");
            var cells = row.Cells.Select(cell => Cell(line, cell)).ToList();
            for (var from = 0; from < row.Lines; )
            {
                var fitting = Math.Max(1, (int)((Room - (2 * CellAbove)) / CellLeading));
                var count = Math.Min(row.Lines - from, fitting);
                Draw(row, cells, from, count);
                from += count;
                if (from < row.Lines)
                    Turn();
            }
        }

        _y += 10.8;
    }

    private static PaperTag Cell(PaperTag row, SetCell cell)
    {
        var span = cell.Span > 1 ? FormattableString.Invariant($" /ColSpan {cell.Span}") : "";
        var scope = cell.IsHead
            ? cell.IsOfColumn
                ? " /Scope /Column"
                : " /Scope /Row"
            : "";
        return row.Add(cell.IsHead ? "TH" : "TD", span.Length + scope.Length > 0 ? $"/A <</O /Table{span}{scope}>>" : "");
    }

    private SetRow Row(PaperRow row, double[] widths)
    {
        var cells = new List<SetCell>();
        var (column, left) = (0, Left);
        foreach (var cell in row.Cells)
        {
            var width = widths.Skip(column).Take(cell.Span).Sum();
            var lines = PaperLines.Break(cell.Runs, regular, bold, CellSize, width - (2 * CellBeside));
            cells.Add(new(left, width, cell.IsHead, row.IsHead, cell.Span, lines));
            column += cell.Span;
            left += width;
        }

        var most = cells.Max(cell => cell.Lines.Count);
        return new(cells, most, HeightOf(most));
    }

    private double HeightOf(int lines) => (lines * CellLeading) + (2 * CellAbove);

    // Without tags it is the head of a table again, which has been read before.
    private void Draw(SetRow row, List<PaperTag>? tags, int from, int count)
    {
        var page = Page;
        var height = HeightOf(count);
        for (var at = 0; at < row.Cells.Count; at++)
        {
            var cell = row.Cells[at];
            var (right, below) = (cell.Left + cell.Width, _y + height);
            if (cell.IsHead)
                page.Fill(cell.Left, _y, cell.Width, height, "0.957 g");
            page.Line(cell.Left, _y, right, _y);
            page.Line(cell.Left, below, right, below);
            page.Line(cell.Left, _y, cell.Left, below);
            page.Line(right, _y, right, below);
            // Heads of rows stand in the middle, as forms have it.
            var shown = cell.Lines.Skip(from).Take(count).ToList();
            var top = _y + CellAbove + (cell.Lines.Count <= count ? (count - shown.Count) * CellLeading / 2 : 0);
            foreach (var line in shown)
            {
                var (letters, y) = (line.Letters, top);
                void Write() => page.Text(letters, regular, bold, CellSize, cell.Left + CellBeside, y, CellLeading);
                if (letters.Count > 0 && tags is not null)
                    page.Mark(tags[at], Write);
                else if (letters.Count > 0)
                    Write();
                top += CellLeading;
            }
        }

        _y += height;
    }

    /// <summary>As a browser divides a table: no short head is broken, and what has more to say gets more room.</summary>
    private double[] Widths(PaperTable table)
    {
        var columns = table.Columns;
        var (whole, least) = (new double[columns], new double[columns]);
        foreach (var row in table.Rows)
        {
            var column = 0;
            foreach (var cell in row.Cells)
            {
                if (cell.Span == 1)
                {
                    var (wide, narrow) = PaperLines.Measure(cell.Runs, regular, bold, CellSize);
                    whole[column] = Math.Max(whole[column], wide + (2 * CellBeside));
                    var isWhole = cell.IsHead && wide < (column == 0 ? Wide / 3 : Wide / 6);
                    least[column] = Math.Max(least[column], Math.Min(isWhole ? wide : narrow, Wide / 3) + (2 * CellBeside));
                }

                column += cell.Span;
            }
        }

        for (var column = 0; column < columns; column++)
            whole[column] = Math.Max(whole[column], least[column] = Math.Max(least[column], CellSize + (2 * CellBeside)));
        var (wanted, needed) = (whole.Sum(), least.Sum());
        if (needed >= Wide)
            return [.. least.Select(width => width * Wide / needed)];
        if (wanted <= Wide)
            return [.. whole.Select((width, at) => width + (columns > 1 && at == 0 && IsHeaded(table) ? 0 : Share(whole, at, table)))];
        return [.. least.Select((width, at) => width + ((whole[at] - width) * (Wide - needed) / (wanted - needed)))];
    }

    // What is left over goes to the columns that hold facts.
    private static double Share(double[] whole, int at, PaperTable table)
    {
        var fixedWidth = whole.Length > 1 && IsHeaded(table) ? whole[0] : 0;
        return whole[at] * (Wide - whole.Sum()) / (whole.Sum() - fixedWidth);
    }

    private static bool IsHeaded(PaperTable table) => table.Rows.Where(row => !row.IsHead).All(row => row.Cells[0].IsHead);

    private void Foot(PaperSheet sheet, IReadOnlyList<System.Collections.BitArray> qr)
    {
        var captions = sheet.Caption.Select(text => PaperLines.Break([new(text, false)], regular, bold, Small, 80 * Mm)[0]).ToList();
        var figure = QrSide + 4 + (captions.Count * SmallLeading);
        var signed = Math.Max(36 * Mm, (16 * Mm) + (2 * Leading));
        var height = Math.Max(figure, signed);
        var receipt = sheet.IsHandedOver ? 48 : 0;
        if (Room < 24 + height + receipt)
        {
            _isFootAlone = true;
            Turn();
        }

        var top = _y + 24;
        Verification(sheet, qr, captions, top + height - figure);
        Signed(sheet, top + height - signed);
        _y = top + height;
        if (sheet.IsHandedOver)
            Receipt();
    }

    private void Verification(PaperSheet sheet, IReadOnlyList<System.Collections.BitArray> qr, List<PaperLine> captions, double top)
    {
        var page = Page;
        var width = Math.Max(QrSide, captions.Max(line => line.Width));
        var middle = Left + (width / 2);
        page.Mark(_copy.Add("Figure", alternative: $"{sheet.CodeLeadsTo} {sheet.Address}"), () =>
        {
            var module = QrSide / qr.Count;
            for (var row = 0; row < qr.Count; row++)
            for (var column = 0; column < qr.Count; column++)
            {
                var from = column;
                while (column < qr.Count && qr[row][column])
                    column++;
                if (column > from)
                    page.Fill(middle - (QrSide / 2) + (from * module), top + (row * module), (column - from) * module, module, "0 g");
            }
        });
        var y = top + QrSide + 4;
        var tag = _copy.Add("P");
        foreach (var line in captions)
        {
            var at = y;
            page.Mark(tag, () => page.Text(line.Letters, regular, bold, Small, middle - (line.Width / 2), at, SmallLeading));
            y += SmallLeading;
        }
    }

    private void Signed(PaperSheet sheet, double top)
    {
        var page = Page;
        var middle = Right - (31 * Mm);
        var centre = top + (12 * Mm);
        if (sheet.Seal is { } seal)
            page.Mark(_copy.Add("Figure", alternative: $"印章：{seal.Inscription} {seal.Number}"), () => Seal(page, seal, middle, centre));
        else
        {
            page.Circle(middle, centre, SealRadius, 0.75, "[3 2] 0", "0.47 G");
            var open = PaperLines.Break([new(sheet.Open, false)], regular, bold, Small, 2 * SealRadius)[0];
            page.Mark(_copy.Add("P"), () =>
                page.Text(open.Letters, regular, bold, Small, middle - (open.Width / 2), centre - 9, 18, colour: "0.33 g")
            );
        }

        _y = top + (16 * Mm);
        foreach (var text in new[] { sheet.Signer, sheet.Date })
        {
            var lines = PaperLines.Break([new(text, false)], regular, bold, Size, 80 * Mm);
            var tag = _copy.Add("P");
            foreach (var line in lines.Where(line => line.Letters.Count > 0))
            {
                var (at, left) = (_y, Math.Min(middle - (line.Width / 2), Right - line.Width));
                page.Mark(tag, () => page.Text(line.Letters, regular, bold, Size, left, at, Leading));
            }

            _y += Leading;
        }
    }

    private void Seal(PaperCanvas page, PaperSeal seal, double x, double y)
    {
        page.Circle(x, y, SealRadius, 2, "[] 0", RedLine);
        page.Star(x, y, 14, Red);
        // The inscription runs along the ring, over three quarters of it at most.
        var letters = seal.Inscription.EnumerateRunes().ToList();
        var size = Math.Min(10.5, 4.6 * (SealRadius - 14) / (1.08 * Math.Max(1, letters.Count)));
        var radius = SealRadius - 4 - size;
        var step = 1.08 * size / radius;
        for (var at = 0; at < letters.Count; at++)
            page.OnCircle(bold, letters[at], size, x, y, radius, (at - ((letters.Count - 1) / 2.0)) * step, Red);
        var number = PaperLines.Break([new(seal.Number, false)], regular, bold, 6.5, 2 * SealRadius)[0];
        page.Text(number.Letters, regular, bold, 6.5, x - (number.Width / 2), y + (SealRadius * 0.62), 8, colour: Red);
    }

    private void Receipt()
    {
        var page = Page;
        var top = _y + 19.2;
        page.Line(Left, top, Right, top, dash: "[3 2] 0", colour: "0.47 G");
        var each = (Wide - 24) / 3;
        for (var at = 0; at < PaperSheet.Receipt.Count; at++)
        {
            var (name, blank) = PaperSheet.Receipt[at];
            var left = Left + (at * (each + 12));
            var line = PaperLines.Break([new(name, false)], regular, bold, 10.5, each)[0];
            page.Mark(_copy.Add("P"), () => page.Text(line.Letters, regular, bold, 10.5, left, top + 7.2, 20));
            var from = left + line.Width + 5;
            page.Line(from, top + 27, left + each, top + 27, 0.5, colour: "0.47 G");
            var space = PaperLines.Break([new(blank, false)], regular, bold, 10.5, each)[0];
            if (blank.Length > 0)
                page.Mark(_copy.Add("P"), () => page.Text(space.Letters, regular, bold, 10.5, from, top + 7.2, 20));
        }

        _y = top + 28;
    }

    private void Margin(PaperCanvas page, string? copy, int number, int pages)
    {
        var top = PaperCanvas.Height - (22 * Mm);
        if (copy is not null)
        {
            var line = PaperLines.Break([new(copy, false)], regular, bold, Small, Wide)[0];
            page.Mark(_copy.Add("P"), () =>
                page.Text(line.Letters, regular, bold, Small, Right - line.Width, top, SmallLeading, colour: Grey)
            );
        }

        if (pages == 1)
            return;
        var count = PaperLines.Break(
            [new(FormattableString.Invariant($"第 {number} 页　共 {pages} 页"), false)],
            regular,
            bold,
            Small,
            Wide
        )[0];
        page.Text(count.Letters, regular, bold, Small, Left + ((Wide - count.Width) / 2), top, SmallLeading, colour: Grey);
    }

    private static List<System.Collections.BitArray> Qr(string address)
    {
        using var code = QRCodeGenerator.GenerateQrCode(address, QRCodeGenerator.ECCLevel.M);
        // Four modules of white around it, as ISO/IEC 18004 wants them.
        return code.ModuleMatrix;
    }

    private sealed record SetRow(IReadOnlyList<SetCell> Cells, int Lines, double Height);

    private sealed record SetCell(double Left, double Width, bool IsHead, bool IsOfColumn, int Span, IReadOnlyList<PaperLine> Lines);
}
