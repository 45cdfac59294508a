using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ParallelApproval.Certificates;

/// <summary>The stamp of a document (内容校验码): SHA-256 over everything it says and the words it says it with.</summary>
internal static class DocumentStamp
{
    // No vowels, no 0, 1 and l: nothing that is read for something else, and no words.
    private const string Letters = "23456789BCDFGHJKMNPQRSTVWXYZ";

    public static byte[] Of(Document document, string template)
    {
        var parts = string.Join(
            '\n',
            document.Case.Key.ToString(CultureInfo.InvariantCulture),
            document.Number,
            document.Kind,
            document.Branch.ToString(CultureInfo.InvariantCulture),
            document.Cause.ToString(CultureInfo.InvariantCulture),
            document.IssuedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            document.Template.ToString(CultureInfo.InvariantCulture),
            document.Code,
            document.Seal,
            document.SealedBy,
            document.Facts,
            template
        );
        return SHA256.HashData(Encoding.UTF8.GetBytes(parts));
    }

    public static string NewCode() => RandomNumberGenerator.GetString(Letters, 8);
}
