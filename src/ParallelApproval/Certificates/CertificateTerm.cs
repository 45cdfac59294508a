using System.Globalization;
using System.Text.RegularExpressions;

namespace ParallelApproval.Certificates;

/// <summary>
/// How long a certificate is valid (有效期). The catalogue words it in the name of what is printed, e.g. 餐饮服务许可证（有效期3年）: so many calendar
/// years from the day of issue, the day before the anniversary included. What names no years is valid without end.
/// </summary>
internal static partial class CertificateTerm
{
    /// <param name="document">What is printed, by its name in the catalogue.</param>
    /// <param name="from">The day of issue, Asia/Shanghai.</param>
    /// <returns>The last valid day; null where there is none.</returns>
    public static DateOnly? LastDay(string document, DateOnly from) =>
        Years().Match(document) is { Success: true } years
            ? from.AddYears(int.Parse(years.Groups[1].Value, CultureInfo.InvariantCulture)).AddDays(-1)
            : null;

    [GeneratedRegex("有效期(\\d{1,2})年")]
    private static partial Regex Years();
}
