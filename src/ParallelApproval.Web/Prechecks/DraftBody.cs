using System.Text.Json.Serialization;
using ErrorOr;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Prechecks;
using ParallelApproval.Web.Cases;
using ParallelApproval.Web.Problems;

namespace ParallelApproval.Web.Prechecks;

/// <summary>Body of <c>PUT /api/public/prechecks/{id}</c>: what has been filled in so far, half or wrong as it may be.</summary>
/// <param name="Form">The fields of the item's form by their keys, as they are typed.</param>
/// <param name="Also">Fields that bring an optional branch in.</param>
/// <param name="Confirmed">Whether a number is to be taken though its check digit or its region does not fit.</param>
internal sealed record DraftBody(
    DraftApplicant? Applicant = null,
    Dictionary<string, string?>? Form = null,
    DeliveryWay? Delivery = null,
    string[]? Also = null,
    bool Confirmed = false
) : IJsonOnDeserialized
{
    void IJsonOnDeserialized.OnDeserialized() => Elements.MustBeThere(Also, "also");

    /// <summary>By the names of the inputs, as a draft is kept; refuses a field for which the item does not ask.</summary>
    public ErrorOr<Dictionary<string, string>> Typed(ServiceItem item)
    {
        var strangers = (Form ?? [])
            .Keys.Where(key => item.Form.All(field => field.Key != key))
            .Select(key => "form." + key)
            .Concat((Also ?? []).Where(key => item.Branches.All(branch => branch.ChosenBy != key)).Select(key => "also." + key))
            .Select(FrontRefusals.UnknownField)
            .Take(MostStrangers)
            .ToList();
        if (strangers.Count > 0)
            return strangers;
        return Fields()
            .Concat((Form ?? []).Select(field => ("form." + field.Key, field.Value)))
            .Concat((Also ?? []).Select(key => ("wanted." + key, (string?)"true")))
            .Where(field => !string.IsNullOrEmpty(field.Item2))
            .DistinctBy(field => field.Item1)
            .ToDictionary(field => field.Item1, field => field.Item2!, StringComparer.Ordinal);
    }

    /// <summary>What is kept of a draft, in the shape in which it is sent.</summary>
    public static DraftBody Of(IReadOnlyDictionary<string, string> typed)
    {
        string? Text(string name) => typed.GetValueOrDefault(name);
        var agent = new DraftAgent(Text("applicant.agent.name"), Text("applicant.agent.idNumber"), Text("applicant.agent.phone"));
        return new(
            new(
                Enum.TryParse<ApplicantKind>(Text("applicant.kind"), out var kind) ? kind : null,
                Text("applicant.name"),
                Text("applicant.idNumber"),
                Text("applicant.phone"),
                agent == new DraftAgent() ? null : agent
            ),
            Keys("form.").ToDictionary(key => key, key => Text("form." + key), StringComparer.Ordinal),
            Enum.TryParse<DeliveryWay>(Text("delivery"), out var way) ? way : null,
            [.. Keys("wanted.")],
            typed.ContainsKey("confirmed")
        );

        IEnumerable<string> Keys(string prefix) =>
            typed.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Select(name => name[prefix.Length..]);
    }

    private const int MostStrangers = 10;

    private IEnumerable<(string Name, string? Text)> Fields() =>
        [
            ("applicant.kind", Applicant?.Kind?.ToString()),
            ("applicant.name", Applicant?.Name),
            ("applicant.idNumber", Applicant?.IdNumber),
            ("applicant.phone", Applicant?.Phone),
            ("applicant.agent.name", Applicant?.Agent?.Name),
            ("applicant.agent.idNumber", Applicant?.Agent?.IdNumber),
            ("applicant.agent.phone", Applicant?.Agent?.Phone),
            ("delivery", Delivery?.ToString()),
            ("confirmed", Confirmed ? "true" : null),
        ];
}

/// <summary>The applicant as far as he has said who he is.</summary>
/// <param name="Kind">By his number when left out.</param>
internal sealed record DraftApplicant(
    ApplicantKind? Kind = null,
    string? Name = null,
    string? IdNumber = null,
    string? Phone = null,
    DraftAgent? Agent = null
);

/// <summary>Who acts for him.</summary>
internal sealed record DraftAgent(string? Name = null, string? IdNumber = null, string? Phone = null);

/// <summary>A draft read as the window reads an application (草稿转申请).</summary>
internal static class DraftReading
{
    public static TypedApplication Application(Precheck of, IReadOnlyDictionary<string, string> typed)
    {
        var application = new TypedApplication();
        application.TakeUp(typed);
        application.ItemCode = of.ItemCode;
        return application;
    }

    /// <summary>To be sent: which papers there are, the files say and the window judges.</summary>
    public static SendPrecheck Sending(Precheck of, Dictionary<string, string> typed, ServiceItem item, DateOnly today) =>
        new(of.Id, Application(of, typed).Command(item, accept: false, today).Application with { Materials = null }, typed);
}
