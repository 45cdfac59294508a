using System.Security.Cryptography;
using System.Text;

namespace ParallelApproval.Web.Certificates;

/// <summary>
/// Signs a file of a paper (数字签名): a signature over everything but itself, in a dictionary of the file (ISO 32000-1, 12.8).
/// </summary>
/// <param name="at">When it is signed.</param>
internal abstract class PaperSignature(DateTimeOffset at)
{
    // Enough for a chain of three certificates and a key of 4096 bits.
    private const int Room = 12_000;
    private const string Range = "/ByteRange [0 0000000000 0000000000 0000000000]";

    /// <summary>When it is signed.</summary>
    protected DateTimeOffset At => at;

    /// <summary>Who signs, as the certificate says it.</summary>
    protected abstract string Name { get; }

    /// <summary>What kind of signature it is, for readers of PDF.</summary>
    protected abstract string Kind { get; }

    /// <summary>The dictionary of the signature, with room for what is not known before the file is whole.</summary>
    public string Dictionary(string reason) =>
        $"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /{Kind} /M {PdfFile.Date(at)} "
        + $"/Name {PdfFile.Text(Name)} /Reason {PdfFile.Text(reason)} "
        + $"{Range} /Contents <{new string('0', 2 * Room)}> >>";

    /// <summary>Puts the signature into the room that was left for it.</summary>
    public byte[] Sign(byte[] file)
    {
        var range = file.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Range));
        var contents = range + Range.Length + " /Contents ".Length;
        var end = contents + (2 * Room) + 2;
        var told = FormattableString.Invariant($"/ByteRange [0 {contents} {end} {file.Length - end}]").PadRight(Range.Length);
        Encoding.ASCII.GetBytes(told).CopyTo(file, range);

        var signature = Convert.ToHexString(Signed([.. file.AsSpan(0, contents), .. file.AsSpan(end)]));
        if (signature.Length > 2 * Room)
            throw new CryptographicException(
                $"A signature of {signature.Length / 2} bytes is larger than the {Room} that were left for it."
            );
        Encoding.ASCII.GetBytes(signature).CopyTo(file, contents + 1);
        return file;
    }

    /// <summary>The signature of that content, detached.</summary>
    protected abstract byte[] Signed(byte[] content);
}
