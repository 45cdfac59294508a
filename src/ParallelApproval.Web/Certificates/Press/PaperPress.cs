using System.Security;
using System.Security.Cryptography;
using System.Text;

namespace ParallelApproval.Web.Certificates;

/// <summary>
/// Makes the file of a paper (出件): PDF/A-2u (ISO 19005-2) with fonts of its own, tagged, in Chinese, and the same bytes whenever the same
/// paper is made. Without another process: an early browser took most of a second for each.
/// </summary>
internal sealed class PaperPress(ILogger<PaperPress> log) : IDisposable
{
    private const string Producer = "ParallelApproval";

    private readonly PaperFonts? _fonts = PaperFonts.Find(AppContext.BaseDirectory);

    /// <summary>Whether the fonts came with the program.</summary>
    public bool IsThere => _fonts is not null;

    /// <param name="issuedAt">The date of the paper, which is the file's, too.</param>
    /// <param name="seals">What signs it, one after the other; none for a file without a digital signature.</param>
    public byte[] Print(PaperSheet sheet, DateTimeOffset issuedAt, params IReadOnlyList<PaperSignature> seals)
    {
        var fonts = _fonts ?? throw new InvalidOperationException("Nothing can be set without fonts.");
        var (regular, bold) = (new PaperInk(fonts.Regular, "F1"), new PaperInk(fonts.Bold, "F2"));
        var layout = PaperLayout.Of(sheet, regular, bold);
        if (regular.Missing.Union(bold.Missing).ToList() is { Count: > 0 } missing)
            log.LogWarning(
                "{Number} is set with stand-ins for characters that the font lacks: {Characters}",
                sheet.Number,
                string.Join(' ', missing.Select(character => FormattableString.Invariant($"U+{character:X4}")))
            );

        var file = new PdfFile();
        var (catalog, pages) = (file.Reserve(), file.Reserve());
        var title = $"{sheet.Title} {sheet.Number}";
        var ofFonts = string.Join(' ', new[] { regular, bold }.Select(ink => $"/{ink.Name} {Font(file, ink)} 0 R"));
        var leaves = layout.Pages.Select(_ => file.Reserve()).ToList();
        // All fields are there from the beginning, so that nothing but a value is added after the first signature.
        var fields = seals.Select((seal, at) => new Sealed(file.Reserve(), at, leaves[^1], seal, sheet)).ToList();
        var listed = string.Join(' ', fields.Select(field => $"{field.Number} 0 R"));
        for (var at = 0; at < leaves.Count; at++)
        {
            var content = file.AddStream("", layout.Pages[at].Content);
            var annotations = fields.Count > 0 && at == leaves.Count - 1 ? $" /Annots [{listed}]" : "";
            file.Set(
                leaves[at],
                $"<< /Type /Page /Parent {pages} 0 R /MediaBox "
                    + $"[0 0 {PdfFile.Number(PaperCanvas.Width)} {PdfFile.Number(PaperCanvas.Height)}] "
                    + $"/Resources << /Font << {ofFonts} >> >> /Contents {content} 0 R /StructParents {at} /Tabs /S{annotations} >>"
            );
        }

        file.Set(pages, $"<< /Type /Pages /Count {leaves.Count} /Kids [{string.Join(' ', leaves.Select(leaf => $"{leaf} 0 R"))}] >>");
        var profile = file.AddStream("/N 3", SrgbProfile.Bytes);
        var metadata = file.AddStream("/Type /Metadata /Subtype /XML", Metadata(title, issuedAt), isPlain: true);
        var form = fields.Count > 0 ? $" /AcroForm << /SigFlags 3 /Fields [{listed}] >>" : "";
        foreach (var field in fields)
            file.Set(field.Number, field.With(field == fields[0] ? file.Add(field.Dictionary) : null));
        file.Set(
            catalog,
            $"<< /Type /Catalog /Pages {pages} 0 R /Lang (zh-CN) /MarkInfo << /Marked true >> "
                + $"/StructTreeRoot {Structure(file, layout, leaves)} 0 R /Metadata {metadata} 0 R "
                + "/ViewerPreferences << /DisplayDocTitle true >> "
                + "/OutputIntents [<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB) /Info (sRGB) "
                + $"/DestOutputProfile {profile} 0 R >>]{form} >>"
        );
        var info = file.Add(
            $"<< /Title {PdfFile.Text(title)} /Producer ({Producer}) /Creator ({Producer}) /CreationDate {PdfFile.Date(issuedAt)} "
                + $"/ModDate {PdfFile.Date(issuedAt)} >>"
        );
        var made = file.Finish(catalog, info, SHA256.HashData(Encoding.UTF8.GetBytes(sheet.Address + sheet.Body)).AsSpan(0, 16));
        foreach (var field in fields)
            made = field.Seal.Sign(
                field == fields[0] ? made : PdfFile.Append(made, field.Number, value => field.With(value), field.Dictionary)
            );
        return made;
    }

    public void Dispose() => _fonts?.Dispose();

