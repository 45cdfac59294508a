using ErrorOr;
using ParallelApproval.Identities;
using ParallelApproval.Province.Registers;

namespace ParallelApproval.Province.Ways;

/// <summary>
/// Which case a request to the province's own name is about (来件编号): the number of a case, a task or a certificate in its path or query, and
/// by the region at its head the district that keeps it.
/// </summary>
internal static class NumberOnItsWay
{
    // Behind these a number stands; anywhere else it may.
    private static readonly string[] BeforeNumbers = ["cases", "tasks", "track", "verify"];
    private static readonly string[] InQuery = ["number", "no", "case"];

    /// <summary>The district, or why there is none.</summary>
    public static ErrorOr<District> DistrictOf(HttpRequest request, DistrictBook book) =>
        Find(request) is { } found ? DistrictOf(found, book)
        : Expected(request) is { } name ? ProvinceRefusals.NotANumber(name)
        : ProvinceRefusals.NoSuchAddress();

    /// <summary>The district of a number as somebody typed it.</summary>
    public static ErrorOr<District> DistrictOf(string? typed, DistrictBook book) =>
        Read(typed) is { } number ? DistrictOf(number, book) : ProvinceRefusals.NotANumber("number");

    /// <summary>The number of the case in what was typed: its own, or that of one of its tasks or certificates.</summary>
    public static CaseNumber? Read(string? typed)
    {
        // Longer than any of them, with blanks between its groups.
        if (typed is null or { Length: > 100 })
            return null;
        var plain = TypedNumber.Plain(typed);
        return plain.Length >= CaseNumber.Length
            && (plain.Length == CaseNumber.Length || plain[CaseNumber.Length] == '-')
            && CaseNumber.TryParse(plain[..CaseNumber.Length], out var number)
                ? number
            : CaseNumber.TryParse(TypedNumber.Unbroken(typed), out number) ? number
            : null;
    }

    private static ErrorOr<District> DistrictOf(CaseNumber number, DistrictBook book) =>
        book.OfRegion(number.Region) is { } district ? district : ProvinceRefusals.NoSuchDistrict(number.Region);

    private static CaseNumber? Find(HttpRequest request)
    {
        foreach (var segment in Segments(request))
            if (Read(segment) is { } number)
                return number;
        foreach (var name in InQuery)
            if (Read(request.Query[name].FirstOrDefault()) is { } number)
                return number;
        return null;
    }

    // Where the path wants a number, or the query brings what should be one.
    private static string? Expected(HttpRequest request)
    {
        var segments = Segments(request);
        for (var at = 0; at + 1 < segments.Length; at++)
            if (BeforeNumbers.Contains(segments[at], StringComparer.OrdinalIgnoreCase))
                return "number";
        return InQuery.FirstOrDefault(name => request.Query.ContainsKey(name));
    }

    private static string[] Segments(HttpRequest request) => (request.Path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
}
