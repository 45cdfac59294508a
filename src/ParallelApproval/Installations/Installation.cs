using System.Text.Json.Serialization;
using ErrorOr;
using FluentValidation;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;

namespace ParallelApproval.Installations;

/// <summary>
/// Whom this house serves (本机构): the one owner of the region that stands in every number, of the names that stand on pages and papers, and
/// of the address at which the public reaches it. Kept in the database; two houses of the same program differ by it.
/// </summary>
/// <param name="Region">行政区划代码 of the county or district, 6 digits (GB/T 2260); case numbers begin with it.</param>
/// <param name="RegionName">Its whole name, province first, e.g. 某省某市某区.</param>
/// <param name="District">The district as it is spoken of, e.g. 某区.</param>
/// <param name="Centre">政务服务中心: the house's own name, as messages are signed and pages are headed.</param>
/// <param name="Tiers">What its tiers are called.</param>
/// <param name="DocumentPrefix">机关代字: the word with which document numbers begin, 1 to 8 letters or digits.</param>
/// <param name="PublicAddress">Where the public reaches this server (http or https), for QR codes; null: as the reader reached it.</param>
/// <param name="Place">Where the hall stands, as papers tell the applicant to come; null until somebody has said it.</param>
/// <param name="Phone">Whom the applicant calls, as it stands on papers; null until somebody has said it.</param>
/// <param name="ReviewBody">复议机关: who reviews decisions of the district's departments; null for the district's government (行政复议法
/// art. 24).</param>
/// <param name="Court">Which court hears suits against them; null for the court of the region. Many places have given such suits to another
/// one.</param>
public sealed record Installation(
    string Region,
    string RegionName,
    string District,
    string DistrictEn,
    string Centre,
    string CentreEn,
    TierNames Tiers,
    string DocumentPrefix,
    string? PublicAddress = null,
    string? Place = null,
    string? Phone = null,
    string? ReviewBody = null,
    string? Court = null
)
{
    /// <summary>Who reviews decisions of the district's departments, as set or by 行政复议法 art. 24.</summary>
    [JsonIgnore]
    public string ReviewedBy => ReviewBody ?? RegionName + "人民政府";

    /// <summary>The court that hears suits against them, as set or by the place (行政诉讼法 art. 14, 18).</summary>
    [JsonIgnore]
    public string HeardBy => Court ?? RegionName + "人民法院";

    /// <summary>Without blanks around its texts and slashes at the end of its address: two that say the same are equal.</summary>
    internal Installation Clean() =>
        new(
            Region.Trim(),
            RegionName.Trim(),
            District.Trim(),
            DistrictEn.Trim(),
            Centre.Trim(),
            CentreEn.Trim(),
            Tiers.Clean(),
            DocumentPrefix.Trim(),
            Given(PublicAddress)?.TrimEnd('/'),
            Given(Place),
            Given(Phone),
            Given(ReviewBody),
            Given(Court)
        );

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

/// <summary>What the three tiers are called (层级名称): 区、街道、社区 in a city, 县、乡镇、村 elsewhere.</summary>
public sealed record TierNames(string District, string DistrictEn, string Street, string StreetEn, string Community, string CommunityEn)
{
    /// <summary>Those of a city.</summary>
    public static readonly TierNames Usual = new("区", "District", "街道", "Street", "社区", "Community");

    public string Of(Tier tier, bool english) =>
        tier switch
        {
            Tier.District => english ? DistrictEn : District,
            Tier.Street => english ? StreetEn : Street,
            _ => english ? CommunityEn : Community,
        };

    internal TierNames Clean() =>
        new(District.Trim(), DistrictEn.Trim(), Street.Trim(), StreetEn.Trim(), Community.Trim(), CommunityEn.Trim());
}

internal sealed class InstallationValidator : AbstractValidator<Installation>
{
    private const int LongestPrefix = 8;

    public InstallationValidator()
    {
        RuleFor(installation => installation.Region)
            .Refuses((region, place) => RegionCode.IsOfDistrict(region?.Trim()) ? null : Malformed(place.Field, region));
        foreach (
            var name in new System.Linq.Expressions.Expression<Func<Installation, string?>>[]
            {
                installation => installation.RegionName,
                installation => installation.District,
                installation => installation.DistrictEn,
                installation => installation.Centre,
                installation => installation.CentreEn,
            }
        )
            RuleFor(name).IsOrganisationName();
        RuleFor(installation => installation.Tiers).SetValidator(new TierNamesValidator());
        RuleFor(installation => installation.DocumentPrefix)
            .Refuses((word, place) => IsPrefix(word?.Trim()) ? null : PrefixMalformed(place.Field, word));
        RuleFor(installation => installation.PublicAddress)
            .Refuses((address, place) => IsAddress(address?.Trim()) ? null : AddressMalformed(place.Field));
        RuleFor(installation => installation.Place).IsLine(TextLengths.Address);
        RuleFor(installation => installation.Phone).IsName();
        RuleFor(installation => installation.ReviewBody).IsName();
        RuleFor(installation => installation.Court).IsName();
    }

    private static bool IsPrefix(string? word) => word is { Length: > 0 and <= LongestPrefix } && word.All(char.IsLetterOrDigit);

    private static bool IsAddress(string? address) =>
        string.IsNullOrEmpty(address)
        || (
            address.Length <= TextLengths.Address
            && Uri.TryCreate(address, UriKind.Absolute, out var known)
            && known.Scheme is "http" or "https"
            && known.Query.Length == 0
            && known.Fragment.Length == 0
            && known.UserInfo.Length == 0
        );

    private static Error Malformed(string field, string? region) =>
        Refusal.Input(field, RefusalCode.InstallationRegionMalformed, ("region", region));

    private static Error PrefixMalformed(string field, string? word) =>
        Refusal.Input(field, RefusalCode.DocumentPrefixMalformed, ("most", LongestPrefix), ("word", word));

    private static Error AddressMalformed(string field) => Refusal.Input(field, RefusalCode.PublicAddressMalformed);
}

internal sealed class TierNamesValidator : AbstractValidator<TierNames>
{
    public TierNamesValidator()
    {
        RuleFor(names => names.District).IsOrganisationName();
        RuleFor(names => names.DistrictEn).IsOrganisationName();
        RuleFor(names => names.Street).IsOrganisationName();
        RuleFor(names => names.StreetEn).IsOrganisationName();
        RuleFor(names => names.Community).IsOrganisationName();
        RuleFor(names => names.CommunityEn).IsOrganisationName();
    }
}