    // ISO 32000-1, 9.7: a font of glyph numbers, with what each number reads as.
    private static int Font(PdfFile file, PaperInk ink)
    {
        var font = ink.Font;
        // A font of a paper that needs none of its glyphs is still one that is there.
        var used = ink.Used.Count > 0 ? ink.Used : new Dictionary<ushort, string> { [font.Glyph(' ') ?? 0] = " " };
        var part = font.Only(used.Keys);
        var name = Tag(used.Keys) + "+" + font.Name;
        var data = file.AddStream(FormattableString.Invariant($"/Length1 {part.Length}"), part);
        var descriptor = file.Add(
            $"<< /Type /FontDescriptor /FontName /{name} /Flags 4 /FontBBox [{string.Join(' ', font.Box.Select(PdfFile.Number))}] "
                + $"/ItalicAngle 0 /Ascent {PdfFile.Number(font.Ascent)} /Descent {PdfFile.Number(font.Descent)} "
                + $"/CapHeight {PdfFile.Number(font.Ascent)} /StemV 80 /FontFile2 {data} 0 R >>"
        );
        var widths = string.Join(' ', used.Keys.Select(glyph => $"{glyph} [{PdfFile.Number(font.Width(glyph))}]"));
        var descendant = file.Add(
            $"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{name} "
                + "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
                + $"/FontDescriptor {descriptor} 0 R /DW 1000 /W [{widths}] /CIDToGIDMap /Identity >>"
        );
        var reading = file.AddStream("", Reading(used));
        return file.Add(
            $"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H "
                + $"/DescendantFonts [{descendant} 0 R] /ToUnicode {reading} 0 R >>"
        );
    }

    // Six letters tell a part of a font from other parts of it.
    private static string Tag(IEnumerable<ushort> glyphs)
    {
        var digest = SHA256.HashData(Encoding.ASCII.GetBytes(string.Join(',', glyphs)));
        return string.Concat(digest.Take(6).Select(part => (char)('A' + (part % 26))));
    }

    private static byte[] Reading(IReadOnlyDictionary<ushort, string> used)
    {
        const int Most = 100;
        var map = new StringBuilder(
            """
            /CIDInit /ProcSet findresource begin 12 dict begin begincmap
            /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
            /CMapName /Adobe-Identity-UCS def /CMapType 2 def
            1 begincodespacerange <0000> <FFFF> endcodespacerange

            """
        );
        foreach (var some in used.Chunk(Most))
        {
            map.Append(FormattableString.Invariant($"{some.Length} beginbfchar\n"));
            foreach (var (glyph, text) in some)
                map.Append(
                    FormattableString.Invariant($"<{glyph:X4}> <{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text))}>\n")
                );
            map.Append("endbfchar\n");
        }

        return Encoding.ASCII.GetBytes(map.Append("endcmap CMapName currentdict /CMap defineresource pop end end\n").ToString());
    }

    // ISO 32000-1, 14.7: the tree of elements, and the way back from each mark on a page to its element.
    private static int Structure(PdfFile file, PaperLayout layout, List<int> pages)
    {
        var numbers = new Dictionary<PaperTag, int>();
        var root = file.Reserve();
        Number(layout.Root);
        foreach (var (tag, number) in numbers)
        {
            var kids = string.Join(
                ' ',
                tag.Kids.Select(kid =>
                    kid is PaperMark mark
                        ? $"<< /Type /MCR /Pg {pages[mark.Page]} 0 R /MCID {mark.Number} >>"
                        : $"{numbers[(PaperTag)kid]} 0 R"
                )
            );
            var alternative = tag.Alternative is { } read ? $" /Alt {PdfFile.Text(read)}" : "";
            file.Set(
                number,
                $"<< /Type /StructElem /S /{tag.Type} /P {(tag.Parent is { } above ? numbers[above] : root)} 0 R /K [{kids}]"
                    + $"{alternative} {tag.Attributes} >>"
            );
        }

        var back = string.Join(
            ' ',
            layout.Pages.Select(page => $"{page.Page} [{string.Join(' ', page.Marks.Select(tag => $"{numbers[tag]} 0 R"))}]")
        );
        var parents = file.Add($"<< /Nums [{back}] >>");
        file.Set(
            root,
            $"<< /Type /StructTreeRoot /K {numbers[layout.Root]} 0 R /ParentTree {parents} 0 R /ParentTreeNextKey {layout.Pages.Count} >>"
        );
        return root;

        void Number(PaperTag tag)
        {
            numbers.Add(tag, file.Reserve());
            foreach (var kid in tag.Kids.OfType<PaperTag>())
                Number(kid);
        }
    }

    private static byte[] Metadata(string title, DateTimeOffset issuedAt)
    {
        var at = FormattableString.Invariant($"{issuedAt.InShanghai():yyyy-MM-ddTHH:mm:ss}+08:00");
        return Encoding.UTF8.GetBytes(
            $"""
            <?xpacket begin="{'\uFEFF'}" id="W5M0MpCehiHzreSzNTczkc9d"?>
            <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
            <rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><pdfaid:part>2</pdfaid:part>
            <pdfaid:conformance>U</pdfaid:conformance></rdf:Description>
            <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:format>application/pdf</dc:format>
            <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{SecurityElement.Escape(title)}</rdf:li></rdf:Alt></dc:title>
            <dc:language><rdf:Bag><rdf:li>zh-CN</rdf:li></rdf:Bag></dc:language></rdf:Description>
            <rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"><pdf:Producer>{Producer}</pdf:Producer></rdf:Description>
            <rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"><xmp:CreatorTool>{Producer}</xmp:CreatorTool>
            <xmp:CreateDate>{at}</xmp:CreateDate><xmp:ModifyDate>{at}</xmp:ModifyDate></rdf:Description>
            </rdf:RDF></x:xmpmeta>
            <?xpacket end="w"?>
            """
        );
    }

    // The field of a signature; it has no looks on the page, readers show it in their own place.
    private sealed record Sealed(int Number, int At, int Page, PaperSignature Seal, PaperSheet Sheet)
    {
        public string Dictionary => Seal.Dictionary(Sheet.Number);

        public string With(int? value) =>
            $"<< /Type /Annot /Subtype /Widget /FT /Sig /T (Seal{(At == 0 ? "" : At + 1)}) /TU {PdfFile.Text(Sheet.Title)} "
            + $"/F 132 /Rect [0 0 0 0] /P {Page} 0 R{(value is { } signed ? $" /V {signed} 0 R" : "")} >>";
    }
}
