using System.Globalization;
using ErrorOr;
using ParallelApproval.Cases;
using ParallelApproval.Identities;
using ParallelApproval.Web.Languages;
using ParallelApproval.Web.Problems;

namespace ParallelApproval.Web.Cases;

/// <summary>What a citizen number or credit code says while it is typed (证件号识别).</summary>
/// <param name="Told">Sex, date of birth and region of a number that holds; how many characters are wanting before.</param>
/// <param name="Doubt">What is wrong with a whole number.</param>
/// <param name="Value">The number as it is kept; null until it holds.</param>
internal sealed record NumberReading(string? Told, string? Doubt, string? Value)
{
    private const int Whole = 18;

    public static NumberReading Of(string? typed, ApplicantKind kind, DateOnly today) =>
        string.IsNullOrWhiteSpace(typed) ? new(null, null, null)
        : kind is ApplicantKind.Organisation ? OfOrganisation(typed)
        : OfPerson(typed, today);

    public static NumberReading OfPerson(string typed, DateOnly today)
    {
        var number = CitizenNumber.Parse(typed, today);
        if (number.IsError)
            return Unfinished(number.FirstError) ?? new(null, RefusalTexts.Sentence(number.FirstError), null);
        var (person, english) = (number.Value, ReaderLanguage.IsEnglish);
        var sex = Words.Word(person.IsMale ? "sex_male" : "sex_female");
        var born = person.Born.ToString(
            english ? "d MMMM yyyy" : "yyyy年M月d日",
            english ? CultureInfo.InvariantCulture : ReaderLanguage.Chinese
        );
        return new(Words.Word("number_person", sex, born, Age(person.Born, today), person.Region), null, person.Value);
    }

    private static NumberReading OfOrganisation(string typed)
    {
        var code = UnifiedCreditCode.Parse(typed);
        if (code.IsError)
            return Unfinished(code.FirstError) ?? new(null, RefusalTexts.Sentence(code.FirstError), null);
        return new(
            code.Value.CheckHolds
                ? Words.Word("number_organisation", code.Value.OrganisationCode, code.Value.Region)
                : Words.Word("number_check_differs"),
            null,
            code.Value.Value
        );
    }

    private static NumberReading? Unfinished(Error fault) =>
        fault.Metadata is { } facts && facts.TryGetValue("length", out var length) && length is int typed and < Whole
            ? new(Words.Word("number_wanting", Whole - typed), null, null)
            : null;

    private static int Age(DateOnly born, DateOnly today) =>
        today.Year - born.Year - (today < born.AddYears(today.Year - born.Year) ? 1 : 0);
}
