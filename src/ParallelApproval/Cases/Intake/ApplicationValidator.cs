using ErrorOr;
using FluentValidation;
using ParallelApproval.Catalogue;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Refusals;

namespace ParallelApproval.Cases;

/// <summary>
/// What the window checks in an application before it takes it in (收件校验). Every fault is told at once, beside its field. A credit code
/// whose check character does not fit is a warning: old real codes exist that fail it, so the clerk may confirm; so is a citizen number
/// with
/// a region that no card ever had.
/// </summary>
internal sealed class ApplicationValidator : AbstractValidator<Application>
{
    public ApplicationValidator()
    {
        RuleFor(application => application.ItemCode).IsCode();
        RuleFor(application => application.Applicant).SetValidator(new ApplicantValidator());
        RuleFor(application => application).Refuses((application, _) => Unconfirmed(application));
        RuleFor(application => application).Refuses(OddRegion);
        RuleFor(application => application.Form).RefusesAll(FormRules.Sizes);
        RuleFor(application => application.Materials).HasAtMost(TextLengths.List);
        RuleForEach(application => application.Materials).SetValidator(new SuppliedMaterialValidator());
        RuleFor(application => application.Branches).HasAtMost(TextLengths.List);
        RuleFor(application => application.Confirmed).HasAtMost(TextLengths.List);
        RuleForEach(application => application.Confirmed).IsCode();
        RuleFor(application => application.Deferred).HasAtMost(TextLengths.List);
        RuleForEach(application => application.Deferred).IsCode();
    }

    // A number that holds by its check and a region that no card ever had: looked at twice, and taken.
    private static Error? OddRegion(Application application, Place place) =>
        application.Applicant.Kind is ApplicantKind.Person
        && application.Confirmed?.Contains(RefusalCode.CitizenRegionUnconfirmed.Name) is not true
        && CitizenNumber.Parse(application.Applicant.IdNumber, place.Today) is { IsError: false, Value: { IsRegionOdd: true } number }
            ? Refusal.Input("applicant.idNumber", RefusalCode.CitizenRegionUnconfirmed, ("region", number.Region))
            : null;

    private static Error? Unconfirmed(Application application)
    {
        if (
            application.Applicant.Kind is not ApplicantKind.Organisation
            || application.Confirmed?.Contains(RefusalCode.CreditCodeCheckUnconfirmed.Name) is true
        )
            return null;
        return UnifiedCreditCode.Parse(application.Applicant.IdNumber) is { IsError: false, Value: { CheckHolds: false } code }
            ? Refusal.Input("applicant.idNumber", RefusalCode.CreditCodeCheckUnconfirmed, ("code", code.Value))
            : null;
    }
}

internal sealed class ApplicantValidator : AbstractValidator<Applicant>
{
    public ApplicantValidator()
    {
        RuleFor(applicant => applicant.Name).IsPersonName();
        RuleFor(applicant => applicant.IdNumber)
            .RefusesAll((number, place) => CitizenNumber.Parse(number, place.Today, place.Field).ErrorsOrEmptyList)
            .When(applicant => applicant.Kind is ApplicantKind.Person);
        RuleFor(applicant => applicant.IdNumber)
            .RefusesAll((code, place) => UnifiedCreditCode.Parse(code, place.Field).ErrorsOrEmptyList)
            .When(applicant => applicant.Kind is ApplicantKind.Organisation);
        RuleFor(applicant => applicant.Phone).IsPhoneNumber();
        RuleFor(applicant => applicant.Agent!).SetValidator(new AgentValidator()).When(applicant => applicant.Agent is not null);
    }
}

internal sealed class AgentValidator : AbstractValidator<Agent>
{
    public AgentValidator()
    {
        RuleFor(agent => agent.Name).IsPersonName();
        RuleFor(agent => agent.IdNumber)
            .RefusesAll((number, place) => CitizenNumber.Parse(number, place.Today, place.Field).ErrorsOrEmptyList);
        RuleFor(agent => agent.Phone).IsPhoneNumber();
    }
}

/// <summary>Rules for those who apply.</summary>
internal static class ApplicantRules
{
    public static IRuleBuilderOptions<T, string?> IsPersonName<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Refuses(
            (name, place) =>
                string.IsNullOrWhiteSpace(name)
                    ? Refusal.Input(place.Field, RefusalCode.NameMissing)
                    : TextRules.Fault(
                        name,
                        place,
                        TextLengths.Name,
                        isLine: true,
                        length => TooLong(place.Field, length),
                        character => Malformed(place.Field, character)
                    )
        );

    public static IRuleBuilderOptions<T, string?> IsPhoneNumber<T>(this IRuleBuilder<T, string?> rule) =>
        rule.RefusesAll((typed, place) => string.IsNullOrWhiteSpace(typed) ? [] : PhoneNumber.Parse(typed, place.Field).ErrorsOrEmptyList);

    private static Error TooLong(string field, int length) =>
        Refusal.Input(field, RefusalCode.NameTooLong, ("most", TextLengths.Name), ("length", length));

    private static Error Malformed(string field, int character) =>
        Refusal.Input(field, RefusalCode.NameMalformed, ("character", InputRefusals.Name(character)));
}
