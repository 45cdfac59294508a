using ErrorOr;
using ParallelApproval.Province.Registers;
using ParallelApproval.Refusals;
using ParallelApproval.Web.Languages;
using ParallelApproval.Web.Problems;

namespace ParallelApproval.Province;

/// <summary>What the entrance of a province itself refuses, before a district is asked.</summary>
internal static class ProvinceRefusals
{
    public static Error NoSuchDistrict(string region) => Refusal.NotFound(RefusalCode.DistrictUnknown, ("region", region));

    public static Error NoSuchHost(string host) => Refusal.NotFound(RefusalCode.HostUnknown, ("host", host));

    public static Error Away(District district) =>
        Refusal.OfType((int)ProblemType.Unavailable, RefusalCode.DistrictAway, ("district", district.NameIn(ReaderLanguage.IsEnglish)));

    public static Error NotANumber(string name) => Refusal.NotFound(RefusalCode.NumberMalformed, ("name", name));

    public static Error NoSuchAddress() => Refusal.NotFound(RefusalCode.AddressNotFound);

    public static Error Malformed() => Refusal.Input("", RefusalCode.RequestMalformed);

    public static Error NotADay(string field) => Refusal.Input(field, RefusalCode.FieldMalformed, ("field", field));

    public static Error Reversed(DateOnly from, DateOnly to) =>
        Refusal.Input("from", RefusalCode.WindowReversed, ("from", from), ("to", to));

    public static Error Unexpected() => Refusal.OfType((int)ErrorType.Unexpected, RefusalCode.UnexpectedFault);
}
