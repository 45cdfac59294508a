using ParallelApproval.Web.Certificates;

namespace ParallelApproval.Web.Public;

/// <summary>What a file turned out to be that somebody sent (文件验真).</summary>
/// <param name="Number">The paper that it is; null of a file that was made by somebody else, or is told to nobody.</param>
/// <param name="Signatures">Who signed it; none of a file that was not made here.</param>
internal sealed record FileJudgement(FileVerdict Verdict, string? Number, IReadOnlyList<SignatureLine> Signatures)
{
    public static FileJudgement Of(ShownFile shown, IReadOnlyList<string> ourKeys) =>
        new(
            shown.Verdict,
            shown.Check?.Document.Number,
            [
                .. shown.Signatures.Select(one => new SignatureLine(
                    one.Method,
                    one.Name,
                    one.Holds,
                    one.IsWhole,
                    one.ValidTo,
                    one.PublicKey,
                    one.PublicKey is { } key ? ourKeys.Contains(key, StringComparer.Ordinal) : null
                )),
            ]
        );
}

/// <summary>A signature of a file (数字签名).</summary>
/// <param name="Signer">To whom the certificate was given, as it says.</param>
/// <param name="Holds">Whether nothing that it covers was changed, and what it does not cover is signed, too.</param>
/// <param name="IsWhole">Whether it covers the file to its end.</param>
/// <param name="ValidTo">The last day of the certificate, Asia/Shanghai.</param>
/// <param name="PublicKey">Of SM2 the key that signed: 04, x and y in hexadecimal (GB/T 32918.1).</param>
/// <param name="IsOurKey">Of SM2 whether that is a key of this house.</param>
internal sealed record SignatureLine(
    SignatureMethod Method,
    string Signer,
    bool Holds,
    bool IsWhole,
    DateOnly ValidTo,
    string? PublicKey,
    bool? IsOurKey
);
