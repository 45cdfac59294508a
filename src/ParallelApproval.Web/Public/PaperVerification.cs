using System.Security.Cryptography;
using ErrorOr;
using ParallelApproval.Certificates;
using ParallelApproval.Identities;
using ParallelApproval.Publication;
using ParallelApproval.Refusals;
using ParallelApproval.Web.Certificates;

namespace ParallelApproval.Web.Public;

/// <summary>What a file turned out to be that somebody showed (文件比对).</summary>
internal enum FileVerdict
{
    /// <summary>与签发文件一致.</summary>
    Genuine,

    /// <summary>与签发文件不一致: it bears the number of one of our papers, and is not a file that we made of it.</summary>
    Altered,

    /// <summary>无法识别: it is not one of our files, and does not say which paper it would be.</summary>
    Unknown,
}

/// <summary>The verdict on a file, and the paper that it is or claims to be; null when there is no such paper.</summary>
/// <param name="Signatures">Who signed it digitally; none of a file that is not ours: anybody can sign anything.</param>
internal sealed record ShownFile(FileVerdict Verdict, DocumentCheck? Check, IReadOnlyList<FileSignature> Signatures);

/// <summary>
/// Anybody verifies a paper that he has before him (公众验真): by number and code, a certificate by its number alone, a PDF as it is. A result
/// that is withheld (不予公开) is told to nobody who has not the code of the paper. Of a file nothing is kept.
/// </summary>
internal sealed class PaperVerification(DocumentQueries documents, DocumentPrints prints, WithheldQueries withheld)
{
    /// <summary>The largest file that is compared.</summary>
    public const int MostFileBytes = 8 * 1024 * 1024;

    /// <summary>What is known of that paper.</summary>
    /// <param name="code">As printed beside the QR code; without it only certificates are told.</param>
    public async Task<ErrorOr<DocumentCheck>> FindAsync(string number, string? code, CancellationToken cancellation)
    {
        if (!string.IsNullOrWhiteSpace(code))
            return await documents.VerifyAsync(number, code, cancellation);
        return
            await documents.OfCertificateAsync(TypedNumber.Plain(number), cancellation) is { } certificate
            && !await withheld.IsWithheldAsync(certificate.Case, cancellation)
            ? (await documents.CheckAsync(certificate, cancellation)).Then(ForAnybody)
            : Refusal.NotFound(RefusalCode.DocumentNotVerified);
    }

    /// <summary>Compares a file with those that were made here, by its digest.</summary>
    public async Task<ShownFile> CompareAsync(byte[] file, CancellationToken cancellation)
    {
        if (
            await prints.FindAsync(SHA256.HashData(file), cancellation) is { } known
            && await documents.FindAsync(known, cancellation) is { } issued
        )
            // Of a file that was destroyed after its term nothing can be told, but that this is what was issued.
            return new(
                FileVerdict.Genuine,
                await documents.CheckAsync(issued, cancellation) is { IsError: false, Value: var check } ? check : null,
                FileSignature.Read(file)
            );
        // Whoever writes a number into a file has not seen its paper: the content is told of certificates that are public.
        return
            PdfClaim.Number(file) is { } claimed
            && await documents.FindAsync(claimed, cancellation) is { } paper
            && await prints.HasAnyAsync(paper, cancellation)
            ? new(FileVerdict.Altered, await PublicAsync(paper, cancellation), [])
            : new(FileVerdict.Unknown, null, []);
    }

    private async Task<DocumentCheck?> PublicAsync(Document paper, CancellationToken cancellation) =>
        paper.Kind is DocumentKind.CertificatePaper
        && !await withheld.IsWithheldAsync(paper.Case, cancellation)
        && await documents.CheckAsync(paper, cancellation) is { IsError: false, Value: var check }
            ? ForAnybody(check)
            : null;

    private static DocumentCheck ForAnybody(DocumentCheck check) => check with { Content = check.Content.ForAnybody() };
}
