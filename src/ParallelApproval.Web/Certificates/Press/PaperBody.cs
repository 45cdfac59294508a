using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace ParallelApproval.Web.Certificates;

/// <summary>A stretch of text in one weight. A line break is <c>\n</c>.</summary>
internal sealed record PaperRun(string Text, bool IsBold);

/// <summary>A part of a paper that stands below the one before.</summary>
internal abstract record PaperBlock;

/// <param name="Side">Which side the lines lean on.</param>
internal sealed record PaperParagraph(IReadOnlyList<PaperRun> Runs, PaperSide Side) : PaperBlock;

internal sealed record PaperList(bool IsNumbered, IReadOnlyList<IReadOnlyList<PaperRun>> Items) : PaperBlock;

internal sealed record PaperTable(IReadOnlyList<PaperRow> Rows) : PaperBlock
{
    public int Columns => Rows.Max(row => row.Cells.Sum(cell => cell.Span));
}

/// <param name="IsHead">Whether it is repeated on the next page.</param>
internal sealed record PaperRow(bool IsHead, IReadOnlyList<PaperCell> Cells);

/// <param name="Span">Over how many columns it goes.</param>
internal sealed record PaperCell(bool IsHead, int Span, IReadOnlyList<PaperRun> Runs);

/// <summary>Which side lines lean on; justified ones lean on both, but for the last.</summary>
internal enum PaperSide
{
    Justified,
    Left,
    Centre,
    Right,
}

/// <summary>
/// Reads the body of a paper (文书正文): paragraphs, lists and tables, strong words and line breaks. Of anything else the text is kept and
/// the looks are not: a template says what a paper says, the press how it looks.
/// </summary>
internal static class PaperBody
{
    private const int MostSpan = 50;

    public static IReadOnlyList<PaperBlock> Read(string html)
    {
        var blocks = new List<PaperBlock>();
        // One for each: two papers at once would share the document that a parser has open.
        Add(blocks, new HtmlParser().ParseDocument("<body>" + html).Body!);
        return blocks;
    }

    private static void Add(List<PaperBlock> blocks, IElement parent)
    {
        var loose = new List<INode>();
        foreach (var node in parent.ChildNodes)
            if (node is IElement element && IsBlock(element))
            {
                Loose(blocks, loose, parent);
                AddBlock(blocks, element);
            }
            else
                loose.Add(node);
        Loose(blocks, loose, parent);
    }

    private static void Loose(List<PaperBlock> blocks, List<INode> loose, IElement parent)
    {
        var runs = Runs(loose, isBold: parent.LocalName is ['h', >= '1' and <= '6']);
        loose.Clear();
        if (runs.Count > 0)
            blocks.Add(new PaperParagraph(runs, SideOf(parent)));
    }

    private static void AddBlock(List<PaperBlock> blocks, IElement element)
    {
        switch (element.LocalName)
        {
            case "table":
                var rows = Rows(element);
                if (rows.Count > 0)
                    blocks.Add(new PaperTable(rows));
                break;
            case "ol" or "ul":
                blocks.Add(
                    new PaperList(
                        element.LocalName == "ol",
                        [.. element.Children.Where(child => child.LocalName == "li").Select(item => Runs(item.ChildNodes, false))]
                    )
                );
                break;
            default:
                Add(blocks, element);
                break;
        }
    }

    private static List<PaperRow> Rows(IElement table)
    {
        var rows = new List<PaperRow>();
        var taken = new Dictionary<int, int>();
        foreach (var row in table.QuerySelectorAll("tr").Where(row => row.Closest("table") == table))
        {
            var cells = new List<PaperCell>();
            var column = 0;
            foreach (var cell in row.Children.Where(child => child.LocalName is "td" or "th"))
            {
                Blanks(cells, taken, ref column);
                var span = Span(cell, "colspan");
                var isHead = cell.LocalName == "th";
                cells.Add(new(isHead, span, Runs(cell.ChildNodes, isHead)));
                if (Span(cell, "rowspan") is var down and > 1)
                    for (var over = column; over < column + span; over++)
                        taken[over] = down - 1;
                column += span;
            }

            Blanks(cells, taken, ref column);
            if (cells.Count > 0)
                rows.Add(new(row.ParentElement?.LocalName == "thead", cells));
        }

        return rows;
    }

