using System.Buffers.Binary;
using System.Runtime.InteropServices;
using HarfBuzzSharp;

namespace ParallelApproval.Web.Certificates;

/// <summary>
/// A typeface of papers (文书字体): which glyph a character has, how wide it is, and the part of the font that a file needs. Read once from its
/// file; it may be asked by several at a time.
/// </summary>
internal sealed partial class PaperFont : IDisposable
{
    private static readonly string[] NotForPdf =
    [
        "cmap",
        "OS/2",
        "name",
        "post",
        "GSUB",
        "GPOS",
        "GDEF",
        "BASE",
        "STAT",
        "vhea",
        "vmtx",
        "gasp",
    ];

    private readonly Blob _blob;
    private readonly Face _face;
    private readonly Font _font;

    private PaperFont(string name, Blob blob)
    {
        Name = name;
        _blob = blob;
        _face = new(blob, 0);
        _face.MakeImmutable();
        _font = new(_face);
        // Where the box of all glyphs stands: OpenType 1.9, table head.
        using var head = _face.ReferenceTable(new Tag('h', 'e', 'a', 'd'));
        var sides = head.AsSpan()[36..44].ToArray();
        Box = [.. Enumerable.Range(0, 4).Select(side => PerThousand(BinaryPrimitives.ReadInt16BigEndian(sides.AsSpan(2 * side))))];
        _font.TryGetHorizontalFontExtents(out var extents);
        (Ascent, Descent) = (PerThousand(extents.Ascender), PerThousand(extents.Descender));
    }

    /// <summary>As it is called in a file, e.g. NotoSerifSC-Regular.</summary>
    public string Name { get; }

    /// <summary>Left, bottom, right and top of all glyphs, in thousandths of an em.</summary>
    public IReadOnlyList<double> Box { get; }

    /// <summary>In thousandths of an em.</summary>
    public double Ascent { get; }

    /// <summary>In thousandths of an em, below the line negative.</summary>
    public double Descent { get; }

    /// <summary>Reads a TrueType font; null when the file is none.</summary>
    public static PaperFont? Read(string name, string path)
    {
        if (!File.Exists(path))
            return null;
        var blob = Blob.FromFile(path);
        blob.MakeImmutable();
        return new(name, blob);
    }

    /// <summary>The glyph of a character; null where the font has none.</summary>
    public ushort? Glyph(int character) => _font.TryGetNominalGlyph((uint)character, out var glyph) ? (ushort)glyph : null;

    /// <summary>In thousandths of an em.</summary>
    public double Width(ushort glyph) => PerThousand(_font.GetHorizontalGlyphAdvance(glyph));

    /// <summary>The font with these glyphs and no others, each under the number that it had.</summary>
    public byte[] Only(IEnumerable<ushort> glyphs)
    {
        var input = hb_subset_input_create_or_fail();
        try
        {
            hb_subset_input_set_flags(input, NoHinting | RetainGlyphs);
            var kept = hb_subset_input_glyph_set(input);
            foreach (var glyph in glyphs)
                hb_set_add(kept, glyph);
            var dropped = hb_subset_input_set(input, DropTables);
            foreach (var table in NotForPdf)
                hb_set_add(dropped, new Tag(table[0], table[1], table[2], table[3]));
            var part = hb_subset_or_fail(_face.Handle, input);
            if (part == 0)
                throw new InvalidOperationException($"{Name} could not be reduced to what a paper needs.");
            var blob = hb_face_reference_blob(part);
            var data = hb_blob_get_data(blob, out var length);
            var bytes = new byte[length];
            Marshal.Copy(data, bytes, 0, bytes.Length);
            hb_blob_destroy(blob);
            hb_face_destroy(part);
            return bytes;
        }
        finally
        {
            hb_subset_input_destroy(input);
        }
    }

    public void Dispose()
    {
        _font.Dispose();
        _face.Dispose();
        _blob.Dispose();
    }

    private double PerThousand(int units) => units * 1000.0 / _face.UnitsPerEm;

    // HarfBuzz takes a font apart as well as it reads one; the package for .NET brings that along and has no names for it.
    private const string Library = "libHarfBuzzSharp";
    private const uint NoHinting = 1;
    private const uint RetainGlyphs = 2;
    private const int DropTables = 3;

    [LibraryImport(Library)]
    private static partial nint hb_subset_input_create_or_fail();

    [LibraryImport(Library)]
    private static partial void hb_subset_input_destroy(nint input);

    [LibraryImport(Library)]
    private static partial void hb_subset_input_set_flags(nint input, uint flags);

    [LibraryImport(Library)]
    private static partial nint hb_subset_input_glyph_set(nint input);

    [LibraryImport(Library)]
    private static partial nint hb_subset_input_set(nint input, int set);

    [LibraryImport(Library)]
    private static partial void hb_set_add(nint set, uint member);

    [LibraryImport(Library)]
    private static partial nint hb_subset_or_fail(nint face, nint input);

    [LibraryImport(Library)]
    private static partial nint hb_face_reference_blob(nint face);

    [LibraryImport(Library)]
    private static partial void hb_face_destroy(nint face);

    [LibraryImport(Library)]
    private static partial nint hb_blob_get_data(nint blob, out uint length);

    [LibraryImport(Library)]
    private static partial void hb_blob_destroy(nint blob);
}
