namespace ParallelApproval.Web.Certificates;

/// <summary>
/// Signs a file of a paper with SM2 (国密签名): the signed data of GB/T 35275 in the dictionary of a PDF, which programs of the field know and
/// common readers do not.
/// </summary>
/// <param name="at">When it is signed.</param>
internal sealed class Sm2Signature(Sm2Certificate certificate, DateTimeOffset at) : PaperSignature(at)
{
    protected override string Name => certificate.Name;

    protected override string Kind => "adbe.pkcs7.detached";

    protected override byte[] Signed(byte[] content) => Sm2SignedData.Sign(certificate, content, At);
}