    // Below a cell that goes over several rows.
    private static void Blanks(List<PaperCell> cells, Dictionary<int, int> taken, ref int column)
    {
        while (taken.TryGetValue(column, out var left) && left > 0)
        {
            taken[column++] = left - 1;
            cells.Add(new(false, 1, []));
        }
    }

    private static int Span(IElement cell, string name) =>
        int.TryParse(cell.GetAttribute(name), out var span) ? Math.Clamp(span, 1, MostSpan) : 1;

    private static List<PaperRun> Runs(IEnumerable<INode> nodes, bool isBold)
    {
        var runs = new List<PaperRun>();
        foreach (var node in nodes)
            Gather(runs, node, isBold);
        var text = new StringBuilder();
        var made = new List<PaperRun>();
        foreach (var run in runs)
        {
            text.Clear();
            foreach (var letter in run.Text)
            {
                // HTML takes any number of spaces and ends of lines for one space; none stands beside a line break.
                var before =
                    text.Length > 0 ? text[^1]
                    : made.Count > 0 ? made[^1].Text[^1]
                    : '\n';
                if (letter is ' ' or '\t' or '\r' or '\f' or '\v')
                {
                    if (before is not (' ' or '\n'))
                        text.Append(' ');
                }
                else
                    text.Append(letter);
            }

            if (text.Length > 0)
                made.Add(run with { Text = text.ToString() });
        }

        while (made.Count > 0)
        {
            made[^1] = made[^1] with { Text = made[^1].Text.TrimEnd(' ', '\n') };
            if (made[^1].Text.Length > 0)
                break;
            made.RemoveAt(made.Count - 1);
        }

        return made;
    }

    private static void Gather(List<PaperRun> runs, INode node, bool isBold)
    {
        switch (node)
        {
            case IText text:
                runs.Add(new(text.Data.Replace('\n', ' '), isBold));
                break;
            case IElement { LocalName: "br" }:
                runs.Add(new("\n", isBold));
                break;
            case IElement { LocalName: "template" or "title" }:
                break;
            case IElement element:
                var isApart = IsBlock(element) || element.LocalName is "li" or "tr";
                if (isApart && runs.Count > 0)
                    runs.Add(new("\n", isBold));
                foreach (var child in element.ChildNodes)
                    Gather(runs, child, isBold || element.LocalName is "strong" or "b" or "th");
                if (element.LocalName is "td" or "th")
                    runs.Add(new(" ", isBold));
                if (isApart && element.NextSibling is not null)
                    runs.Add(new("\n", isBold));
                break;
            default:
                break;
        }
    }

    private static bool IsBlock(IElement element) =>
        element.LocalName
            is "p"
                or "div"
                or "table"
                or "ol"
                or "ul"
                or "dl"
                or "dt"
                or "dd"
                or "section"
                or "article"
                or "blockquote"
                or "h1"
                or "h2"
                or "h3"
                or "h4"
                or "h5"
                or "h6"
                or "hr"
                or "header"
                or "footer";

    private static PaperSide SideOf(IElement element)
    {
        var style = (element.GetAttribute("style") ?? "").Replace(" ", "", StringComparison.Ordinal);
        return style.Contains("text-align:center", StringComparison.OrdinalIgnoreCase) ? PaperSide.Centre
            : style.Contains("text-align:right", StringComparison.OrdinalIgnoreCase) ? PaperSide.Right
            : style.Contains("text-align:left", StringComparison.OrdinalIgnoreCase) ? PaperSide.Left
            : PaperSide.Justified;
    }
}
