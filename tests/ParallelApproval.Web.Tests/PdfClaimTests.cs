using System.Text;
using ParallelApproval.Web.Public;

namespace ParallelApproval.Web;

/// <summary>Which paper a file says it is, in every way in which a title may be written into a PDF.</summary>
public sealed class PdfClaimTests
{
    private const string Number = "莲审证〔2026〕00012号";

    [Fact]
    public void A_title_is_read_whether_it_is_hexadecimal_literal_or_in_octal()
    {
        byte[] wide = [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes("许可证照 " + Number)];
        PdfClaim.Number(File($"/Title <{Convert.ToHexString(wide)}>")).ShouldBe(Number);
        PdfClaim
            .Number(File("/Title (" + string.Concat(wide.Select(b => $"\\{Convert.ToString(b, 8).PadLeft(3, '0')}")) + ")"))
            .ShouldBe(Number);
        PdfClaim.Number(File("/Title (许可证照 " + Number + ")")).ShouldBe(Number);
        PdfClaim.Number(File("/Title (chapter)\n/Title\n(" + Number + ")")).ShouldBe(Number, "the first title is one of another thing");
    }

    [Theory]
    [InlineData("")]
    [InlineData("/Title")]
    [InlineData("/Title (")]
    [InlineData("/Title (\\")]
    [InlineData("/Title (\\7")]
    [InlineData("/Title <FEFF")]
    [InlineData("/Title <F>")]
    [InlineData("/Title <zz>")]
    [InlineData("/Title (Annual report)")]
    public void What_is_broken_or_names_no_paper_claims_nothing(string text) => PdfClaim.Number(File(text)).ShouldBeNull();

    private static byte[] File(string text) => Encoding.UTF8.GetBytes("%PDF-1.7\n" + text);
}
