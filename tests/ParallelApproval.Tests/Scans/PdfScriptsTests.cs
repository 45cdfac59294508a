using System.IO.Compression;
using System.Text;

namespace ParallelApproval.Scans;

/// <summary>A PDF that does something when it is opened is no scan of a paper.</summary>
public sealed class PdfScriptsTests
{
    private const string Head = "%PDF-1.7\n";
    private const string Script = "3 0 obj << /Type /Action /S /JavaScript /JS (app.alert(1)) >> endobj";

    [Theory]
    [InlineData(Script, true)]
    [InlineData("3 0 obj << /S /Java#53cript /JS (app.alert(1)) >> endobj", true)]
    [InlineData("3 0 obj << /S /Launch /F (calc.exe) >> endobj", true)]
    [InlineData("3 0 obj << /Type /Page /Name /A#20B >> endobj", false)]
    [InlineData("3 0 obj << /Type /Page /Title (a paper on JavaScript) >> endobj", false)]
    public void What_starts_by_itself_is_found_where_it_stands_and_where_it_is_packed(string objects, bool isFound)
    {
        PdfScripts.AreIn(Encoding.Latin1.GetBytes(Head + objects)).ShouldBe(isFound);
        PdfScripts.AreIn(Packed(objects)).ShouldBe(isFound);
        PdfScripts.AreIn([.. Packed("1 0 << /Type /Page >>"), .. Packed(objects)]).ShouldBe(isFound, "in the second of two");
    }

    [Fact]
    public void What_cannot_be_unpacked_is_not_believed()
    {
        PdfScripts.AreIn("%PDF-1.7\n5 0 obj << /Type /ObjStm /N 1 >> stream\nnothing packed endstream"u8).ShouldBeTrue();
        PdfScripts.AreIn(Packed(new string(' ', 65 * 1024 * 1024))).ShouldBeTrue("it unpacks to more than anybody files");
    }

    private static byte[] Packed(string objects)
    {
        using var packed = new MemoryStream();
        packed.Write(Encoding.Latin1.GetBytes(Head + "5 0 obj << /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode >> stream\r\n"));
        using (var packing = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            packing.Write(Encoding.Latin1.GetBytes(objects));
        packed.Write("\r\nendstream endobj"u8);
        return packed.ToArray();
    }
}
