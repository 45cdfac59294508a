using ErrorOr;
using ParallelApproval.Identities;
using ParallelApproval.Refusals;

namespace ParallelApproval.Cases;

/// <summary>
/// What the window checks in an application before it takes it in (收件校验). Every fault is told at once, beside its field. A credit code whose
/// check character does not fit is a warning: old real codes exist that fail it, so the clerk may confirm.
/// </summary>
public static class ApplicationRules
{
    /// <summary>The code that stands in <see cref="Application.Confirmed"/> once the clerk has confirmed the warning.</summary>
    public const string CreditCodeWarning = "credit_code_check_unconfirmed";

    private const int LongestName = 100;

    /// <summary>The application with its numbers as they are stored, or every fault in it.</summary>
    public static ErrorOr<Application> Check(Application application, DateOnly today)
    {
        var (faults, applicant) = (new List<Error>(), application.Applicant);
        CheckName(applicant.Name, "applicant.name", faults);
        applicant = applicant with
        {
            Name = applicant.Name?.Trim() ?? "",
            IdNumber = applicant.Kind is ApplicantKind.Person
                ? Value(CitizenNumber.Parse(applicant.IdNumber, today, "applicant.idNumber"), number => number.Value, faults)
                : Value(CreditCode(applicant.IdNumber, application.Confirmed), code => code.Value, faults),
            Phone = Phone(applicant.Phone, "applicant.phone", faults),
            Agent = applicant.Agent is { } agent ? Check(agent, today, faults) : null,
        };
        for (var i = 0; i < (application.Materials?.Length ?? 0); i++)
            if (application.Materials![i].Copies is < 0 or > 99) faults.Add(CopiesOutOfRange(i, application.Materials[i].Copies));
        return faults.Count > 0 ? faults : application with { Applicant = applicant };
    }

    private static Agent Check(Agent agent, DateOnly today, List<Error> faults)
    {
        CheckName(agent.Name, "applicant.agent.name", faults);
        return agent with
        {
            Name = agent.Name?.Trim() ?? "",
            IdNumber = Value(CitizenNumber.Parse(agent.IdNumber, today, "applicant.agent.idNumber"), number => number.Value, faults),
            Phone = Phone(agent.Phone, "applicant.agent.phone", faults),
        };
    }

    private static ErrorOr<UnifiedCreditCode> CreditCode(string? typed, string[]? confirmed)
    {
        var code = UnifiedCreditCode.Parse(typed, "applicant.idNumber");
        if (code.IsError || code.Value.CheckHolds || confirmed?.Contains(CreditCodeWarning) is true) return code;
        return Refusal.Input("applicant.idNumber", CreditCodeWarning,
            "Expected the check character of credit code {code} to fit (GB 32100), but it does not; confirm if the certificate shows it so.", ("code", code.Value.Value));
    }

    private static string? Phone(string? typed, string field, List<Error> faults) =>
        string.IsNullOrWhiteSpace(typed) ? null : Value(PhoneNumber.Parse(typed, field), phone => phone.Value, faults);

    private static string Value<T>(ErrorOr<T> parsed, Func<T, string> value, List<Error> faults)
    {
        if (!parsed.IsError) return value(parsed.Value);
        faults.AddRange(parsed.Errors);
        return "";
    }

    private static void CheckName(string? name, string field, List<Error> faults)
    {
        var length = name is null ? 0 : new System.Globalization.StringInfo(name.Trim()).LengthInTextElements;
        if (length is 0) faults.Add(Refusal.Input(field, "name_missing", "Expected a name, but there is none."));
        else if (length > LongestName)
            faults.Add(Refusal.Input(field, "name_too_long", "Expected a name of at most {most} characters, but it has {length}.", ("most", LongestName), ("length", length)));
        else if (name!.Any(c => char.IsControl(c))) faults.Add(Refusal.Input(field, "name_malformed", "Expected a name of visible characters, but it holds others."));
    }

    private static Error CopiesOutOfRange(int index, int copies) => Refusal.Input($"materials[{index}].copies", "copies_out_of_range",
        "Expected 0 to 99 copies, but {copies} were given.", ("copies", copies));
}
