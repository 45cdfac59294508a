using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace ParallelApproval.Identities;

/// <summary>
/// 行政区划代码 (GB/T 2260): the six digits of a county or district. Case numbers begin with it (<see cref="CaseNumber.Region"/>), and by it
/// a province finds the district of a case.
/// </summary>
public static partial class RegionCode
{
    /// <summary>Digits.</summary>
    public const int Length = 6;

    // The first two digits: the provinces, autonomous regions, municipalities and special administrative regions.
    private static readonly FrozenSet<string> Provinces =
    [
        .. "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82".Split(' '),
    ];

    /// <summary>Whether it can be that of a county or district: neither a province (…0000) nor a city (…00) as a whole.</summary>
    public static bool IsOfDistrict(string? code) =>
        code is not null && Digits().IsMatch(code) && Provinces.Contains(code[..2]) && code[2..4] != "00" && code[4..] != "00";

    [GeneratedRegex(@"^[0-9]{6}\z")]
    private static partial Regex Digits();
}
