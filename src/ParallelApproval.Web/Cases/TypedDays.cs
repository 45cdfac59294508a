using System.Globalization;
using System.Text;

namespace ParallelApproval.Web.Cases;

/// <summary>A number of days as somebody typed it: full-width digits and blanks are understood.</summary>
internal static class TypedDays
{
    /// <summary>0 when it is no number, which every command refuses beside the field.</summary>
    public static int Of(string? typed) =>
        int.TryParse(
            (typed ?? "").Normalize(NormalizationForm.FormKC).Trim(),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var days
        )
            ? days
            : 0;
}
