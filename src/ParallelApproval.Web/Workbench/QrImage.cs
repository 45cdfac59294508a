using System.Text;
using QRCoder;

namespace ParallelApproval.Web.Workbench;

/// <summary>A text as a picture for machines to read (二维码).</summary>
internal static class QrImage
{
    private const int PixelsOfModule = 4;

    /// <summary>As an image for <c>src</c>: it is fetched from nowhere, and so stands in no log.</summary>
    public static string Of(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        using var picture = new SvgQRCode(data);
        return "data:image/svg+xml;base64," + Convert.ToBase64String(Encoding.UTF8.GetBytes(picture.GetGraphic(PixelsOfModule)));
    }
}
